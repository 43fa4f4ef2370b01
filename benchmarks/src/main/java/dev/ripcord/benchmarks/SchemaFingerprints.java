package dev.ripcord.benchmarks;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.SchemaFingerprint;
import java.util.List;

/** The fingerprint of a large schema, beside what {@code pg_dump -s} needs for it. */
record SchemaFingerprints() implements Benchmark {
  private static final int TABLES = 3_000;

  @Override
  public String name() {
    return "schema-fingerprint";
  }

  /** On a server of the version of the newest {@code pg_dump}, which takes none that is newer. */
  @Override
  public List<Result> measure() throws Exception {
    int major = Installed.newest();
    ScratchOptions options = ScratchOptions.defaults().withMajor(major);
    try (ScratchDatabases databases = ScratchDatabases.embedded(options)) {
      DatabaseUrl url = databases.create("schema");
      create(url);
      List<Double> medians =
          Stopwatch.medians(
              () -> fingerprint(url),
              () -> Installed.run(url, "pg_dump", "-s", "-d", url.database()));
      return List.of(
          Result.ratio(
              "schema fingerprint of 3,000 tables : pg_dump -s " + major,
              medians.get(0),
              medians.get(1),
              Result.atMost(0.8)));
    }
  }

  private static void create(DatabaseUrl url) {
    try (Session session = Session.open(url, "benchmark")) {
      for (int i = 0; i < TABLES; i++) {
        session.execute(
            """
            CREATE TABLE table_%1$d (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              name varchar(60) NOT NULL,
              amount numeric(12, 2) DEFAULT 0 CHECK (amount >= 0),
              parent bigint REFERENCES table_%2$d,
              created_at timestamptz NOT NULL DEFAULT now()
            )
            """
                .formatted(i, Math.max(0, i - 1)));
        session.execute("CREATE INDEX ON table_%d (name, created_at DESC)".formatted(i));
      }
      session.execute("VACUUM ANALYZE");
    }
  }

  private static void fingerprint(DatabaseUrl url) {
    try (Session session = Session.open(url, "benchmark")) {
      SchemaFingerprint unused = CatalogReader.fingerprint(session);
    }
  }
}
