package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of object is changed once, seen, named, changed back, and equal again. */
class FingerprintReaderTest {
  private static FreshDatabase database;
  private static Session session;

  @BeforeAll
  static void connect() {
    database =
        FreshDatabase.create(
            """
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'catalogue_other') THEN
                CREATE ROLE catalogue_other;
              END IF;
            END $$;
            """);
    session = database.open();
  }

  @AfterAll
  static void disconnect() {
    for (String name :
        session.query(
            "SELECT quote_ident(subname) FROM pg_subscription JOIN pg_database d ON d.oid = subdbid"
                + " WHERE d.datname = current_database()",
            row -> row.text(1))) {
      session.execute("DROP SUBSCRIPTION " + name);
    }
    session.close();
    database.close();
  }

  /**
   * @param from first server version that knows it
   * @param sees beginnings of differences that must be there
   * @param only the only differences that may be there; anything if empty
   */
  record Change(
      int from, String setup, String change, String undo, List<String> sees, List<String> only) {
    static Change of(String block) {
      Change change = new Change(0, "", "", "", new ArrayList<>(), new ArrayList<>());
      for (String line : block.split("\n", -1)) {
        String text = line.substring(line.indexOf(':') + 1).strip();
        change =
            switch (line.substring(0, line.indexOf(':'))) {
              case "setup" -> new Change(change.from, text, "", "", change.sees, change.only);
              case "from" ->
                  new Change(Integer.parseInt(text), "", "", "", change.sees, change.only);
              case "change" ->
                  new Change(change.from, change.setup, text, "", change.sees, change.only);
              case "undo" ->
                  new Change(
                      change.from, change.setup, change.change, text, change.sees, change.only);
              case "sees" -> change.with(change.sees, text);
              case "only" -> change.with(change.only, text);
              default -> throw new IllegalArgumentException(line);
            };
      }
      return change;
    }

    private Change with(List<String> expectations, String text) {
      expectations.add(text);
      return this;
    }

    @Override
    public String toString() {
      return change;
    }
  }

