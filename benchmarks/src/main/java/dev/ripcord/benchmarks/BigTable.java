package dev.ripcord.benchmarks;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;

/** A table as applications have them, about 120 bytes a row. */
final class BigTable {
  private BigTable() {}

  static void create(DatabaseUrl url, int rows) {
    try (Session session = Session.open(url, "benchmark")) {
      session.execute(
          """
          CREATE TABLE big (
            id bigint PRIMARY KEY,
            name varchar(60) NOT NULL,
            email text NOT NULL,
            amount numeric(12, 2),
            active boolean NOT NULL,
            created_at timestamptz NOT NULL,
            note text
          )
          """);
      session.execute(
          """
          INSERT INTO big
          SELECT i, 'Name of number ' || i, 'user' || i || '@example.com', i * 1.07, i %% 3 = 0,
            timestamptz '2026-01-01 00:00:00Z' + i * interval '1 second', repeat('x', i %% 40)
          FROM generate_series(1, %d) AS i
          """
              .formatted(rows));
      session.execute("VACUUM (ANALYZE, FREEZE) big");
      session.execute("CHECKPOINT");
    }
  }
}
