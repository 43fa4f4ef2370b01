package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The SQL file that a rehearsal starts from, as people and pg_dump write it. */
@ExtendWith(TestDatabase.Extension.class)
class SchemaFileTest {
  @TempDir private Path folder;
  private Path schema;
  private ScratchDatabases databases;
  private Session session;

  @BeforeEach
  void open(TestDatabase database) {
    schema = folder.resolve("schema.sql");
    databases = ScratchDatabases.external(database.url());
    session = Session.open(databases.create("schema"), "ripcord test");
  }

  @AfterEach
  void close() {
    session.close();
    databases.close();
  }

  private void load(String sql) throws IOException {
    load(sql.getBytes(StandardCharsets.UTF_8));
  }

  private void load(byte[] sql) throws IOException {
    Path unused = Files.write(schema, sql);
    Path yaml =
        Files.writeString(
            folder.resolve("migration.yaml"),
            """
            migration: m
            changes:
              - drop_table: {table: t}
            """);
    Migration migration = MigrationReader.read(yaml);
    SchemaFile.load(migration, Optional.of(schema), databases, session);
  }

  private void refuses(String sql, String... messages) {
    assertThatThrownBy(() -> load(sql))
        .isInstanceOf(InputException.class)
        .hasMessage(String.join("\n", messages).replace("FILE", schema.toString()));
  }

  @Test
  void takesADumpWithItsRows() throws IOException {
    load(
        """
        \uFEFF--
        -- PostgreSQL database dump
        --
        \\restrict b0gus
        SET client_encoding = 'UTF8';
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE TABLE public.t (
            id integer NOT NULL,
            "said" text
        );
        COPY public.t (id, said) FROM stdin;
        1\tit's; a "quote
        2\t\\N
        3\t$$ \\\\. /* two\\nlines
        \\.


        COPY public.t (id, said) FROM stdin;
        \\.

        ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
        \\unrestrict b0gus
        """);
    assertThat(
            session.query(
                "SELECT id || '=' || coalesce(said, 'NULL') AS row FROM public.t ORDER BY id",
                row -> row.text("row")))
        .containsExactly("1=it's; a \"quote", "2=NULL", "3=$$ \\. /* two\nlines");
    assertThat(CatalogReader.snapshot(session).tables()).hasSize(1);
  }

  @Test
  void leavesLineEndsAsTheyAre() throws IOException {
    String lines =
        """
        CREATE TABLE t (id int, said text);
        COPY t FROM stdin;
        1\ta
        2\tb
        \\.
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$
        SELECT 'a\rb'$$;
        """;
    load(lines.replace("\n", "\r\n"));
    assertThat(session.scalar("SELECT string_agg(said, ',' ORDER BY id) FROM t")).isEqualTo("a,b");
    assertThat(session.scalar("SELECT prosrc FROM pg_proc WHERE proname = 'f'"))
        .isEqualTo("\r\nSELECT 'a\rb'");
  }

  @Test
  void saysWhereARowDoesNotFit() {
    refuses(
        "CREATE TABLE t (id int);\nCOPY t FROM stdin;\n1\nx\n\\.\n",
        "FILE:2:1: the server refuses it: invalid input syntax for type integer: \"x\""
            + " (COPY t, line 2, column id: \"x\"), expected a valid statement");
  }

  @Test
  void saysWhereInAStatementTheServerStumbles() {
    refuses(
        "SELECT 1;\n\nCREATE TABLE t (\n  id int,\n  name textt\n);\n",
        "FILE:5:8: the server refuses it: type \"textt\" does not exist, expected a valid statement");
  }

  @Test
  void namesAllThatNoServerShallRunBeforeAnythingRuns() {
    refuses(
        """
        CREATE TABLE t (id int);
        CREATE DATABASE shop;
        \\connect shop
        CREATE TABLE u (id int);
        ALTER SYSTEM SET work_mem = '1GB';
        """,
        "FILE:2:1: it concerns the whole server,"
            + " expected what stands in one database (pg_dump without --create)",
        "FILE:3:1: a command of psql, which no server knows, expected statements of SQL alone",
        "FILE:5:1: it concerns the whole server,"
            + " expected what stands in one database (pg_dump without --create)");
    assertThat(CatalogReader.snapshot(session).tables()).isEmpty();
  }

