package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tested database with a control database beside it, and what the tests need of both. */
final class TestTables implements AutoCloseable {
  static final QualifiedName USERS = QualifiedName.of("public", "users");

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

  private static final String COLUMNS =
      """
      SELECT n.nspname AS schema, c.relname AS table_name, a.attname AS name,
             format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS needed,
             pg_get_expr(d.adbin, d.adrelid) AS default_value,
             a.attgenerated::text AS generated, a.attidentity::text AS identity,
             coalesce(a.attnum = ANY (k.conkey), false) AS key,
             EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS fires,
             c.relkind = 'p' OR c.relispartition AS partitioned
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
      WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'
      ORDER BY c.relname, a.attnum
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
      before = snapshot(session);
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

  private record Found(
      QualifiedName table,
      Snapshot.Column column,
      boolean key,
      boolean fires,
      boolean partitioned) {}

  private static Snapshot snapshot(Session session) {
    List<Found> found =
        session.query(
            COLUMNS,
            row ->
                new Found(
                    QualifiedName.of(row.text("schema"), row.text("table_name")),
                    new Snapshot.Column(
                        new Identifier(row.text("name")),
                        row.text("type"),
                        row.flag("needed"),
                        row.text("generated").isEmpty()
                            ? Optional.ofNullable(row.textOrNull("default_value"))
                            : Optional.empty(),
                        Optional.empty(),
                        !row.text("generated").isEmpty()
                            ? Snapshot.Generation.STORED
                            : switch (row.text("identity")) {
                              case "a" -> Snapshot.Generation.IDENTITY_ALWAYS;
                              case "d" -> Snapshot.Generation.IDENTITY_BY_DEFAULT;
                              default -> Snapshot.Generation.NONE;
                            },
                        Optional.empty(),
                        List.of(),
                        false),
                    row.flag("key"),
                    row.flag("fires"),
                    row.flag("partitioned")));
    List<Snapshot.Table> tables = new ArrayList<>();
    for (QualifiedName name : found.stream().map(Found::table).distinct().toList()) {
      List<Found> own = found.stream().filter(each -> each.table().equals(name)).toList();
      tables.add(
          new Snapshot.Table(
              name,
              own.getFirst().partitioned(),
              own.stream().map(Found::column).toList(),
              own.stream().filter(Found::key).map(each -> each.column().name()).toList(),
              List.of(),
              List.of(),
              own.getFirst().fires()
                  ? List.of(new Snapshot.RowTrigger(new Identifier("touch"), "", List.of()))
                  : List.of(),
              List.of(),
              400,
              8192));
    }
    return new Snapshot(150000, tables, new SchemaFingerprint(Map.of()));
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
        case "mood" -> List.of("sad", "ok", "happy").get(random.nextInt(3));
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
            QualifiedName.of("public", "Order"),
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
}
