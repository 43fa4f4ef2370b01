package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which hooks run, how often, and what can be done about one that cannot. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class HooksOfARunTest {
  @TempDir private Path folder;
  private Quiet quiet;

  @BeforeEach
  void open(TestDatabase database) {
    quiet = Quiet.of(database, folder);
  }

  /** Each appends its moment and its id to a file. */
  private String hooks(String... moments) {
    StringBuilder yaml = new StringBuilder("hooks:\n");
    for (String moment : moments) {
      yaml.append("  - name: ").append(moment).append("\n    when: ").append(moment);
      yaml.append("\n    shell: echo \"$RIPCORD_WHEN $RIPCORD_HOOK_ID\" >> ").append(ran());
      yaml.append('\n');
    }
    return yaml.toString();
  }

  private Path ran() {
    return folder.resolve("ran");
  }

  private List<String> moments() throws IOException {
    return lines().stream().map(line -> line.replaceAll(" [0-9a-f]+$", "")).toList();
  }

  private List<String> lines() throws IOException {
    return Files.exists(ran()) ? Files.readAllLines(ran()) : List.of();
  }

  @Test
  void hooksOfAPhaseThatStandsDoNotRunAgain() throws IOException {
    String around = hooks("after expand", "before migrate", "after migrate", "before contract");
    assertThat(quiet.begin(around, Optional.of(Phase.CONTRACT), true))
        .isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    assertThat(quiet.back(new Back.EndOf(Phase.MIGRATE))).isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.resume(Optional.of(Phase.CONTRACT), true))
        .isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    assertThat(moments())
        .containsExactly(
            "after expand",
            "before migrate",
            "after migrate",
            "before contract",
            "before contract");
    assertThat(lines()).doesNotHaveDuplicates();
    quiet.assertRolledBack();
  }

  /** One that was cut short before a rollback that leaves its phase as it was: with the same id. */
  @Test
  void aHookOfAPhaseThatStandsIsMadeUpFor() throws IOException {
    String around = hooks("after migrate", "before contract");
    assertThat(quiet.begin(around, Optional.of(Phase.CONTRACT), true))
        .isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    assertThat(quiet.back(new Back.EndOf(Phase.EXPAND))).isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.resume(Optional.of(Phase.MIGRATE), true))
        .isEqualTo(new RunResult.Reached(Phase.MIGRATE));
    // as if it had died before the entry of its last hook
    quiet.sql(
        "SET session_replication_role = replica; DELETE FROM ripcord.journal WHERE seq >= (SELECT max(seq) FROM ripcord.journal WHERE kind ="
            + " 'HOOK')");
    assertThat(quiet.back(new Back.EndOf(Phase.MIGRATE))).isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.resume(Optional.of(Phase.MIGRATE), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(moments())
        .containsExactly("after migrate", "before contract", "after migrate", "after migrate");
    assertThat(lines().get(3)).isEqualTo(lines().get(2)).isNotEqualTo(lines().get(0));
  }

  private static final String SECRETS =
      """
      hooks:
        - name: old version
          when: before rollback
          shell: test "$TOKEN" = right
          env: {TOKEN: "${env:TOKEN}"}
        - name: tell
          when: after rollback
          shell: test "$CHANNEL" = ours
          env: {CHANNEL: "${env:CHANNEL}"}
      """;

  @Test
  void aRollbackWithoutItsSecretsTouchesNothing() {
    quiet.environment.put("TOKEN", "right");
    quiet.environment.put("CHANNEL", "ours");
    assertThat(quiet.begin(SECRETS, Optional.of(Phase.EXPAND), true))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND));
    List<String> before = quiet.journal().toList();
    quiet.environment.remove("TOKEN");
    quiet.environment.remove("CHANNEL");
    assertThat(quiet.back(new Back.Start()))
        .isInstanceOfSatisfying(
            RunResult.Refused.class,
            refused ->
                assertThat(refused.reasons())
                    .hasSize(3)
                    .anyMatch(each -> each.contains("hook old version has no secret"))
                    .anyMatch(each -> each.contains("hook tell has no secret"))
                    .contains("--skip-hooks REASON goes on without any hook"));
    assertThat(quiet.resume(Optional.empty(), true)).isInstanceOf(RunResult.Refused.class);
    assertThat(quiet.journal()).containsExactlyElementsOf(before);
    quiet.environment.put("TOKEN", "right");
    quiet.environment.put("CHANNEL", "ours");
    quiet.assertRolledBack();
  }

  @Test
  void hooksCanBeSkippedWithAReason() {
    String around =
        """
        hooks:
          - name: old version
            when: before rollback
            shell: exit 1
            retries: 0
            on_failure: stop
        """;
    assertThat(quiet.begin(around, Optional.of(Phase.EXPAND), true))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND));
    Back to = new Back.EndOf(Phase.PREPARATION);
    assertThat(quiet.back(to)).isInstanceOf(RunResult.Stuck.class);
    assertThat(quiet.resume(Optional.empty(), true)).isInstanceOf(RunResult.Stuck.class);
    quiet.overrides = quiet.overrides.skippingHooks(Optional.of("the deploy service is gone"));
    assertThat(quiet.resume(Optional.empty(), true)).isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.journal())
        .contains(
            "HOOK before rollback/old version: skipped: before rollback, hook old version: skipped"
                + " by tester: the deploy service is gone");
    quiet.assertRolledBack();
  }

  @Test
  void aTurnDoesNotWaitForAHookOfTheWayForwardAndWaitsForItsOwn() throws Exception {
    Path pid = folder.resolve("pid");
    // a process that ignores the request to end, and the one that it waits for
    String around =
        """
        hooks:
          - name: slow
            when: after expand
            shell: trap '' TERM; echo $$ > '%1$s'; sleep 300 & wait; sleep 300
            timeout: 10m
            on_failure: continue
          - name: before
            when: before rollback
            shell: echo begun > '%2$s'; sleep 2; echo through >> '%2$s'
        """
            .formatted(pid, ran());
    CompletableFuture<RunResult> run =
        CompletableFuture.supplyAsync(
            () -> quiet.begin(around, Optional.empty(), true), Thread::startVirtualThread);
    await(() -> Files.exists(pid) && !lines(pid).isEmpty());
    ProcessHandle hook = ProcessHandle.of(Long.parseLong(lines(pid).getFirst())).orElseThrow();
    List<ProcessHandle> children = hook.descendants().toList();
    assertThat(children).isNotEmpty();
    assertThat(quiet.back(new Back.Start())).isInstanceOf(RunResult.Busy.class);
    await(() -> Files.exists(ran()));
    // one more who asks does not interrupt the hook of the rollback
    assertThat(quiet.back(new Back.Start()))
        .isInstanceOfAny(RunResult.Busy.class, RunResult.RolledBack.class);
    assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(RunResult.RolledBack.class);
    assertThat(lines()).containsExactly("begun", "through");
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(hook.isAlive()).isFalse();
    assertThat(quiet.events)
        .filteredOn(RunEvent.HookRan.class::isInstance)
        .extracting(Object::toString)
        .first()
        .asString()
        .contains("hook slow: was interrupted, and ended");
    try (Stream<Path> files = Files.list(folder)) {
      Path exported =
          files.filter(each -> each.toString().endsWith(".jsonl")).findFirst().orElseThrow();
      assertThat(JournalReading.of(exported))
          .anyMatch(
              entry ->
                  entry.unit().equals("after expand/slow")
                      && entry.detail().startsWith("interrupted: "));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it comes to that").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
