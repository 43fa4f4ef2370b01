package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People are told of a rollback, and called when it does not go as it should. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
class CalledTest {
  @TempDir private Path folder;
  private final List<String> received = new CopyOnWriteArrayList<>();
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
            received.add(CanonicalJson.read(text).get("title").stringValue());
            exchange.sendResponseHeaders(200, -1);
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
          ops: {type: webhook, url: "http://127.0.0.1:%d/"}
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
    try (Session blocker = Session.open(quiet.url(), "test")) {
      blocker.execute("BEGIN; LOCK TABLE people IN ACCESS SHARE MODE");
      CompletableFuture<RunResult> back =
          CompletableFuture.supplyAsync(
              () -> quiet.back(new Back.Start()), Thread::startVirtualThread);
      await(() -> received.stream().anyMatch(title -> title.startsWith("[LEVEL_3] logins: step")));
      blocker.execute("ROLLBACK");
      assertThat(back.join()).isInstanceOf(RunResult.RolledBack.class);
    }
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
