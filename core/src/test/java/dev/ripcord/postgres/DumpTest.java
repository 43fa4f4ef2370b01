package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fingerprint changes when, and only when, what {@code pg_dump} prints does. */
class DumpTest {
  /**
   * @param change makes the dump another one
   * @param undo makes it the same again
   * @param nothing something that no dump shows
   */
  record Example(String schema, String change, String undo, String nothing) {}

  static Stream<Example> examples() {
    return Stream.of(
        new Example(
            """
            CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE);
            CREATE TABLE orders (id serial PRIMARY KEY, user_id bigint REFERENCES users, total money);
            CREATE INDEX ON orders (user_id) WHERE total > '1';
            CREATE VIEW spent AS SELECT user_id, sum(total) FROM orders GROUP BY 1;
            """,
            "ALTER TABLE orders ALTER user_id SET NOT NULL",
            "ALTER TABLE orders ALTER user_id DROP NOT NULL",
            "INSERT INTO users (email) VALUES ('a'); ANALYZE users"),
        new Example(
            """
            CREATE SCHEMA "Odd one";
            CREATE TYPE "Odd one".mood AS ENUM ('a', 'b');
            CREATE TABLE "Odd one"."T" ("C" "Odd one".mood[] DEFAULT '{a}', at timestamptz)
              PARTITION BY RANGE (at);
            CREATE TABLE "Odd one"."T1" PARTITION OF "Odd one"."T"
              FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE INDEX "I" ON "Odd one"."T" ("C");
            """,
            "DROP INDEX \"Odd one\".\"I\"",
            "CREATE INDEX \"I\" ON \"Odd one\".\"T\" (\"C\")",
            "INSERT INTO \"Odd one\".\"T\" VALUES ('{b}', '2020-05-05')"),
        new Example(
            """
            CREATE TABLE t (a int, b int, c int GENERATED ALWAYS AS (a + b) STORED);
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON t USING (a > 1);
            CREATE STATISTICS s ON a, b FROM t;
            CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
            """,
            "ALTER TABLE t DISABLE TRIGGER g",
            "ALTER TABLE t ENABLE TRIGGER g",
            "VACUUM t"),
        new Example(
            """
            CREATE TABLE t (a int, b int, c int);
            CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
            COMMENT ON COLUMN t.b IS 'b';
            """,
            "ALTER TABLE t DROP b, DROP c; ALTER TABLE t ADD c int, ADD b int;"
                + " COMMENT ON COLUMN t.b IS 'b'",
            "ALTER TABLE t DROP c; ALTER TABLE t ADD c int",
            "REFRESH MATERIALIZED VIEW m"),
        new Example(
            """
            CREATE EXTENSION hstore;
            CREATE DOMAIN d AS int CHECK (VALUE > 0);
            CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int);
            CREATE TABLE mother (a d, h hstore);
            CREATE TABLE child (b int) INHERITS (mother);
            CREATE SEQUENCE numbers;
            """,
            "GRANT SELECT ON mother TO PUBLIC",
            "REVOKE SELECT ON mother FROM PUBLIC",
            "SELECT nextval('numbers')"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void seesWhatTheDumpShows(Example example) {
    try (FreshDatabase database = FreshDatabase.createOn(InstalledServer.url(), example.schema());
        Session session = database.open()) {
      String dump = InstalledServer.dump(database.url());
      String hash = CatalogReader.fingerprint(session).hash();

      session.execute(example.nothing());
      assertThat(InstalledServer.dump(database.url())).isEqualTo(dump);
      assertThat(CatalogReader.fingerprint(session).hash()).isEqualTo(hash);

      session.execute(example.change());
      assertThat(InstalledServer.dump(database.url())).isNotEqualTo(dump);
      assertThat(CatalogReader.fingerprint(session).hash()).isNotEqualTo(hash);

      session.execute(example.undo());
      assertThat(InstalledServer.dump(database.url())).isEqualTo(dump);
      assertThat(CatalogReader.fingerprint(session).hash()).isEqualTo(hash);
    }
  }
}
