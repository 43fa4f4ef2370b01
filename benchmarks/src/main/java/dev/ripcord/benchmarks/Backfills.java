package dev.ripcord.benchmarks;

import dev.ripcord.execute.Traffic;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Filling a new column in batches by physical range, beside one UPDATE and beside batches by key.
 */
record Backfills(ScratchDatabases databases) implements Benchmark {
  private static final int ROWS = 500_000;
  private static final int ROUNDS = 3;
  private static final int BATCH = 1_000;

  @Override
  public String name() {
    return "backfill";
  }

  @Override
  public List<Result> measure() throws Exception {
    DatabaseUrl original = databases.create("backfill");
    BigTable.create(original, ROWS);
    List<Double> ours = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> byKey = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ours.add(ours(original));
      one.add(theirs(original, Backfills::oneUpdate));
      byKey.add(theirs(original, Backfills::byKey));
    }
    databases.drop(original);
    double median = Stopwatch.median(ours);
    return List.of(
        Result.ratio(
            "rows/s of a walk by ctid : of one UPDATE, 500,000 rows",
            Stopwatch.median(one),
            median,
            Result.atLeast(0.9)),
        Result.ratio(
            "rows/s of a walk by ctid : of batches of 1,000 by key",
            Stopwatch.median(byKey),
            median,
            Result.atLeast(1)),
        Result.plain(
            "… the one UPDATE itself, a yardstick for this machine", Stopwatch.median(one)));
  }

  @Override
  public Optional<String> note() {
    return Optional.of(
        """
        Walk: it looks at the whole table once more, because a client's update may have moved a row from ahead
        of it to behind it; on the way the server prunes the row versions that the pass left. One UPDATE never
        looks back, and holds its locks and its snapshot until the end. How long it takes says how fast the machine is:
        seconds of two runs can only be compared by it.
        """);
  }

  private double ours(DatabaseUrl original) throws Exception {
    DatabaseUrl url = databases.copy("walk", original);
    double seconds =
        Performed.of(
                url,
                "  - add_column: {table: big, column: code, type: text, backfill: \"'c' || id\"}\n",
                Phase.MIGRATE,
                Traffic.CLIENTS)
            .walked();
    databases.drop(url);
    return seconds;
  }

  private interface Way {
    void go(Session session);
  }

  private double theirs(DatabaseUrl original, Way way) throws Exception {
    DatabaseUrl url = databases.copy("update", original);
    double seconds;
    try (Session session = Session.open(url, "benchmark")) {
      session.execute("ALTER TABLE big ADD COLUMN code text");
      seconds = Stopwatch.seconds(() -> way.go(session));
    }
    databases.drop(url);
    return seconds;
  }

  private static void oneUpdate(Session session) {
    session.execute("UPDATE big SET code = 'c' || id");
  }

  private static void byKey(Session session) {
    long last = 0;
    while (true) {
      List<Long> end =
          session.query(
              "SELECT max(id) AS id FROM (SELECT id FROM big WHERE id > ? ORDER BY id LIMIT "
                  + BATCH
                  + ") AS batch HAVING count(*) > 0",
              row -> row.number("id"),
              last);
      if (end.isEmpty()) {
        return;
      }
      long unused =
          session.update(
              "UPDATE big SET code = 'c' || id WHERE id > ? AND id <= ?", last, end.getFirst());
      last = end.getFirst();
    }
  }
}
