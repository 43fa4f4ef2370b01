package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of which many are alike, several workers, clients, and SIGKILL. Clients write the same to
 * the table and, in the same transaction, to a twin that the migration leaves alone.
 */
@ExtendWith(TestDatabase.Extension.class)
class BackfillWithoutKeyRaceTest {
  private static final int CLIENTS = 3;

  private static final String DIFFERENCE =
      "SELECT count(*) FROM ((TABLE t EXCEPT ALL TABLE twin) UNION ALL (TABLE twin EXCEPT ALL TABLE t)) AS d";

  @TempDir private Path folder;
  private Bench bench;
  private volatile boolean over;
  private final AtomicLong written = new AtomicLong();
  private final List<Throwable> failures = new ArrayList<>();

  @BeforeEach
  void load(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (place int NOT NULL, b text, c int, filler text);
        INSERT INTO t SELECT n % 30, CASE n % 4 WHEN 0 THEN 'old' WHEN 1 THEN 'new' WHEN 2 THEN 'mine' END,
          n % 7, repeat('x', 100) FROM generate_series(1, 20000) AS n;
        CREATE TABLE twin AS TABLE t;
        CREATE INDEX ON t (place); CREATE INDEX ON twin (place);
        ANALYZE;
        """);
  }

  @Test
  void nothingIsLostNorTakenTwiceUnderClients() throws Exception {
    Plan plan = plan(bench.database().url(), 3);
    List<Thread> clients = clients();
    try (Engine engine = bench.engine(plan)) {
      for (int round = 0; round < 2; round++) {
        assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      }
    }
    end(clients);
    assertThat(bench.scalar(DIFFERENCE)).isEqualTo("0");
  }

  @Test
  void aKilledProcessIsTakenUpInEitherDirection() throws Exception {
    DatabaseUrl url = bench.database().url();
    DatabaseUrl copy = url.withDatabase(url.database() + " before");
    try (Session session = Session.open(url.withDatabase("postgres"), "test")) {
      session.execute(
          "CREATE DATABASE \"" + copy.database() + "\" TEMPLATE \"" + url.database() + "\"");
    }
    Random random = new Random(4711);
    Plan plan = plan(copy, 2);
    List<Thread> clients = clients();
    for (int round = 0; round < 3; round++) {
      kill(copy, "forward", random.nextInt(300, 1_500));
      assertThat(finish(plan, true)).isEqualTo(DONE);
      kill(copy, "back", random.nextInt(300, 1_500));
      assertThat(finish(plan, false)).isEqualTo(DONE);
    }
    end(clients);
    assertThat(bench.scalar(DIFFERENCE)).isEqualTo("0");
    try (Session session = Session.open(url.withDatabase("postgres"), "test")) {
      session.execute("DROP DATABASE \"" + copy.database() + "\" WITH (FORCE)");
    }
  }

  private List<Thread> clients() {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      Thread client = new Thread(() -> write(number));
      client.setUncaughtExceptionHandler(
          (thread, e) -> {
            synchronized (failures) {
              failures.add(e);
            }
          });
      client.start();
      clients.add(client);
    }
    return clients;
  }

  /** Each client has places of its own, and finds rows by what no backfill changes. */
  private void write(int number) {
    Random random = new Random(number);
    try (Session session = bench.database().open()) {
      while (!over) {
        String rows = " WHERE place = " + (number + CLIENTS * random.nextInt(10));
        String some = rows + " AND c = " + random.nextInt(7);
        String write =
            switch (random.nextInt(8)) {
              case 0 -> "UPDATE %s SET b = 'mine'" + some;
              case 1 -> "DELETE FROM %s" + some + " AND place % 2 = " + random.nextInt(2);
              case 2 ->
                  "INSERT INTO %s SELECT "
                      + (number + CLIENTS * random.nextInt(10))
                      + ", 'mine', n % 7, repeat('x', 100) FROM generate_series(1, 50) AS n";
              default -> "UPDATE %s SET c = " + random.nextInt(7) + some;
            };
        session.execute(
            "BEGIN; "
                + write.replace("%s", "t")
                + "; "
                + write.replace("%s", "twin")
                + (random.nextInt(10) == 0 ? "; ROLLBACK" : "; COMMIT"));
        written.incrementAndGet();
      }
    }
  }

  private void end(List<Thread> clients) throws InterruptedException {
    over = true;
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failures).isEmpty();
    assertThat(written.get()).isGreaterThan(50);
  }

  private Plan plan(DatabaseUrl url, int workers) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("race.yaml"),
            """
        migration: race
        pace: {workers: %d}
        changes:
          - backfill: {table: t, set: {b: "'new'"}, where: b IS NULL OR b = 'old'}
        """
                .formatted(workers));
    try (Session session = Session.open(url, "test")) {
      return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }

  private void kill(DatabaseUrl copy, String direction, int millis) throws Exception {
    DatabaseUrl url = bench.database().url();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeChild.class.getName(),
                url.host(),
                Integer.toString(url.port()),
                url.user(),
                url.password(),
                url.database(),
                copy.database(),
                folder.resolve("race.yaml").toString(),
                direction)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      boolean unused = child.waitFor(millis, TimeUnit.MILLISECONDS);
      assertThat(child.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The server notices the death of a client only when it has something to tell it. */
  private RunOutcome finish(Plan plan, boolean forward) {
    RunOutcome outcome = new RunOutcome.Refused("not tried");
    for (int i = 0; i < 200 && outcome instanceof RunOutcome.Refused; i++) {
      try (Engine engine =
          Engine.open(plan, bench.database().url(), Clock.systemUTC(), Observer.NONE)) {
        outcome = forward ? engine.forward(Phase.MIGRATE) : engine.back(Phase.PREPARATION);
      }
    }
    return outcome;
  }
}
