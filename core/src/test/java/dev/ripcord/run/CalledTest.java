package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People are told of a rollback, and called when it does not go as it should. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class CalledTest {
  @TempDir private Path folder;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicBoolean dead = new AtomicBoolean();
  private final AtomicReference<Duration> slow = new AtomicReference<>(Duration.ZERO);
  private HttpServer people;
  private Quiet quiet;

  @BeforeEach
  void open(TestDatabase database) throws IOException {
    quiet = Quiet.of(database, folder);
    people = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    people.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String text = new String(body, StandardCharsets.UTF_8);
            String title = CanonicalJson.read(text).get("title").stringValue();
            boolean last = title.startsWith("[resolved]") || title.endsWith(": completion");
            if (last) {
              LockSupport.parkNanos(slow.get().toNanos());
            }
            if (last && dead.get()) {
              exchange.sendResponseHeaders(503, -1);
            } else {
              received.add(title);
              exchange.sendResponseHeaders(200, -1);
            }
          }
        });
    people.start();
  }

  @AfterEach
  void close() {
    people.stop(0);
  }

  private String around() {
    return """
        channels:
          ops: {type: webhook, url: "http://127.0.0.1:%d/", timeout: 30s, retries: 0}
        contacts:
          engineering_manager: {name: Eve, email: eve@example.com, channels: [ops]}
          ceo: {name: Cleo, email: cleo@example.com, channels: [ops]}
        communication: {channels: {technical: ops}}
        """
        .formatted(people.getAddress().getPort());
  }

  @Test
  void theAudiencesAreToldHowARollbackGoes() {
    assertThat(quiet.begin(around(), Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    quiet.assertRolledBack();
    assertThat(received)
        .containsExactly(
            "Rollback of logins: start",
            "Rollback of logins: phase",
            "Rollback of logins: phase",
            "Rollback of logins: phase",
            "Rollback of logins: completion");
  }

  @Test
  void aStepThatGetsNoLockCallsPeople() {
    assertThat(quiet.begin(around(), Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(backWithTrouble(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    assertThat(received).anyMatch(title -> title.startsWith("[resolved] logins: step failing"));
  }

  @Test
  void aRollbackThatStopsIsAnEmergency() {
    assertThat(quiet.begin(around(), Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    quiet.sql("CREATE TABLE theirs (a int)");
    assertThat(quiet.back(new Back.Start())).isInstanceOf(RunResult.Stuck.class);
    assertThat(received)
        .contains("Rollback of logins: emergency")
        .anyMatch(title -> title.startsWith("[EMERGENCY] logins: rollback failed"));
    quiet.sql("DROP TABLE theirs");
    quiet.assertRolledBack();
    assertThat(received).anyMatch(title -> title.startsWith("[resolved] logins: rollback failed"));
  }

  /** Holds a lock that it needs until people are called. */
  private RunResult backWithTrouble(Back to) {
    try (Session blocker = Session.open(quiet.url(), "test")) {
      blocker.execute("BEGIN; LOCK TABLE people IN ACCESS SHARE MODE");
      CompletableFuture<RunResult> back =
          CompletableFuture.supplyAsync(() -> quiet.back(to), Thread::startVirtualThread);
      await(() -> received.stream().anyMatch(title -> title.startsWith("[LEVEL_3] logins: step")));
      blocker.execute("ROLLBACK");
      return back.join();
    }
  }

  private long resolved() {
    return received.stream().filter(title -> title.startsWith("[resolved]")).count();
  }

  @Test
  void whatNobodyHeardOfTheEndIsToldByWhoeverHasTheRunNext() {
    assertThat(quiet.begin(around(), Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    dead.set(true);
    assertThat(backWithTrouble(new Back.EndOf(Phase.EXPAND)))
        .isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.events.toString())
        .contains("ops was not told that alert 1 is over yet; whoever has the run next tells it");
    assertThat(resolved()).isZero();

    dead.set(false);
    assertThat(quiet.resume(Optional.of(Phase.EXPAND), true)).isInstanceOf(RunResult.Reached.class);
    assertThat(resolved()).isEqualTo(1);
    assertThat(received).containsOnlyOnce("Rollback of logins: completion");

    // what was told is told once
    assertThat(quiet.resume(Optional.of(Phase.EXPAND), true)).isInstanceOf(RunResult.Reached.class);
    assertThat(resolved()).isEqualTo(1);
    assertThat(received).containsOnlyOnce("Rollback of logins: completion");
    quiet.assertRolledBack();
  }

  @Test
  void whoNeverHeardOfTheEndStandsInTheExportedJournal() {
    assertThat(quiet.begin(around(), Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    dead.set(true);
    assertThat(backWithTrouble(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    String untold = "ops was not told that alert 1 is over, and nothing is left";
    assertThat(quiet.events.toString()).contains(untold);
    assertThat(exported())
        .anyMatch(line -> line.startsWith("ROLLED_BACK the start"))
        .anyMatch(line -> line.startsWith("ALERT ops: " + untold))
        .anyMatch(
            line -> line.contains("ops was not sent the message of completion for technical"));
  }

  @Test
  void whereTheRunIsGoneItsEndIsTriedForLonger() {
    assertThat(quiet.begin(around(), Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    slow.set(Duration.ofSeconds(11));
    assertThat(backWithTrouble(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.events.toString()).contains("is tried for 60 seconds in all");
    assertThat(exported())
        .anyMatch(line -> line.startsWith("ALERT ops: [resolved] logins: step failing"))
        .anyMatch(line -> line.endsWith("ops: sent"));
  }

  /** As {@code KIND unit: detail}. */
  private List<String> exported() {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              // beside it lies the file of its lock
              .filter(each -> each.getFileName().toString().endsWith(".jsonl"))
              .findFirst()
              .orElseThrow();
      return JournalReading.of(file).stream()
          .map(entry -> entry.kind() + " " + entry.unit() + ": " + entry.detail())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to that");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
