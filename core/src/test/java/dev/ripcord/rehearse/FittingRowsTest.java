package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.Planner;
import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.workload.RowOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are made up fit what the migration expects, where it does not repair them. */
@ExtendWith(TestDatabase.Extension.class)
class FittingRowsTest {
  private static final String UNIQUE = "add_unique: {table: t, name: u, columns: [sku]}";

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void open(TestDatabase database) {
    session = database.open();
    session.execute(
        """
        CREATE TABLE p (id int PRIMARY KEY);
        CREATE TABLE t (id bigserial PRIMARY KEY, sku text, stock int, flag boolean, p int);
        """);
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void allKindsOfDemandsAreMetAndNothingIsLeft() throws Exception {
    Snapshot empty = CatalogReader.snapshot(session);
    generate(
        empty,
        UNIQUE,
        "create_index: {table: t, name: i, columns: [lower(sku), p], unique: true, where: p > 7}",
        "set_not_null: {table: t, column: flag}",
        "add_check: {table: t, name: c, check: stock > 0}",
        "add_foreign_key: {table: t, name: f, columns: [p], references: {table: p, columns: [id]}}");

    assertThat(session.scalar("SELECT count(*) FROM t")).isEqualTo("500");
    assertThat(session.scalar("SELECT count(sku) - count(DISTINCT sku) FROM t")).isEqualTo("0");
    assertThat(session.scalar("SELECT count(*) FROM t WHERE flag IS NULL OR stock <= 0"))
        .isEqualTo("0");
    assertThat(session.scalar("SELECT count(p) > 0 FROM t")).isEqualTo("t");
    assertThat(session.scalar("SELECT count(*) FROM t WHERE p IS NOT NULL AND p NOT IN (TABLE p)"))
        .isEqualTo("0");
    assertThat(CatalogReader.snapshot(session).fingerprint().hash())
        .isEqualTo(empty.fingerprint().hash());
  }

  /** A repair is what makes rows fit, so there must be some that do not. */
  @Test
  void whatTheMigrationRepairsIsNoDemand() throws Exception {
    generate(
        CatalogReader.snapshot(session), "set_not_null: {table: t, column: flag, up: 'false'}");

    assertThat(session.scalar("SELECT count(*) > 0 FROM t WHERE flag IS NULL")).isEqualTo("t");
  }

  /** Else a rehearsal would prove a migration that fails. */
  @Test
  void rowsThatAreThereStayAsTheyAre() throws Exception {
    session.execute("INSERT INTO t (sku) VALUES ('twice'), ('twice')");
    generate(CatalogReader.snapshot(session), UNIQUE);

    assertThat(session.scalar("SELECT count(*) FROM t WHERE sku = 'twice'")).isEqualTo("2");
    assertThat(session.scalar("SELECT count(*) FROM t")).isEqualTo("502");
  }

  @Test
  void aDemandThatNoRowMeetsDoesNotKeepRowsAway() throws Exception {
    generate(
        CatalogReader.snapshot(session),
        "add_check: {table: t, name: c, check: stock > 0 AND stock < 0}");

    assertThat(session.scalar("SELECT count(*) FROM t")).isEqualTo("500");
  }

  private void generate(Snapshot empty, String... changes) throws IOException {
    Path file = folder.resolve("migration.yaml");
    Files.writeString(file, "migration: m\nchanges:\n  - " + String.join("\n  - ", changes) + "\n");
    List<TableShape> shapes = Planner.plan(MigrationReader.read(file), empty).shapes();
    FittingRows.generate(session, empty, shapes, new RowOptions(500, 1));
  }
}
