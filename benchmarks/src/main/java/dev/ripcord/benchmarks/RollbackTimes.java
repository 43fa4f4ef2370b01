package dev.ripcord.benchmarks;

import dev.ripcord.Ripcord;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.Session;
import dev.ripcord.run.Brake;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunOptions;
import dev.ripcord.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the command until the old shape serves again, for a dropped NOT NULL column of tables of
 * three sizes under load; beside Liquibase, whose rollback adds the column anew and has lost its
 * values, and beside the table from a dump.
 */
record RollbackTimes() implements Benchmark {
  private static final int[] SIZES = {100_000, 1_000_000, 10_000_000};
  private static final int CLIENTS = 3;

  private static final String CHANGE =
      "  - drop_column: {table: big, column: email, down: \"'unknown'\"}\n";

  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public Optional<String> note() {
    return Optional.of(
        """
        Rollback: `ripcord rollback` as a process of its own, while three clients write; until a client reads the
        column again. The column was NOT NULL; that it is so again is validated after it serves, and no value is lost.
        Liquibase (liquibase-core 4.33.0, within the benchmark's process) does the same change, and rolls its change set
        back as the change set says: it adds the column anew, which is fast, and every value is lost. The dump was taken
        before the migration, so what was written since is not in it.
        """);
  }

  @Override
  public List<Result> measure() throws Exception {
    List<Result> results = new ArrayList<>();
    ScratchOptions options = ScratchOptions.defaults().withMajor(Installed.newest());
    try (ScratchDatabases databases = ScratchDatabases.embedded(options)) {
      for (int rows : SIZES) {
        results.addAll(measure(databases, rows));
      }
    }
    return results;
  }

  private static List<Result> measure(ScratchDatabases databases, int rows) throws Exception {
    String size = String.format(Locale.ROOT, "%,d rows", rows);
    DatabaseUrl url = databases.create("rollback");
    BigTable.create(url, rows);
    Path dump = Files.createTempDirectory("ripcord-benchmark-").resolve("big.dump");
    Installed.run(url, "pg_dump", "-Fc", "-f", dump.toString(), "-t", "big", url.database());
    Back back;
    LiquibaseRollback inverse;
    AtomicBoolean stop = new AtomicBoolean();
    runToContract(url);
    List<Thread> clients = clients(url, rows, stop);
    try {
      back = rollBack(url);
    } finally {
      stop.set(true);
      for (Thread client : clients) {
        client.join();
      }
    }
    inverse = LiquibaseRollback.of(url);
    try (Session session = Session.open(url, "benchmark")) {
      session.execute("DROP TABLE big");
    }
    double restored =
        Stopwatch.seconds(
            () -> Installed.run(url, "pg_restore", "-d", url.database(), dump.toString()));
    databases.drop(url);
    Files.delete(dump);
    return List.of(
        Result.seconds(
            "rollback of contract until the old shape serves, " + size,
            back.serves(),
            Result.atMost(2)),
        Result.seconds("… of which steps in the database", back.database(), Result.atMost(0.05)),
        Result.plain("… Liquibase 4.33.0, connected already", inverse.seconds()),
        Result.count("… values of the column that are lost then", inverse.lost()),
        Result.plain("… the table from its dump, without later writes", restored));
  }

  private static void runToContract(DatabaseUrl url) throws IOException {
    Path folder = Files.createTempDirectory("ripcord-benchmark-");
    Path written = Files.writeString(folder.resolve("drop.yaml"), "changes:\n" + CHANGE);
    RunOptions options =
        new RunOptions(
            "benchmark",
            Optional.of(Phase.CONTRACT),
            new RunOptions.Consent(true, false, false),
            new RunOptions.Overrides(
                Optional.of("measured, not proven"),
                Optional.of("nobody is on call for a benchmark"),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            folder);
    RunEvent.Listener silent = event -> {};
    RunResult result = Ripcord.run(written, url, options, new Brake(), silent);
    Files.delete(written);
    if (!(result instanceof RunResult.Reached)) {
      throw new IllegalStateException("the migration did not run: " + result);
    }
  }

  /**
   * @param serves seconds from the start of the process until a client reads the column
   * @param database seconds that its steps took until then
   */
  private record Back(double serves, double database) {}

  private static Back rollBack(DatabaseUrl url) throws Exception {
    Path folder = Files.createTempDirectory("ripcord-benchmark-");
    Path log = folder.resolve("log.jsonl");
    ProcessBuilder builder =
        new ProcessBuilder(
            "./ripcord",
            "rollback",
            "--database",
            "postgres://%s@%s:%d/%s"
                .formatted(url.user(), url.host(), url.port(), url.database().replace(" ", "%20")),
            "--log",
            "json",
            "--export",
            folder.toString());
    String unused = builder.environment().put("PGPASSWORD", url.password());
    double serves;
    try (Session session = Session.open(url, "benchmark client")) {
      long start = System.nanoTime();
      Process process =
          builder
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(log.toFile())
              .start();
      while (!readable(session)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      serves = (System.nanoTime() - start) / 1e9;
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the rollback failed: " + Files.readString(log));
      }
    }
    double database = 0;
    JsonMapper mapper = new JsonMapper();
    for (String line : Files.readAllLines(log)) {
      JsonNode event = mapper.readTree(line);
      String name = event.get("event").stringValue();
      if (name.equals("old-shape-serves")) {
        break;
      }
      database += name.equals("step-done") ? event.get("tookSeconds").doubleValue() : 0;
    }
    Files.delete(log);
    return new Back(serves, database);
  }

  private static boolean readable(Session session) {
    try {
      List<String> unused =
          session.query("SELECT email FROM big WHERE id = 1", row -> row.text("email"));
      return true;
    } catch (DatabaseException e) {
      return false;
    }
  }

  /** Clients that write what both shapes have. */
  private static List<Thread> clients(DatabaseUrl url, int rows, AtomicBoolean stop) {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      long seed = i + 1L;
      Thread client =
          Thread.ofPlatform()
              .name("client-" + i)
              .unstarted(
                  () -> {
                    try (Session session = Session.open(url, "benchmark client")) {
                      long n = seed;
                      while (!stop.get()) {
                        n = Math.floorMod(n * 6_364_136_223_846_793_005L + 1, (long) rows);
                        session.update("UPDATE big SET amount = amount + 1 WHERE id = ?", n);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                      }
                    }
                  });
      client.start();
      clients.add(client);
    }
    return clients;
  }
}
