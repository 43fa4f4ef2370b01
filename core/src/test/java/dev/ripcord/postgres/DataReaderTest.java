package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.DataFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.TableData;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataReaderTest {
  private static FreshDatabase database;
  private static Session session;

  @BeforeAll
  static void connect() {
    database =
        FreshDatabase.create(
            """
            CREATE EXTENSION citext;
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE TYPE pair AS (a numeric, b text);
            CREATE DOMAIN amount AS numeric;
            CREATE DOMAIN short AS text;
            CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            """);
    session = database.open();
  }

  @AfterAll
  static void disconnect() {
    session.close();
    database.close();
  }

  private static TableData read(String table) {
    QualifiedName name = QualifiedName.of("public", table);
    return Objects.requireNonNull(fingerprint(1, name).tables().get(name));
  }

  private static DataFingerprint fingerprint(int workers, QualifiedName... names) {
    Set<QualifiedName> wanted = Set.of(names);
    List<Snapshot.Table> tables =
        CatalogReader.snapshot(session).tables().stream()
            .filter(table -> wanted.contains(table.name()))
            .toList();
    return DataReader.fingerprint(database.url(), tables, workers);
  }

  /** Values that PostgreSQL calls equal, or whose own hash is the same, come first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "numeric; 1.0; 1.00",
        "numeric(10,2); 1.00; 1.01",
        "numeric[]; {1.0}; {1.00}",
        "float8; 0; -0",
        "float4; 1.1; 1.2",
        "interval; 1 mon; 30 days",
        "interval; 24:00:00; 1 day",
        "citext; a; A",
        "text COLLATE blind; a; A",
        "varchar COLLATE blind; a; A",
        "jsonb; {\"a\": 1.0}; {\"a\": 1.00}",
        "json; {\"a\":1}; {\"a\": 1}",
        "timetz; 12:00:00+00; 13:00:00+01",
        "bigint; 1; 4294967296",
        "timestamptz; 2020-01-01 00:00:00Z; 2020-01-01 00:00:00.000001Z",
        "timestamp; 2020-01-01; infinity",
        "time; 00:00:00; 24:00:00",
        "bpchar; a; `a  `",
        "text; a; `a `",
        "text; ``; NULL",
        "short; ``; NULL",
        "xml; <a/>; <a></a>",
        "point; (1,2); (1,3)",
        "box; (2,2),(1,1); (3,3),(1,1)",
        "circle; <(0,0),1>; <(1,0),1>",
        "path; [(0,0),(1,1)]; ((0,0),(1,1))",
        "tsvector; a b; a c",
        "tsquery; a & b; a | b",
        "mood; good; bad",
        "mood[]; {good}; {bad}",
        "pair; (1.0,x); (1.00,x)",
        "pair; (,); NULL",
        "amount; 1.0; 1.00",
        "bytea; \\x00; \\x0000",
        "uuid; 00000000-0000-0000-0000-000000000000; 00000000-0000-0000-0000-000000000001",
        "boolean; true; false",
        "smallint; 1; 2",
        "int; -1; 1",
        "oid; 1; 2",
        "date; 2020-01-01; 2020-01-02",
        "inet; 10.0.0.1/8; 10.0.0.1/16",
        "cidr; 10.0.0.0/8; 10.0.0.0/16",
        "macaddr; 08:00:2b:01:02:03; 08:00:2b:01:02:04",
        "bit(3); 101; 100",
        "varbit; 10; 100",
        "money; 1.00; 1.01",
        "int4range; [1,5); [1,6)",
        "nummultirange; {[1.0,2.0]}; {[1.00,2.0]}",
        "name; a; b",
        "pg_lsn; 0/1; 0/2",
        "regclass; pg_class; pg_type",
        "int[]; {1,2}; [2:3]={1,2}",
        "jsonpath; $.a; $.b",
      })
  void seesOneCellThatChanges(String type, String one, String other) {
    session.execute("DROP TABLE IF EXISTS cells");
    session.execute("CREATE TABLE cells (id int, value " + type + ", more text)");
    session.execute(
        "INSERT INTO cells SELECT i, " + value(one) + ", 'x' FROM generate_series(1, 9) i");
    TableData before = read("cells");

    session.execute("UPDATE cells SET value = " + value(other) + " WHERE id = 5");
    assertThat(read("cells").hash()).isNotEqualTo(before.hash());

    session.execute("UPDATE cells SET value = " + value(one) + " WHERE id = 5");
    assertThat(read("cells")).isEqualTo(before);
  }

  private static String value(String text) {
    return text.equals("NULL") ? "NULL" : "'" + text + "'";
  }

  @Test
  void theOrderOfRowsAndColumnsDoesNotMatter() {
    session.execute(
        """
        CREATE TABLE order_1 (a int, b text, c numeric);
        INSERT INTO order_1 SELECT i, 'b' || i, i / 3.0 FROM generate_series(1, 1000) i;
        CREATE TABLE order_2 (c numeric, gone int, b text, a int);
        ALTER TABLE order_2 DROP gone;
        INSERT INTO order_2 SELECT c, b, a FROM order_1 ORDER BY a DESC;
        """);

    assertThat(read("order_2")).isEqualTo(read("order_1"));
    assertThat(read("order_1").rows()).isEqualTo(1000);
  }

  @Test
  void seesTwoRowsThatExchangeAValue() {
    session.execute(
        """
        CREATE TABLE exchange (id int, b text);
        INSERT INTO exchange SELECT i, 'b' || i FROM generate_series(1, 10) i;
        """);
    TableData before = read("exchange");
    session.execute(
        "UPDATE exchange SET b = 'b' || CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id IN (1, 2)");

    assertThat(read("exchange").hash()).isNotEqualTo(before.hash());
  }

  @Test
  void seesARowThatIsThereTwiceAndOneThatIsGone() {
    session.execute("CREATE TABLE twice (a int, b int); INSERT INTO twice VALUES (1, 2), (1, 2)");
    TableData before = read("twice");
    session.execute("INSERT INTO twice VALUES (1, 2)");

    assertThat(read("twice").rows()).isEqualTo(3);
    assertThat(read("twice").hash()).isNotEqualTo(before.hash());
  }

  @Test
  void readsPartitionsOnceAndChildrenApart() {
    session.execute(
        """
        CREATE TABLE parted (a int) PARTITION BY LIST (a);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
        INSERT INTO parted VALUES (1), (1);
        CREATE TABLE mother (a int);
        CREATE TABLE child () INHERITS (mother);
        INSERT INTO mother VALUES (1);
        INSERT INTO child VALUES (2), (3);
        CREATE TABLE nothing ();
        INSERT INTO nothing DEFAULT VALUES;
        """);
    Map<QualifiedName, TableData> found =
        fingerprint(
                3,
                QualifiedName.of("public", "parted"),
                QualifiedName.of("public", "parted_1"),
                QualifiedName.of("public", "mother"),
                QualifiedName.of("public", "child"),
                QualifiedName.of("public", "nothing"))
            .tables();

    assertThat(
            found.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        entry -> entry.getKey().name().value(), entry -> entry.getValue().rows())))
        .isEqualTo(Map.of("parted", 2L, "mother", 1L, "child", 2L, "nothing", 1L));
    assertThat(read("parted_1").rows()).isEqualTo(2);
  }

  @Test
  void readsManyColumnsAndOddNames() {
    String columns =
        IntStream.range(0, 1200)
            .mapToObj(i -> "\"C " + i + "\" bool")
            .collect(Collectors.joining(","));
    session.execute("CREATE TABLE \"W w\" (" + columns + ")");
    session.execute("INSERT INTO \"W w\" (\"C 1199\") VALUES (true)");
    TableData before = read("W w");
    session.execute("UPDATE \"W w\" SET \"C 1199\" = false");

    assertThat(read("W w").hash()).isNotEqualTo(before.hash());
  }

  @Test
  void readsOnlyTheColumnsThatCount() {
    session.execute(
        "CREATE TABLE partly (a int, b int, c int); INSERT INTO partly VALUES (1, 2, 3)");
    QualifiedName name = QualifiedName.of("public", "partly");
    List<Snapshot.Table> tables =
        List.of(CatalogReader.snapshot(session).table(name).orElseThrow());
    Map<QualifiedName, Set<Identifier>> columns =
        Map.of(name, Set.of(new Identifier("b"), new Identifier("a")));
    DataFingerprint before = DataReader.fingerprint(database.url(), tables, columns, 2);
    session.execute("UPDATE partly SET c = 4");
    assertThat(DataReader.fingerprint(database.url(), tables, columns, 2)).isEqualTo(before);
    session.execute("UPDATE partly SET a = 4");

    assertThat(DataReader.fingerprint(database.url(), tables, columns, 2).differingFrom(before))
        .containsExactly(name);
    session.execute("ALTER TABLE partly DROP b");
    assertThatThrownBy(() -> DataReader.fingerprint(database.url(), tables, columns, 2))
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("column b of table public.partly is not there");
  }

  @Test
  void theSettingsOfTheDatabaseDoNotMatter() {
    session.execute(
        """
        CREATE TABLE settings (a timestamptz, b interval, c float8, d bytea, e date, f money);
        INSERT INTO settings VALUES
          ('2020-02-03 04:05:06+07', '1 mon -2 days 3 hours', 1.0 / 3, '\\x00ff', '2020-02-03', 1.5);
        """);
    TableData before = read("settings");
    for (String setting :
        List.of(
            "timezone = 'Asia/Kathmandu'",
            "datestyle = 'German, DMY'",
            "intervalstyle = iso_8601",
            "extra_float_digits = -5",
            "bytea_output = escape",
            "search_path = pg_temp")) {
      session.execute("ALTER DATABASE " + database.url().database() + " SET " + setting);
    }

    assertThat(read("settings")).isEqualTo(before);
  }

  @Test
  void rowSecurityThatHidesRowsIsAnError() {
    session.execute(
        """
        CREATE TABLE hidden (a int);
        INSERT INTO hidden VALUES (1);
        ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;
        CREATE ROLE catalogue_blind LOGIN PASSWORD 'blind';
        GRANT SELECT ON hidden TO catalogue_blind;
        """);
    QualifiedName name = QualifiedName.of("public", "hidden");
    List<Snapshot.Table> tables =
        List.of(CatalogReader.snapshot(session).table(name).orElseThrow());
    DatabaseUrl url = database.url();
    DatabaseUrl blind =
        new DatabaseUrl(
            url.host(), url.port(), url.database(), "catalogue_blind", "blind", url.parameters());
    try {
      assertThatThrownBy(() -> DataReader.fingerprint(blind, tables, 1))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("row-level security");
    } finally {
      session.execute("DROP TABLE hidden; DROP ROLE catalogue_blind");
    }
  }
}
