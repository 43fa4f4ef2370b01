package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Dependent;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.Snapshot.Column;
import dev.ripcord.schema.Snapshot.Constraint;
import dev.ripcord.schema.Snapshot.Generation;
import dev.ripcord.schema.Snapshot.Index;
import dev.ripcord.schema.Snapshot.Table;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotReaderTest {
  private FreshDatabase database;
  private Session session;

  @BeforeEach
  void connect() {
    database =
        FreshDatabase.create(
            """
            CREATE SCHEMA "Mixed Case";
            CREATE SCHEMA ripcord;
            CREATE TABLE ripcord.hidden (a int);
            CREATE FUNCTION slow() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
            CREATE COLLATION plain FROM "C";
            CREATE TABLE "Mixed Case"."Users" (
              "Id" bigint GENERATED ALWAYS AS IDENTITY,
              tenant int NOT NULL DEFAULT 7,
              email varchar(255) COLLATE "C" NOT NULL,
              name text COLLATE public.plain DEFAULT 'it''s',
              gone int,
              created timestamptz DEFAULT now(),
              token uuid DEFAULT gen_random_uuid(),
              slow int DEFAULT slow(),
              lower_email text GENERATED ALWAYS AS (lower(email)) STORED,
              PRIMARY KEY (tenant, "Id"),
              CONSTRAINT short CHECK (length(name) < 100),
              UNIQUE (email));
            ALTER TABLE "Mixed Case"."Users" DROP COLUMN gone;
            CREATE INDEX on_expression ON "Mixed Case"."Users" (lower(name)) INCLUDE (token)
              WHERE slow > 3;
            COMMENT ON COLUMN "Mixed Case"."Users".email IS 'where we write to';
            ALTER TABLE "Mixed Case"."Users" ALTER email SET STATISTICS 250,
              ALTER email SET STORAGE EXTERNAL, ALTER email SET COMPRESSION pglz,
              ALTER email SET (n_distinct = -0.5);
            GRANT SELECT (email), UPDATE (email) ON "Mixed Case"."Users" TO PUBLIC;
            CREATE TABLE orders (
              id int PRIMARY KEY, tenant int, user_id bigint,
              CONSTRAINT of_user FOREIGN KEY (tenant, user_id) REFERENCES "Mixed Case"."Users");
            CREATE VIEW active AS SELECT email FROM "Mixed Case"."Users" WHERE slow = 1;
            CREATE POLICY own ON "Mixed Case"."Users" USING (name = current_user);
            CREATE STATISTICS both_columns ON tenant, email FROM "Mixed Case"."Users";
            CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER changed BEFORE UPDATE OF email, tenant ON "Mixed Case"."Users"
              FOR EACH ROW EXECUTE FUNCTION change();
            CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            INSERT INTO parted SELECT i, '2020-05-05' FROM generate_series(1, 1000) i;
            ANALYZE parted_1;
            """);
    session = database.open();
  }

  @AfterEach
  void disconnect() {
    session.close();
    database.close();
  }

  private static Table users(Snapshot snapshot) {
    return snapshot.table(QualifiedName.of("Mixed Case", "Users")).orElseThrow();
  }

  @Test
  void readsTablesButNotOurOwn() {
    Snapshot snapshot = CatalogReader.snapshot(session);

    assertThat(snapshot.serverVersion()).isGreaterThan(140000);
    assertThat(snapshot.tables())
        .extracting(table -> table.name().quoted())
        .containsExactly(
            "\"Mixed Case\".\"Users\"", "public.orders", "public.parted", "public.parted_1");
    Table parted = snapshot.table(QualifiedName.of("public", "parted")).orElseThrow();
    assertThat(parted.kin()).isInstanceOf(Kin.Partitioned.class);
    assertThat(parted.estimatedRows()).isEqualTo(1000);
    assertThat(parted.bytes()).isGreaterThan(8000);
    assertThat(users(snapshot).kin()).isEqualTo(new Kin.Alone());
    assertThat(users(snapshot).primaryKey())
        .containsExactly(new Identifier("tenant"), new Identifier("Id"));
  }

  @Test
  void readsColumns() {
    Table users = users(CatalogReader.snapshot(session));

    assertThat(users.columns())
        .extracting(column -> column.name().value())
        .containsExactly(
            "Id", "tenant", "email", "name", "created", "token", "slow", "lower_email");
    assertThat(column(users, "email"))
        .isEqualTo(
            new Column(
                new Identifier("email"),
                "character varying(255)",
                true,
                Optional.empty(),
                Optional.of("pg_catalog.\"C\""),
                Generation.NONE,
                Optional.of("where we write to"),
                List.of(
                    "GRANT SELECT (email), UPDATE (email) ON \"Mixed Case\".\"Users\" TO PUBLIC"),
                List.of(
                    "SET STATISTICS 250",
                    "SET STORAGE EXTERNAL",
                    "SET COMPRESSION pglz",
                    "SET (n_distinct=-0.5)"),
                false,
                true));
    assertThat(column(users, "name").collation()).contains("public.plain");
    assertThat(column(users, "name").defaultValue()).contains("'it''s'::text");
    assertThat(column(users, "Id").generation()).isEqualTo(Generation.IDENTITY_ALWAYS);
    assertThat(column(users, "lower_email").generation()).isEqualTo(Generation.STORED);
    assertThat(column(users, "lower_email").defaultValue()).isEmpty();
    assertThat(users.columns().stream().filter(Column::volatileDefault))
        .extracting(column -> column.name().value())
        .containsExactly("token", "slow");
  }

  @Test
  void readsIndexesWithTheColumnsOfExpressionsAndPredicates() {
    Table users = users(CatalogReader.snapshot(session));

    assertThat(users.indexes()).extracting(Index::constraint).containsExactly(true, true, false);
    Index index = users.indexes().get(2);
    assertThat(index.name()).isEqualTo(QualifiedName.of("Mixed Case", "on_expression"));
    assertThat(index.columns())
        .extracting(Identifier::value)
        .containsExactlyInAnyOrder("token", "name", "slow");
    assertThat(index.definition()).contains("ON \"Mixed Case\".\"Users\"").contains("lower(name)");
    assertThat(index.valid()).isTrue();
  }

  @Test
  void findsAKeyWhereThereIsNoPrimaryKey() {
    session.execute(
        """
        CREATE TABLE keyed (a int NOT NULL, b int NOT NULL, c int, d int NOT NULL, e int NOT NULL);
        COMMENT ON TABLE keyed IS 'by a unique index';
        CREATE UNIQUE INDEX k1_nullable ON keyed (c);
        CREATE UNIQUE INDEX k2_partial ON keyed (d) WHERE d > 0;
        CREATE UNIQUE INDEX k3_expression ON keyed (abs(d));
        ALTER TABLE keyed ADD CONSTRAINT k4_late UNIQUE (e) DEFERRABLE;
        CREATE INDEX k5_not_unique ON keyed (d);
        """);
    QualifiedName name = QualifiedName.of("public", "keyed");
    assertThat(CatalogReader.snapshot(session).table(name).orElseThrow().rowKey()).isEmpty();

    session.execute("CREATE UNIQUE INDEX k6 ON keyed (b, a) INCLUDE (c)");
    Table keyed = CatalogReader.snapshot(session).table(name).orElseThrow();
    assertThat(keyed.rowKey()).containsExactly(new Identifier("b"), new Identifier("a"));
    assertThat(keyed.primaryKey()).isEmpty();
    assertThat(keyed.comment()).contains("by a unique index");
  }

  @Test
  void readsWhatIndexesHaveBeside() {
    session.execute(
        """
        COMMENT ON INDEX "Mixed Case".on_expression IS 'mine';
        ALTER INDEX "Mixed Case".on_expression ALTER COLUMN 1 SET STATISTICS 50;
        ALTER TABLE orders CLUSTER ON orders_pkey;
        ALTER TABLE orders REPLICA IDENTITY USING INDEX orders_pkey;
        """);
    Snapshot snapshot = CatalogReader.snapshot(session);
    Snapshot.BesideIndex beside = users(snapshot).indexes().get(2).beside();
    assertThat(beside.comment()).contains("mine");
    assertThat(beside.statistics()).containsExactly("1: 50");
    Table orders = snapshot.table(QualifiedName.of("public", "orders")).orElseThrow();
    assertThat(orders.indexes().getFirst().beside().clustered()).isTrue();
    assertThat(orders.indexes().getFirst().beside().replicaIdentity()).isTrue();
  }

  @Test
  void readsViewsAndWhatHangsOnThem() {
    session.execute(
        """
        CREATE VIEW on_active AS SELECT * FROM active;
        COMMENT ON VIEW active IS 'who is';
        ALTER VIEW active SET (security_barrier = true);
        GRANT SELECT ON active TO PUBLIC;
        CREATE RULE swallow AS ON DELETE TO active DO INSTEAD NOTHING;
        """);
    Snapshot.View view =
        CatalogReader.snapshot(session).view(QualifiedName.of("public", "active")).orElseThrow();
    assertThat(view.materialized()).isFalse();
    assertThat(view.definition()).contains("\"Mixed Case\".\"Users\"");
    assertThat(view.comment()).contains("who is");
    assertThat(view.options()).containsExactly("security_barrier='true'");
    assertThat(view.beside()).contains("GRANT SELECT ON public.active TO PUBLIC");
    assertThat(view.notCopied()).containsExactly("rule swallow");
    assertThat(view.dependents())
        .extracting(Dependent::what)
        .containsExactly("view public.on_active");
  }

  @Test
  void readsConstraintsFromBothSides() {
    Snapshot snapshot = CatalogReader.snapshot(session);

    Table orders = snapshot.table(QualifiedName.of("public", "orders")).orElseThrow();
    assertThat(orders.constraints().stream().filter(each -> each.kind() == 'f'))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.incoming()).isFalse();
              assertThat(key.references()).contains(QualifiedName.of("Mixed Case", "Users"));
            });
    assertThat(users(snapshot).constraints().stream().filter(Constraint::incoming))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.references()).contains(QualifiedName.of("public", "orders"));
              assertThat(key.columns())
                  .containsExactly(new Identifier("tenant"), new Identifier("Id"));
            });
    assertThat(users(snapshot).constraints())
        .filteredOn(each -> each.kind() == 'c')
        .singleElement()
        .satisfies(check -> assertThat(check.columns()).containsExactly(new Identifier("name")));
  }

  @Test
  void readsTriggersAndDependents() {
    Table users = users(CatalogReader.snapshot(session));

    assertThat(users.triggers())
        .singleElement()
        .satisfies(
            trigger ->
                assertThat(trigger.columns())
                    .containsExactly(new Identifier("email"), new Identifier("tenant")));
    assertThat(users.dependents())
        .containsExactlyInAnyOrder(
            dependent("view public.active", "email", "slow"),
            dependent("policy own on table \"Mixed Case\".\"Users\"", "name"),
            dependent("statistics object public.both_columns", "tenant", "email"),
            dependent("generated column lower_email of table \"Mixed Case\".\"Users\"", "email"));
  }

  @Test
  void refusesToEndTheTransactionOfTheCaller() {
    assertThatThrownBy(
            () -> {
              Session.Commit unused =
                  session.transaction(
                      inside -> {
                        Snapshot ignored = CatalogReader.snapshot(inside);
                      });
            })
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesTheSettingsOfTheSessionAlone() {
    session.execute("SET search_path = public; SET datestyle = 'ISO, DMY'");

    Snapshot first = CatalogReader.snapshot(session);
    assertThat(session.scalar("SHOW search_path")).isEqualTo("public");
    session.execute("RESET ALL; SET quote_all_identifiers = on; SET search_path = \"Mixed Case\"");

    assertThat(CatalogReader.snapshot(session)).isEqualTo(first);
  }

  private static Column column(Table table, String name) {
    return table.column(new Identifier(name)).orElseThrow();
  }

  private static Dependent dependent(String what, String... columns) {
    return new Dependent(
        what,
        List.of(columns).stream().map(Identifier::new).toList(),
        Optional.of(
            what.startsWith("view ")
                ? QualifiedName.of("public", "active")
                : QualifiedName.of("Mixed Case", "Users")),
        false);
  }

  /** Its size is asked, for which the server takes a lock. */
  @Test
  void saysWhoLocksATable() {
    try (Session holder = database.open()) {
      holder.execute("BEGIN; LOCK TABLE orders");
      assertThatThrownBy(() -> CatalogReader.snapshot(session, Duration.ofMillis(50)))
          .isInstanceOf(RipcordException.class)
          .hasMessageStartingWith("a table was locked for 0 s: pid " + holder.announcedPid())
          .hasMessageEndingWith("holds ACCESS EXCLUSIVE on public.orders: LOCK TABLE orders");
      holder.execute("COMMIT");
    }
    assertThat(CatalogReader.snapshot(session).tables()).isNotEmpty();
  }
}
