package dev.ripcord.hook;

import static dev.ripcord.hook.Hooks.shell;
import static dev.ripcord.hook.Hooks.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.exchange.Heard;
import dev.ripcord.migration.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that are real processes. */
@Timeout(120)
@ShortWaits
class CommandHookTest {
  @TempDir private Path folder;

  private final Hooks hooks = new Hooks();

  @Test
  void saysWhatItSaid() {
    HookOutcome outcome = hooks.run(shell("echo out; echo err >&2"));
    assertThat(outcome).isInstanceOf(HookOutcome.Succeeded.class);
    assertThat(outcome.output()).isEqualTo("out\nerr");
    assertThat(outcome.attempts()).isEqualTo(1);
  }

  @Test
  void knowsTheFactsAndNothingOfThePassword() {
    HookOutcome outcome =
        hooks
            .set("PGPASSWORD", "of-the-database")
            .set("RIPCORD_SERVERS", "/servers")
            .run(
                shell(
                    "env | grep -E '^(RIPCORD|PG|MY)' | sort; cat; echo end",
                    "MY_OWN",
                    "costs $5"));
    assertThat(outcome.output())
        .isEqualTo(
            """
            MY_OWN=costs $5
            RIPCORD_HOOK=flag
            RIPCORD_HOOK_ID=%s
            RIPCORD_MIGRATION=shop
            RIPCORD_PHASE=contract
            RIPCORD_PLAN=abc
            RIPCORD_REASON=errors
            RIPCORD_RUN_ID=run-1
            RIPCORD_WHEN=before rollback
            end"""
                .formatted(Hooks.CONTEXT.id(shell("x"))));
  }

