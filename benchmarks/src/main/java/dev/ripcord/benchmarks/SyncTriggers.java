package dev.ripcord.benchmarks;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.List;

/** What clients pay for the trigger that keeps both sides of a rename alike. */
record SyncTriggers(ScratchDatabases databases) implements Benchmark {
  private static final int ROWS = 500_000;
  private static final int ROUNDS = 3;
  private static final String CONCERNED = "UPDATE big SET name = 'Other name of ' || id";
  private static final String ANOTHER = "UPDATE big SET note = 'Other note of ' || id";

  @Override
  public String name() {
    return "sync-trigger";
  }

  @Override
  public List<Result> measure() throws Exception {
    DatabaseUrl plain = databases.create("plain");
    BigTable.create(plain, ROWS);
    DatabaseUrl synced = databases.copy("synced", plain);
    Performed unused =
        Performed.of(
            synced, "  - rename_column: {table: big, from: name, to: full_name}\n", Phase.MIGRATE);
    vacuum(synced);
    List<Result> results =
        List.of(
            compared("bulk UPDATE with the sync trigger : without", CONCERNED, 1.3, plain, synced),
            compared("the same, of a column that is not concerned", ANOTHER, 1.05, plain, synced));
    databases.drop(plain);
    databases.drop(synced);
    return results;
  }

  /** Each round on fresh copies: an update leaves a table twice as long. */
  private Result compared(
      String what, String update, double bound, DatabaseUrl plain, DatabaseUrl synced)
      throws Exception {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      without.add(on(plain, update));
      with.add(on(synced, update));
    }
    return Result.ratio(
        what, Stopwatch.median(with), Stopwatch.median(without), Result.atMost(bound));
  }

  private double on(DatabaseUrl original, String update) throws Exception {
    DatabaseUrl url = databases.copy("round", original);
    double seconds;
    try (Session session = Session.open(url, "benchmark")) {
      session.execute("CHECKPOINT");
      seconds = Stopwatch.seconds(() -> session.execute(update));
    }
    databases.drop(url);
    return seconds;
  }

  /** The fill has left every row twice; without this the two tables would differ in more. */
  private static void vacuum(DatabaseUrl url) {
    try (Session session = Session.open(url, "benchmark")) {
      session.execute("VACUUM (FULL, ANALYZE, FREEZE) big");
    }
  }
}
