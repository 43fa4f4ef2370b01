package dev.ripcord.benchmarks;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.DataFingerprint;
import dev.ripcord.schema.Snapshot;
import java.util.List;

/** The hash of all rows, beside counting them and beside hashing them in order. */
record DataFingerprints(ScratchDatabases databases) implements Benchmark {
  private static final int ROWS = 1_500_000;
  private static final String IN_ORDER =
      "SELECT md5(string_agg(md5(t::text), '' ORDER BY id)) FROM big AS t";

  @Override
  public String name() {
    return "data-fingerprint";
  }

  @Override
  public List<Result> measure() throws Exception {
    DatabaseUrl url = databases.create("fingerprint");
    BigTable.create(url, ROWS);
    try (Session session = Session.open(url, "benchmark")) {
      List<Snapshot.Table> tables = CatalogReader.snapshot(session).tables();
      List<Double> medians =
          Stopwatch.medians(
              () -> {
                DataFingerprint unused = DataReader.fingerprint(url, tables, 1);
              },
              () -> {
                String unused = session.scalar("SELECT count(*) FROM big");
              },
              () -> {
                String unused = session.scalar(IN_ORDER);
              });
      double ours = medians.get(0);
      return List.of(
          Result.ratio(
              "data fingerprint of 1.5 M rows : count(*)", ours, medians.get(1), Result.atMost(12)),
          Result.ratio(
              "ordered md5 of 1.5 M rows : data fingerprint",
              medians.get(2),
              ours,
              Result.atLeast(4)));
    } finally {
      databases.drop(url);
    }
  }
}