  @Test
  void hasThePasswordIfItAsksForIt() {
    HookOutcome outcome =
        hooks
            .set("PGPASSWORD", "of-the-database")
            .run(
                shell(
                    "test \"$PGPASSWORD\" = of-the-database && echo \"got $PGPASSWORD\"",
                    "PGPASSWORD",
                    "${env:PGPASSWORD}"));
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.output()).isEqualTo("got ***");
  }

  @Test
  void triesAgainWithTheSameIdAndLongerPauses() throws IOException {
    Path counter = folder.resolve("counter");
    Hook hook =
        with(
            shell(
                "echo $RIPCORD_HOOK_ID >> " + counter + "; test $(wc -l < " + counter + ") -ge 3"),
            Duration.ofSeconds(20),
            5);
    HookOutcome outcome = hooks.run(hook);
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(hooks.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(Files.readAllLines(counter)).hasSize(3).containsOnly(Hooks.CONTEXT.id(hook));
  }

  @Test
  void failsWithTheStatusOfTheLastAttempt() {
    HookOutcome outcome =
        hooks.run(with(shell("echo no such flag; exit 7"), Duration.ofSeconds(20), 2));
    assertThat(outcome).isInstanceOf(HookOutcome.Failed.class);
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(outcome.detail(shell("x")))
        .startsWith("before rollback, hook flag: failed (exit status 7), attempt 3 after ")
        .endsWith("; it said: no such flag");
  }

  @Test
  void isEndedWithAllItsChildren() throws Exception {
    Path pids = folder.resolve("pids");
    // a child that will not hear, and a grandchild whose parent is gone
    Hook hook =
        with(
            shell(
                "(trap '' TERM; sleep 300 & echo $! >> "
                    + pids
                    + "; wait) & echo $! >> "
                    + pids
                    + "; (sleep 300 & echo $! >> "
                    + pids
                    + "); echo waiting; wait"),
            Duration.ofSeconds(1),
            0);
    long began = System.nanoTime();
    HookOutcome outcome = hooks.run(hook);
    assertThat(outcome).isInstanceOf(HookOutcome.TimedOut.class);
    assertThat(outcome.output()).startsWith("waiting");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    List<String> started = Files.readAllLines(pids);
    assertThat(started).hasSize(3);
    for (String pid : started) {
      assertThat(ends(Long.parseLong(pid))).as(pid).isTrue();
    }
  }

  @Test
  void mayLeaveSomethingRunning() throws Exception {
    Path pid = folder.resolve("pid");
    HookOutcome outcome = hooks.run(shell("sleep 300 & echo $! > " + pid + "; echo started"));
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.output()).isEqualTo("started");
    long left = Long.parseLong(Files.readString(pid).strip());
    assertThat(runs(left)).isTrue();
    assertThat(ProcessHandle.of(left).map(ProcessHandle::destroyForcibly)).contains(true);
  }

  @Test
  void isEndedWhenRipcordIsInterrupted() throws Exception {
    Path pid = folder.resolve("pid");
    AtomicReference<HookOutcome> outcome = new AtomicReference<>();
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  Hook hook =
                      shell("echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; sleep 300");
                  outcome.set(hooks.run(with(hook, Duration.ofSeconds(200), 9)));
                  if (Thread.currentThread().isInterrupted()) {
                    interrupted.countDown();
                  }
                });
    while (Files.notExists(pid)) {
      Thread.sleep(20);
    }
    thread.interrupt();
    thread.join();
    assertThat(interrupted.getCount()).isZero();
    assertThat(outcome.get()).isInstanceOf(HookOutcome.Interrupted.class);
    assertThat(outcome.get().attempts()).isEqualTo(1);
    assertThat(ends(Long.parseLong(Files.readString(pid).strip()))).isTrue();
  }

  /** A child of ripcord must not outlive it by accident; only kill -9 leaves one behind. */
  @Test
  void isEndedWhenRipcordStops() throws Exception {
    Path pid = folder.resolve("pid");
    Process ripcord =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HookChild.class.getName(),
                pid.toString())
            .inheritIO()
            .start();
    try {
      // at once, for it may not yet know what it has started
      while (Files.notExists(pid) && ripcord.isAlive()) {
        Thread.onSpinWait();
      }
      long command = Long.parseLong(Files.readString(pid).strip());
      assertThat(runs(command)).isTrue();
      ripcord.destroy();
      assertThat(ripcord.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(ends(command)).isTrue();
    } finally {
      ripcord.destroyForcibly().waitFor();
    }
  }

  /** 1 GB, of which the memory of ripcord sees the last 8 KiB. */
  @Test
  void mayTalkWithoutEnd() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();
    HookOutcome outcome =
        hooks.run(
            with(
                shell("head -c 1000000000 /dev/zero | tr '\\0' x; echo; echo the end"),
                Duration.ofSeconds(100),
                0));
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.output()).hasSizeLessThanOrEqualTo(Heard.KEPT).endsWith("x\nthe end");
    System.gc();
    assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(500_000_000);
  }

  @Test
  void saysNothingThatTerminalsOrDatabasesCannotTake() {
    HookOutcome outcome =
        hooks.run(shell("printf 'a\\000b \\033[31mred\\033[0m \\377 c\\r\\nd\\007'"));
    assertThat(outcome.output()).isEqualTo("a\uFFFDb red \uFFFD c\nd\uFFFD");
  }

  @Test
  void doesNotBeginWithoutItsSecrets() throws IOException {
    Path traces = folder.resolve("traces");
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Hook hook =
        with(
            shell(
                "touch " + traces,
                "A",
                "${env:RIPCORD_TEST_NOT_SET}",
                "B",
                "${file:/no/such/file}",
                "C",
                "${file:" + empty + "}"),
            Duration.ofSeconds(20),
            5);
    HookOutcome outcome = hooks.run(hook);
    assertThat(outcome).isInstanceOf(HookOutcome.Failed.class);
    assertThat(outcome.attempts()).isZero();
    assertThat(traces).doesNotExist();
    assertThat(hooks.runner().missingSecrets(List.of(hook, shell("true"))))
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "migration.yaml:7:5: the hook flag has no secret: the environment variable"
                + " RIPCORD_TEST_NOT_SET is not set, expected it where ripcord runs",
            "migration.yaml:7:5: the hook flag has no secret: the file /no/such/file does not"
                + " exist, expected it where ripcord runs",
            "migration.yaml:7:5: the hook flag has no secret: the file "
                + empty
                + " is empty, expected it where ripcord runs");
    assertThat(hooks.set("RIPCORD_TEST_NOT_SET", "now").runner().missingSecrets(List.of(hook)))
        .hasSize(2);
  }

  @Test
  void readsASecretFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "first line\nsecond line\n");
    HookOutcome outcome =
        hooks.run(
            shell(
                "printf '%s|' \"$A\"; echo \"$A\" | sed 's/^/> /'; test ${#A} = 22",
                "A", "${file:" + file + "}"));
    assertThat(outcome.output()).isEqualTo("***|> ***\n> ***");
    assertThat(outcome.succeeded()).isTrue();
  }

  @Test
  void knowsHowLongItCanTake() {
    assertThat(HookRunner.longest(with(shell("x"), Duration.ofSeconds(10), 0)))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(HookRunner.longest(with(shell("x"), Duration.ofSeconds(10), 7)))
        .isEqualTo(Duration.ofSeconds(80 + 1 + 2 + 4 + 8 + 16 + 30 + 30));
  }

  /** A process that has ended but that nobody has asked after yet does not run. */
  private static boolean runs(long pid) throws IOException {
    try {
      return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Who was killed takes a moment to go. */
  private static boolean ends(long pid) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (runs(pid) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return !runs(pid);
  }
}