  static Stream<Change> changes() throws java.io.IOException {
    try (java.io.InputStream stream =
        FingerprintReaderTest.class.getResourceAsStream("changes.txt")) {
      String text = new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return Stream.of(text.strip().split("\n\n", -1)).map(Change::of);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void seesAndNamesAChangeAndItsUndoing(Change change) {
    assumeTrue(SnapshotReader.serverVersion(session) >= change.from());
    session.execute(change.setup());
    SchemaFingerprint before = CatalogReader.fingerprint(session);
    run(change.change());
    SchemaFingerprint changed = CatalogReader.fingerprint(session);
    run(change.undo());
    SchemaFingerprint after = CatalogReader.fingerprint(session);

    List<String> seen =
        SchemaDifference.between(before, changed).stream().map(Object::toString).toList();
    for (String expected : change.sees()) {
      assertThat(seen).anySatisfy(difference -> assertThat(difference).startsWith(expected));
    }
    if (!change.only().isEmpty()) {
      assertThat(seen).containsExactlyInAnyOrderElementsOf(change.only());
    }
    assertThat(changed.hash()).isNotEqualTo(before.hash());
    assertThat(SchemaDifference.between(before, after)).isEmpty();
    assertThat(after.hash()).isEqualTo(before.hash());
    assertThat(after).isEqualTo(before);
  }

  /** One by one: some, such as ALTER TYPE ADD VALUE, are not for one transaction. */
  private static void run(String statements) {
    if (statements.startsWith("DO ")) {
      session.execute(statements);
    } else {
      for (String statement : statements.split(";", -1)) {
        session.execute(statement);
      }
    }
  }

  @Test
  void everyKindIsCoveredByAChange() throws java.io.IOException {
    List<String> expected = changes().flatMap(change -> change.sees().stream()).toList();

    for (FingerprintReader.Kind kind : FingerprintReader.KINDS) {
      assertThat(expected).anySatisfy(text -> assertThat(text).startsWith(kind.name() + " "));
    }
  }

  @Test
  void columnOrderIsAPropertyOfItsOwn() {
    session.execute("CREATE TABLE o1 (a int, b int, c int)");
    SchemaFingerprint before = CatalogReader.fingerprint(session);
    session.execute("ALTER TABLE o1 DROP b; ALTER TABLE o1 ADD b int");
    SchemaFingerprint after = CatalogReader.fingerprint(session);

    List<ObjectDifference> differences = SchemaDifference.between(before, after);
    assertThat(differences)
        .isNotEmpty()
        .allMatch(ObjectDifference::isColumnOrderOnly)
        .extracting(Object::toString)
        .containsExactly(
            "column public.o1.b: position was 2, is 3", "column public.o1.c: position was 3, is 2");
    assertThat(after.hash()).isNotEqualTo(before.hash());
    assertThat(after.hash(true)).isEqualTo(before.hash(true));
  }

  @Test
  void aColumnThatGoesIsOneDifference() {
    session.execute("CREATE TABLE o2 (a int, b int, c int)");
    SchemaFingerprint before = CatalogReader.fingerprint(session);
    session.execute("ALTER TABLE o2 DROP a");

    assertThat(SchemaDifference.between(before, CatalogReader.fingerprint(session)))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference).hasToString("column public.o2.a is missing");
              assertThat(difference.isColumnOrderOnly()).isFalse();
            });
  }

  @Test
  void doesNotSeeOurOwnSchemasNorMembersOfExtensions() {
    SchemaFingerprint before = CatalogReader.fingerprint(session);
    session.execute(
        """
        CREATE SCHEMA ripcord;
        CREATE TABLE ripcord.journal (id serial PRIMARY KEY, note text CHECK (note <> ''));
        CREATE FUNCTION ripcord.sync() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER sync BEFORE INSERT ON ripcord.journal
          FOR EACH ROW EXECUTE FUNCTION ripcord.sync();
        CREATE SCHEMA ripcord_kept;
        CREATE TABLE ripcord_kept.t (a int);
        """);

    assertThat(SchemaDifference.between(before, CatalogReader.fingerprint(session))).isEmpty();
    session.execute("DROP SCHEMA ripcord CASCADE; DROP SCHEMA ripcord_kept CASCADE");
  }

  @Test
  void readsTheSameWhateverTheSettingsOfTheSession() {
    session.execute(
        "CREATE TABLE odd (a timestamptz DEFAULT '2020-01-01 00:00:00+02',"
            + " b interval DEFAULT '1 mon 2 days', c float8 DEFAULT 0.1, d bytea DEFAULT '\\x01')");
    SchemaFingerprint before = CatalogReader.fingerprint(session);
    try (Session other = database.open()) {
      other.execute(
          "SET timezone = 'Asia/Kathmandu'; SET intervalstyle = iso_8601; SET bytea_output ="
              + " escape; SET extra_float_digits = 0; SET quote_all_identifiers = on; SET"
              + " search_path = public");
      assertThat(SchemaDifference.between(before, CatalogReader.fingerprint(other))).isEmpty();
    }
  }

  @Test
  void keepsPasswordsOut() {
    session.execute(
        """
        CREATE FOREIGN DATA WRAPPER hidden;
        CREATE SERVER hidden FOREIGN DATA WRAPPER hidden OPTIONS (password 'sesame1');
        CREATE USER MAPPING FOR PUBLIC SERVER hidden OPTIONS (password 'sesame2');
        CREATE SUBSCRIPTION hidden CONNECTION 'password=sesame3' PUBLICATION p
          WITH (connect = false, slot_name = NONE);
        """);

    SchemaFingerprint fingerprint = CatalogReader.fingerprint(session);
    assertThat(fingerprint.objects().keySet())
        .contains(new ObjectId("user mapping", "public hidden"));
    assertThat(fingerprint.objects().toString()).doesNotContain("sesame");
  }

  @Test
  void canBeReadWithoutBeingSuperuser() {
    session.execute("SET ROLE catalogue_other");
    SchemaFingerprint fingerprint = CatalogReader.fingerprint(session);
    session.execute("RESET ROLE");

    assertThat(fingerprint.objects()).isNotEmpty();
  }
}
