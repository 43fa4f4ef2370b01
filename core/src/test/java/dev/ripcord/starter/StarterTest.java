package dev.ripcord.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer gets can be planned as it is, and so can all that it proposes. */
@ExtendWith(TestDatabase.Extension.class)
class StarterTest {
  private static final String SHOP =
      """
      CREATE SCHEMA IF NOT EXISTS "Odd Schema";
      CREATE TABLE "Odd Schema"."Customer's" (
        "select" int PRIMARY KEY,
        "Full: Name" varchar(80),
        reviewed_at timestamptz,
        note text
      );
      CREATE TABLE orders (
        id bigint PRIMARY KEY,
        customer int REFERENCES "Odd Schema"."Customer's",
        town varchar(20) NOT NULL,
        code varchar(20) UNIQUE
      );
      CREATE TABLE keyless (a int);
      INSERT INTO orders SELECT i, NULL, 'Graz', i FROM generate_series(1, 1000) AS i;
      ANALYZE;
      """;

  @TempDir private Path folder;

  @Test
  void theExampleCanBePlanned(TestDatabase database) throws IOException {
    Starter starter = Starter.blank("shop");
    Path unused = Files.writeString(folder.resolve("schema.sql"), starter.schema().orElseThrow());
    Migration migration = migration(starter.migration());
    assertThat(migration.name()).isEqualTo("shop");
    try (Session session = database.open()) {
      session.execute(starter.schema().orElseThrow());
      assertThat(Planner.plan(migration, CatalogReader.snapshot(session)).steps()).isNotEmpty();
    }
  }

  @Test
  void everyProposalCanBePlanned(TestDatabase database) throws IOException {
    try (Session session = database.open()) {
      session.execute(SHOP);
      Starter starter = Starter.of("shop", CatalogReader.snapshot(session), List.of());
      assertThat(starter.schema()).isEmpty();
      assertThat(starter.migration())
          .contains("# public.orders: about 1,000 rows")
          .contains("  - create_index: {table: public.orders, name: orders_customer_fkey_idx")
          .contains("column: reviewed_at_2")
          .doesNotContain("keyless");
      Migration asItIs = migration(starter.migration());
      assertThat(asItIs.changes()).hasSize(1);
      List<String> proposals =
          starter.migration().lines().filter(line -> line.matches("  (# )?- .*: \\{.*")).toList();
      assertThat(proposals).hasSizeGreaterThan(5);
      for (String proposal : proposals) {
        Migration one = migration("changes:\n" + proposal.replaceFirst("^ {2}# ", "  ") + "\n");
        Plan plan = Planner.plan(one, CatalogReader.snapshot(session));
        assertThat(plan.steps()).as(proposal).isNotEmpty();
      }
    }
  }

  @Test
  void onlyTheTablesAskedFor(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(SHOP);
      assertThat(
              Starter.of(
                      "shop",
                      CatalogReader.snapshot(session),
                      List.of(QualifiedName.of("Odd Schema", "Customer's")))
                  .migration())
          .contains("'\"Odd Schema\".\"Customer''s\"'")
          .doesNotContain("public.orders");
    }
  }

  @Test
  void saysWhichTablesItCannotBeginWith(TestDatabase database) {
    try (Session session = database.open()) {
      assertThatThrownBy(() -> starter(session)).hasMessageContaining("no ordinary table");
      session.execute(SHOP);
      assertThatThrownBy(() -> starter(session, "nobody", "nothing"))
          .isInstanceOf(RipcordException.class)
          .hasMessageContaining("no table public.nobody, public.nothing")
          .hasMessageContaining("expected some of");
      assertThatThrownBy(() -> starter(session, "keyless"))
          .hasMessageContaining(
              "public.keyless: partitioned, inheriting, or without a primary key");
    }
  }

  private static void starter(Session session, String... tables) {
    Starter unused =
        Starter.of(
            "shop",
            CatalogReader.snapshot(session),
            List.of(tables).stream().map(QualifiedName::parse).toList());
  }

  private Migration migration(String text) throws IOException {
    return MigrationReader.read(Files.writeString(folder.resolve("migration.yaml"), text));
  }
}
