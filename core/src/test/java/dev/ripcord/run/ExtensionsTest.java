package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types of extensions that live in a schema of their own, in a table of a schema that is not
 * public, run by a role and written by clients whose search_path is full of traps.
 */
@Timeout(120)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class ExtensionsTest {
  private static final String MIGRATION =
      """
      migration: extended
      changes:
        - rename_column: {table: shop.customer, from: mail, to: email}
        - change_type: {table: shop.customer, column: name, type: ext.citext, rollback: instant}
        - transform:
            table: shop.customer
            from: [tags]
            to: [{column: attributes, type: jsonb, up: ext.hstore_to_jsonb(tags)}]
            down: {tags: "(SELECT ext.hstore(array_agg(key), array_agg(value)) FROM jsonb_each_text(attributes))"}
        - create_index: {table: shop.customer, name: customer_name_idx, columns: [name]}
      """;

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void fill(TestDatabase fresh) {
    database = fresh;
    sql(
        """
        CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext;
        CREATE SCHEMA shop; CREATE SCHEMA trap;
        CREATE ROLE ext_runner SUPERUSER LOGIN PASSWORD 'secret';
        ALTER ROLE ext_runner SET search_path = trap, "$user", shop;
        CREATE TABLE trap.customer (id int, mail int, name int, tags int);
        CREATE FUNCTION trap.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1 || 666';
        CREATE TABLE shop.customer (
          id int PRIMARY KEY, mail ext.citext NOT NULL UNIQUE, name varchar(40), tags ext.hstore);
        INSERT INTO shop.customer SELECT n, 'Mail' || n || '@e.com', 'Name' || n,
          ext.hstore('colour', 'red' || n) FROM generate_series(1, 500) AS n;
        """);
  }

  @AfterEach
  void drop() {
    sql("DROP OWNED BY ext_runner CASCADE; DROP ROLE ext_runner");
  }

  @Test
  void aRunGoesForwardAndBackWhateverTheSearchPath() throws IOException {
    Path migration = Files.writeString(folder.resolve("m.yaml"), MIGRATION);
    Live live = new Live(Live.as(database.url(), "ext_runner"), folder);
    String schema = schema();
    String rows = rows();

    assertThat(live.run(migration, Phase.MIGRATE)).isEqualTo(new RunResult.Reached(Phase.MIGRATE));
    // the two sides are compared by the rules of their types, found without a search_path
    sql(
        "SET search_path = trap; UPDATE shop.customer SET mail = 'MAIL1@e.com', tags = 'a=>b'::ext.hstore WHERE id = 1");
    assertThat(scalar("SELECT email || ' ' || attributes FROM shop.customer WHERE id = 1"))
        .isEqualTo("MAIL1@e.com {\"a\": \"b\"}");
    sql(
        "SET search_path = trap; UPDATE shop.customer SET email = 'Mail1@e.com', attributes = '{\"colour\": \"red1\"}' WHERE id = 1");
    assertThat(live.resume(Phase.CLEANUP)).isEqualTo(Live.COMPLETED);
    assertThat(
            scalar(
                "SELECT count(*) FROM shop.customer WHERE name OPERATOR(ext.=) 'NAME7'::ext.citext"))
        .isEqualTo("1");
    assertThat(live.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    assertThat(rows()).isEqualTo(rows);
    assertThat(schema()).isEqualTo(schema);
    assertThat(scalar("SELECT count(*) FROM trap.customer")).isEqualTo("0");
  }

  private @Nullable String rows() {
    return scalar(
        "SELECT md5(string_agg(concat_ws(',', id, mail::text, name, tags::text), ';' ORDER BY id)) FROM shop.customer");
  }

  private String schema() {
    try (Session session = database.open()) {
      return CatalogReader.fingerprint(session).hash(true);
    }
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private @Nullable String scalar(String query) {
    try (Session session = database.open()) {
      return session.scalar(query);
    }
  }
}
