package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.SchemaFingerprint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/concepts.md says of the end: the schema goes, and nothing of the user's with it. */
@ExtendWith(TestDatabase.Extension.class)
class EndForGoodTest {
  @TempDir private Path folder;

  @Test
  void nothingOfTheUsersHangsOnWhatCleanupLeaves(TestDatabase database) {
    Bench bench = new Bench(database, folder);
    bench.sql(
        "CREATE TYPE mood AS ENUM ('good', 'bad');"
            + " CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL DEFAULT 1);"
            + " CREATE TABLE e (id int PRIMARY KEY, m mood); CREATE TABLE s (id int PRIMARY KEY);"
            + " CREATE TABLE gone (id int PRIMARY KEY);"
            + " CREATE VIEW v AS SELECT id, 1 AS one FROM s; CREATE VIEW w AS SELECT id FROM s;"
            + " CREATE VIEW stays AS SELECT id, a FROM t; INSERT INTO t VALUES (1, 'x'); INSERT INTO s VALUES (1)");
    Plan plan =
        bench.plan(
            "replace_view: {view: v, query: SELECT id FROM s}",
            "drop_view: {view: w}",
            "drop_column: {table: t, column: b}",
            "drop_table: {table: gone}",
            "rename_column: {table: t, from: a, to: c}",
            "replace_enum: {type: mood, values: [good, bad, so], down: {so: good}}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM pg_views WHERE schemaname = 'ripcord'"))
        .isEqualTo("2");
    try (Session session = database.open()) {
      SchemaFingerprint before = CatalogReader.fingerprint(session);
      session.execute("DROP SCHEMA ripcord CASCADE");
      assertThat(CatalogReader.fingerprint(session)).isEqualTo(before);
      assertThat(session.scalar("SELECT count(*) FROM v, stays")).isEqualTo("1");
    }
  }
}