  @Test
  void missesTheEndOfATransaction() throws IOException {
    refuses(
        "BEGIN;\nCREATE TABLE t (id int);\n",
        "FILE:2:1: a transaction stays open behind it, expected COMMIT");
    session.execute("ROLLBACK");
    load("BEGIN;\nCREATE TABLE t (id int);\nCOMMIT;\n");
    assertThat(CatalogReader.snapshot(session).tables()).hasSize(1);
  }

  private List<String> roles() {
    return session.query(
        "SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'sf_') ORDER BY 1",
        row -> row.text(1));
  }

  @Test
  void makesTheRolesThatItNamesAndLeavesNone(TestDatabase database) throws IOException {
    load(
        """
        CREATE SCHEMA shop AUTHORIZATION sf_shop;
        CREATE TABLE t (id int);
        ALTER TABLE public.t OWNER TO sf_owner;
        GRANT SELECT ON t TO "sf_Reader", PUBLIC;
        CREATE POLICY mine ON t TO sf_clerk USING (true);
        ALTER DEFAULT PRIVILEGES FOR ROLE sf_shop GRANT SELECT ON TABLES TO sf_app;
        """);
    assertThat(roles()).containsExactly("sf_Reader", "sf_app", "sf_clerk", "sf_owner", "sf_shop");
    session.close();
    databases.close();
    session = database.open();
    assertThat(roles()).isEmpty();
  }

  @Test
  void changesNoRolesOfAServerThatStays() {
    String expected =
        "it changes roles of a server that stays, expected no such statement: roles that own or may"
            + " use something are made without it, and go with the rehearsal";
    refuses(
        "CREATE ROLE sf_app LOGIN;\nGRANT sf_app TO sf_other;\nDROP USER IF EXISTS sf_gone;\n",
        "FILE:1:1: " + expected,
        "FILE:2:1: " + expected,
        "FILE:3:1: " + expected);
    assertThat(roles()).isEmpty();
  }

  @Test
  void changesRolesOfItsOwnServer() throws IOException {
    session.close();
    databases.close();
    databases = ScratchDatabases.embedded(ScratchOptions.defaults());
    session = Session.open(databases.create("schema"), "ripcord test");
    load(
        """
        CREATE ROLE sf_app BYPASSRLS;
        GRANT sf_team TO sf_app;
        CREATE TABLE t (id int);
        ALTER TABLE t OWNER TO sf_app;
        """);
    assertThat(roles()).containsExactly("sf_app", "sf_team");
  }

  @Test
  void passesOverSettingsOfANewerServer() throws IOException {
    load("SET setting_of_the_future = 0;\nCREATE TABLE t (id int);\n");
    assertThat(CatalogReader.snapshot(session).tables()).hasSize(1);
  }

  @Test
  void takesADumpOfOneSchema() throws IOException {
    load("SET client_encoding = 'UTF8';\nCREATE SCHEMA public;\nCREATE TABLE public.t (id int);\n");
    assertThat(CatalogReader.snapshot(session).tables()).hasSize(1);
    refuses(
        "CREATE SCHEMA public;\nCREATE SCHEMA s;\nCREATE SCHEMA s;\n",
        "FILE:3:1: the server refuses it: schema \"s\" already exists, expected a valid statement");
  }

  @Test
  void refusesADumpInAnotherEncoding() {
    refuses(
        "SET client_encoding = 'LATIN1';\nCREATE TABLE t (id int);\n",
        "FILE:1:1: it is of another encoding, expected UTF-8 (pg_dump --encoding=UTF8)");
  }

  @Test
  void saysThatAnExtensionIsMissing() {
    refuses(
        "CREATE EXTENSION IF NOT EXISTS of_nobody;\n",
        "FILE:1:1: the server refuses it: extension \"of_nobody\" is not available,"
            + " expected an extension that the scratch server has"
            + " (--scratch URL for another server)");
  }

  @Test
  void saysWhichByteIsNoText() {
    assertThatThrownBy(() -> load("-- caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(InputException.class)
        .hasMessage(schema + ":1:7: the byte 0xE9 is not UTF-8, expected UTF-8 text");
  }
}
