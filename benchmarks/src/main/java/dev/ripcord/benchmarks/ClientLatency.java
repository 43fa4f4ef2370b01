package dev.ripcord.benchmarks;

import dev.ripcord.execute.Traffic;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What clients notice of a backfill that gives way to them, and of one that does not. */
record ClientLatency(ScratchDatabases databases) implements Benchmark {
  private static final int ROWS = 500_000;
  private static final int ROUNDS = 3;
  private static final long WARM_UP_MILLIS = 5_000;
  private static final long BEFORE_MILLIS = 10_000;

  @Override
  public String name() {
    return "clients";
  }

  /**
   * @param before a backfill and during one, in seconds
   */
  private record Latency(double before, double during) {
    double ratio() {
      return during / before;
    }
  }

  @Override
  public List<Result> measure() throws Exception {
    DatabaseUrl original = databases.create("clients");
    BigTable.create(original, ROWS);
    List<Latency> polite = new ArrayList<>();
    List<Latency> hasty = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      polite.add(latency(original, Traffic.CLIENTS));
      hasty.add(latency(original, Traffic.NOBODY));
    }
    databases.drop(original);
    return List.of(
        Result.ratio(
            "p95 of clients during a backfill : before it", ratio(polite), 1, Result.atMost(1.5)),
        Result.reference("… where the backfill gives no way", ratio(hasty), 1));
  }

  private static double ratio(List<Latency> rounds) {
    return Stopwatch.median(rounds.stream().map(Latency::ratio).toList());
  }

  private Latency latency(DatabaseUrl original, Traffic traffic) throws Exception {
    DatabaseUrl url = databases.copy("clients copy", original);
    Latency latency;
    try (Clients clients = Clients.of(url, ROWS)) {
      Thread.sleep(WARM_UP_MILLIS);
      clients.begin();
      Thread.sleep(BEFORE_MILLIS);
      double before = clients.p95();
      clients.begin();
      Performed unused =
          Performed.of(
              url,
              "  - add_column: {table: big, column: code, type: text, backfill: \"'c' || id\"}\n",
              Phase.MIGRATE,
              traffic);
      latency = new Latency(before, clients.p95());
    }
    databases.drop(url);
    return latency;
  }

  @Override
  public Optional<String> note() {
    return Optional.of(
        """
        Clients: four, each of which reads or changes a row by its key, waits 5 ms, and goes on, in the table that is
        filled; with the default `pace`.
        """);
  }
}
