package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tested database with a control database beside it, and what the tests need of both. */
final class TestTables implements AutoCloseable {
  static final QualifiedName USERS = QualifiedName.of("public", "users");

  static final QualifiedName ORDERS = QualifiedName.of("public", "Order");

  private static final String SCHEMA =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
      CREATE TABLE users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        full_name text NOT NULL,
        email varchar(60) UNIQUE,
        mood mood DEFAULT 'ok',
        age integer CHECK (age >= 0),
        balance numeric(12,2) NOT NULL DEFAULT 0,
        created timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed timestamptz,
        initial text GENERATED ALWAYS AS (left(full_name, 1)) STORED);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN NEW.changed := clock_timestamp(); RETURN NEW; END$$;
      CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE TABLE "Order" (
        "Key" serial PRIMARY KEY,
        user_id bigint REFERENCES users ON DELETE CASCADE,
        approver bigint REFERENCES users ON DELETE SET NULL,
        title varchar(40) NOT NULL,
        data bytea,
        active boolean NOT NULL DEFAULT true);
      CREATE TABLE line (
        order_key integer REFERENCES "Order" ON DELETE CASCADE,
        number integer,
        "what?" text,
        PRIMARY KEY (order_key, number));
      CREATE TABLE log (at timestamptz DEFAULT clock_timestamp(), message text);
      CREATE TABLE event (region text NOT NULL, id bigserial, note text, PRIMARY KEY (region, id))
        PARTITION BY LIST (region);
      CREATE TABLE event_a PARTITION OF event FOR VALUES IN ('sad', 'ok');
      CREATE TABLE event_rest PARTITION OF event DEFAULT;
      CREATE TABLE untouched (id integer PRIMARY KEY, code smallint UNIQUE);
      INSERT INTO users (full_name, email, age)
        SELECT 'First' || i || ' Last' || i, 'u' || i || '@example.org', i % 90
        FROM generate_series(1, 400) AS i;
      INSERT INTO "Order" (user_id, title) SELECT 1 + i % 400, 'order ' || i FROM generate_series(1, 400) AS i;
      INSERT INTO event (region, note) SELECT 'ok', 'event ' || i FROM generate_series(1, 50) AS i;
      """;

  private final TestDatabase database;
  final DatabaseUrl control;
  final Snapshot before;

  private TestTables(TestDatabase database, DatabaseUrl control, Snapshot before) {
    this.database = database;
    this.control = control;
    this.before = before;
  }

  static TestTables create(TestDatabase database) {
    Snapshot before;
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      before = CatalogReader.snapshot(session);
    }
    DatabaseUrl control = database.url().withDatabase(database.url().database() + " control");
    try (Session session = Session.open(database.url().withDatabase("postgres"), "test")) {
      session.execute(
          "CREATE DATABASE \""
              + control.database()
              + "\" TEMPLATE \""
              + database.url().database()
              + '"');
    }
    return new TestTables(database, control, before);
  }

  Traffic.Databases databases() {
    return new Traffic.Databases(database.url(), control);
  }

  Session tested() {
    return database.open();
  }

  @Override
  public void close() {
    try (Session session = Session.open(database.url().withDatabase("postgres"), "test")) {
      session.execute("DROP DATABASE \"" + control.database() + "\" WITH (FORCE)");
    }
  }

  /** Rows of all tables in a stable order, with the columns of the start only. */
  static List<String> dump(DatabaseUrl url, Snapshot before) {
    List<String> rows = new ArrayList<>();
    try (Session session = Session.open(url, "dump")) {
      session.execute("SET timezone = 'UTC'; SET bytea_output = 'hex'");
      for (Snapshot.Table table : before.tables()) {
        List<String> names = table.columns().stream().map(each -> each.name().quoted()).toList();
        String row = "ROW(" + String.join(", ", names) + ")::text";
        rows.addAll(
            session.query(
                "SELECT "
                    + row
                    + " FROM "
                    + table.name().quoted()
                    + " ORDER BY "
                    + row
                    + " COLLATE \"C\"",
                each -> table.name().quoted() + " " + each.text(1)));
      }
    }
    return rows;
  }

  /** Rows that only one of the two databases has. */
  List<String> differences() {
    List<String> tested = testedRows();
    List<String> control = controlRows();
    List<String> found = new ArrayList<>();
    Set<String> both = new HashSet<>(tested);
    both.retainAll(new HashSet<>(control));
    tested.stream().filter(row -> !both.contains(row)).forEach(row -> found.add("tested " + row));
    control.stream().filter(row -> !both.contains(row)).forEach(row -> found.add("control " + row));
    if (found.isEmpty() && !tested.equals(control)) {
      found.add("same rows, not as often");
    }
    return found;
  }

  List<String> testedRows() {
    return dump(database.url(), before);
  }

  List<String> controlRows() {
    return dump(control, before);
  }

  /** Values by type, good enough for the tables above. */
  static ValueSource values(Snapshot.Table table, Snapshot.Column column) {
    return random -> {
      if (!column.notNull()
          && !table.primaryKey().contains(column.name())
          && random.nextInt(20) == 0) {
        return null;
      }
      String type = column.type();
      return switch (type) {
        case "integer" -> String.valueOf(random.nextInt(1_000_000_000));
        case "smallint" -> String.valueOf(random.nextInt(40));
        case "bigint" -> String.valueOf(random.nextLong() >>> 2);
        case "boolean" -> String.valueOf(random.nextBoolean());
        case "numeric(12,2)" -> random.nextInt(1_000_000) + ".50";
        case "timestamp with time zone" ->
            "2026-0" + (1 + random.nextInt(9)) + "-11 10:00:00.123456+02";
        case "bytea" -> "\\x00ff" + String.format("%08x", random.nextInt());
        case "mood", "public.mood" -> List.of("sad", "ok", "happy").get(random.nextInt(3));
        default ->
            "w"
                + Integer.toString(random.nextInt(1_000_000_000), 36)
                + (random.nextInt(3) == 0 ? " o'\\\"ä?" : "");
      };
    };
  }

  /**
   * {@code full_name} becomes {@code first_name} and {@code last_name}; {@code active} {@code
   * enabled}.
   */
  static List<TableShape> split() {
    Identifier first = new Identifier("first_name");
    Identifier last = new Identifier("last_name");
    Identifier full = new Identifier("full_name");
    return List.of(
        new TableShape(
            USERS,
            false,
            List.of(new NewColumn(new Identifier("nickname"), "text", false)),
            Map.of(),
            List.of(
                new Replacement(
                    List.of(full),
                    List.of(new NewColumn(first, "text", true), new NewColumn(last, "text", true)),
                    Map.of(
                        first, "split_part(full_name, ' ', 1)",
                        last, "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)"),
                    Map.of(full, "first_name || ' ' || last_name")))),
        new TableShape(
            ORDERS,
            false,
            List.of(),
            Map.of(),
            List.of(
                new Replacement(
                    List.of(new Identifier("active")),
                    List.of(new NewColumn(new Identifier("state?"), "text", true)),
                    Map.of(new Identifier("state?"), "CASE WHEN active THEN 'on?' ELSE 'off' END"),
                    Map.of(new Identifier("active"), "\"state?\" = 'on?'")))));
  }

  /** Type changes in place, of a key as well, and columns that go away. */
  static List<TableShape> contracted() {
    Identifier key = new Identifier("Key");
    Identifier title = new Identifier("title");
    Identifier mood = new Identifier("mood");
    Identifier age = new Identifier("age");
    return List.of(
        new TableShape(
            USERS,
            false,
            List.of(),
            Map.of(
                mood,
                "CASE WHEN full_name LIKE '%?%' AND balance > 500 THEN 'sad' ELSE 'happy' END::public.mood",
                age,
                "DEFAULT"),
            List.of()),
        new TableShape(
            ORDERS,
            false,
            List.of(),
            Map.of(),
            List.of(
                inPlace(key, "bigint", "\"Key\"::integer"),
                inPlace(title, "text", "left(title, 40)"))));
  }

  private static Replacement inPlace(Identifier column, String type, String down) {
    return new Replacement(
        List.of(column),
        List.of(new NewColumn(column, type, true)),
        Map.of(column, column.quoted() + "::" + type),
        Map.of(column, down));
  }
}
