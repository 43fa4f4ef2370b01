package dev.ripcord.workload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(TestDatabase.Extension.class)
class RowsTest {
  private static final String EVERY_TYPE =
      """
      CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
      CREATE DOMAIN email AS text CHECK (VALUE ~ '^[a-z0-9.]+@[a-z]+\\.(com|org)$');
      CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100);
      CREATE TYPE place AS (street text, number int, share percent);
      CREATE TABLE "Odd Schema"."Every Type" (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        a smallint, b int NOT NULL, c bigint, d numeric, e numeric(6,2) NOT NULL, f real,
        g double precision, h text NOT NULL, i varchar(255), j varchar(3) NOT NULL, k char(5),
        l boolean, m uuid NOT NULL, n date, o time(3), p timestamp, q timestamptz(0) NOT NULL,
        r interval, s bytea, t json, u jsonb NOT NULL, v inet, w cidr, x macaddr, y point,
        z int4range, aa tstzrange, ab daterange, ac int4multirange, ad mood NOT NULL, ae email,
        af percent[], ag text[] NOT NULL, ah place, ai "char", aj bit(3), ak varbit(9), al box,
        am polygon, an tsvector, ao money, ap timetz, aq macaddr8, ar line, au name, av oid,
        "mixed Case" email NOT NULL UNIQUE,
        total int GENERATED ALWAYS AS (length(h) + 1) STORED,
        state text NOT NULL DEFAULT 'new', made timestamptz NOT NULL DEFAULT now(),
        CHECK (char_length(j) = 3), CHECK (e > 10 AND e <= 12), CHECK (b >= a OR a IS NULL),
        CHECK (state IN ('new', 'open', 'done'))
      )
      """;

  private static final String SHOP =
      """
      CREATE TABLE z_customers (
        id int PRIMARY KEY, email varchar(20) NOT NULL UNIQUE, referrer int REFERENCES z_customers,
        CHECK (referrer <> id));
      CREATE TABLE orders (
        id serial PRIMARY KEY, customer int NOT NULL REFERENCES z_customers, number int NOT NULL,
        UNIQUE (customer, number));
      CREATE TABLE lines (
        orders int REFERENCES orders, line smallint, customer int, number int,
        PRIMARY KEY (orders, line), FOREIGN KEY (customer, number) REFERENCES orders (customer, number));
      CREATE TABLE profiles (customer int PRIMARY KEY REFERENCES z_customers, note text);
      CREATE TABLE heads (id int PRIMARY KEY, team int);
      CREATE TABLE teams (id int PRIMARY KEY, head int NOT NULL REFERENCES heads);
      ALTER TABLE heads ADD FOREIGN KEY (team) REFERENCES teams;
      CREATE TABLE chickens (id int PRIMARY KEY, egg int NOT NULL);
      CREATE TABLE eggs (id int PRIMARY KEY, chicken int NOT NULL REFERENCES chickens
        DEFERRABLE INITIALLY IMMEDIATE);
      ALTER TABLE chickens ADD FOREIGN KEY (egg) REFERENCES eggs DEFERRABLE;
      CREATE TABLE trees (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        root int NOT NULL REFERENCES trees);
      CREATE TABLE parts (day date NOT NULL, n int) PARTITION BY RANGE (day);
      CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2020-07-01');
      CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM ('2020-07-01') TO ('2021-01-01');
      CREATE TABLE bare (id serial PRIMARY KEY);
      CREATE TABLE bookings (room int NOT NULL, during int4range NOT NULL,
        EXCLUDE USING gist (during WITH &&))
      """;

  /** Of each a good part of all candidates fits. */
  static List<String> whereSomeDoNotFit() {
    return List.of(
        """
        CREATE TABLE t (id int PRIMARY KEY, list int NOT NULL, place int NOT NULL,
          UNIQUE (list, place) DEFERRABLE INITIALLY DEFERRED, EXCLUDE (place WITH =) DEFERRABLE)""",
        "CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY IMMEDIATE, a text)",
        """
        CREATE TABLE t (id int PRIMARY KEY, kind int CHECK (kind IN (1, 2, 3)), said text,
          CHECK (said IS NOT NULL OR kind < 3));
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN IF NEW.kind = 3 THEN NEW.said := NULL; END IF; RETURN NEW; END';
        CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()""",
        """
        CREATE TABLE t (id int PRIMARY KEY, a int);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN IF NEW.id % 2 = 0 THEN RAISE EXCEPTION $x$no$x$; END IF; RETURN NEW; END';
        CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()""",
        "CREATE TABLE t (id int PRIMARY KEY, of text[] NOT NULL); CREATE INDEX ON t USING gin (array_to_tsvector(of))",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int GENERATED ALWAYS AS (a / (b % 5)) STORED)",
        "CREATE TABLE t (id int PRIMARY KEY, a smallint, c numeric(4,2) GENERATED ALWAYS AS (a / 60.0) VIRTUAL)",
        "CREATE TABLE t (id serial PRIMARY KEY, a int, CHECK (id <> 1 OR a IS NULL))",
        "CREATE DOMAIN flag AS boolean NOT NULL; CREATE TABLE t (id int PRIMARY KEY, a flag DEFAULT false)",
        """
        CREATE DOMAIN email AS text NOT NULL CHECK (VALUE LIKE '%@%');
        CREATE DOMAIN work AS email; CREATE TABLE t (id int PRIMARY KEY, a work)""",
        """
        CREATE TABLE t (id bigint, kind text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
        CREATE TABLE t_1 PARTITION OF t FOR VALUES IN ('Issue');
        CREATE TABLE t_2 PARTITION OF t FOR VALUES IN ('Epic', 'it''s') PARTITION BY HASH (id);
        CREATE TABLE t_3 PARTITION OF t_2 FOR VALUES WITH (MODULUS 1, REMAINDER 0)""",
        """
        CREATE TABLE t (id bigint, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2046-11-01') TO ('2046-12-01')""",
        """
        CREATE TABLE parent (id int PRIMARY KEY);
        CREATE TABLE t (id int, parent int NOT NULL, day date) PARTITION BY RANGE (day);
        CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2019-01-01') TO ('2021-01-01');
        ALTER TABLE t_1 ADD FOREIGN KEY (parent) REFERENCES parent""");
  }

  @ParameterizedTest
  @MethodSource("whereSomeDoNotFit")
  void makesRowsWhereSomeDoNotFit(String schema, TestDatabase database) {
    try (Session session = database.open()) {
      Statements.split(schema).forEach(each -> session.execute(each.text()));
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(60, 5));
      // what is generated must be readable, too
      assertThat(session.scalar("SELECT count(t.*::text) FROM t")).hasSize(2);
    }
  }

  @Test
  void theServerGoesOnWithTheNumbersOfAPartitionedTable(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          """
          CREATE TABLE log (
            id bigint GENERATED ALWAYS AS IDENTITY, n serial, at date NOT NULL, PRIMARY KEY (id, at)
          ) PARTITION BY RANGE (at)
          """);
      session.execute("CREATE TABLE log_1 PARTITION OF log DEFAULT");
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(50, 3));
      session.execute("INSERT INTO log (at) VALUES ('2020-01-01')");
      assertThat(session.scalar("SELECT count(*) || ' ' || max(id) || ' ' || max(n) FROM log"))
          .isEqualTo("51 51 51");
    }
  }

  @Test
  void fillsEveryType(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(EVERY_TYPE);
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(1000, 7));
      String table = "\"Odd Schema\".\"Every Type\"";
      assertThat(count(session, table)).isEqualTo(1000);
      List<String> columns =
          session.query(
              "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0",
              row -> row.text(1),
              table);
      for (String column : columns) {
        String quoted = new Identifier(column).quoted();
        assertThat(count(session, table + " WHERE " + quoted + " IS DISTINCT FROM NULL"))
            .as(column)
            .isGreaterThan(700);
        assertThat(count(session, "(SELECT DISTINCT %s::text FROM %s) x".formatted(quoted, table)))
            .as(column)
            .isGreaterThan(column.equals("made") ? 0 : 1);
      }
      assertThat(count(session, table + " WHERE n IS NULL")).isBetween(40L, 200L);
      assertThat(count(session, table + " WHERE length(i) = 255")).isPositive();
      assertThat(count(session, table + " WHERE h = ''")).isPositive();
      assertThat(count(session, table + " WHERE h LIKE '%\\\\%' AND h LIKE '%N'")).isPositive();
      assertThat(count(session, table + " WHERE h ~ '[^\\x01-\\x7f]'")).isPositive();
      assertThat(count(session, table + " WHERE c = 9223372036854775807")).isPositive();
    }
  }

  @Test
  void followsKeysInEveryShape(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(SHOP);
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(500, 1));
      for (String table :
          List.of(
              "z_customers",
              "orders",
              "profiles",
              "heads",
              "teams",
              "chickens",
              "eggs",
              "trees",
              "parts",
              "bare")) {
        assertThat(count(session, table)).as(table).isEqualTo(500);
      }
      assertThat(count(session, "lines")).isGreaterThan(300);
      assertThat(count(session, "bookings")).isPositive();
      assertThat(count(session, "parts_1")).isPositive();
      assertThat(count(session, "parts_2")).isPositive();
      assertThat(count(session, "heads WHERE team IS NOT NULL")).isGreaterThan(400);
      assertThat(count(session, "heads WHERE team IS NULL")).isPositive();
      assertThat(count(session, "z_customers WHERE referrer IS NOT NULL")).isGreaterThan(300);
      // skewed: a tenth of the parents has far more than a tenth of the children
      String most =
          session.scalar(
              "SELECT sum(n) FROM (SELECT count(*) AS n FROM orders GROUP BY customer"
                  + " ORDER BY n DESC LIMIT 50) x");
      assertThat(Long.parseLong(String.valueOf(most))).isGreaterThan(150);
      // the application goes on where we ended
      session.execute("INSERT INTO bare DEFAULT VALUES; INSERT INTO trees (root) VALUES (1)");
    }
  }

  @Test
  void givesTheSameRowsForASeed(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(SHOP);
      String first = contents(session, 5);
      assertThat(contents(session, 5)).isEqualTo(first);
      assertThat(contents(session, 6)).isNotEqualTo(first);
    }
  }

  private static String contents(Session session, long seed) {
    String tables = "z_customers, orders, lines, heads, teams";
    session.execute(
        "TRUNCATE "
            + tables
            + ", profiles, chickens, eggs, trees, parts, bare, bookings RESTART IDENTITY CASCADE");
    Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(100, seed));
    StringBuilder all = new StringBuilder();
    for (String table : tables.split(", ", -1)) {
      all.append(
          session.scalar(
              "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM %s t".formatted(table)));
    }
    return all.toString();
  }

  @Test
  void saysWhichConstraintItCannotMeet(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          "CREATE TABLE fine (a int); CREATE TABLE codes (a text NOT NULL, b text NOT NULL,"
              + " CONSTRAINT signature CHECK (md5(a) = b))");
      assertThatThrownBy(
              () -> Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(100, 1)))
          .isInstanceOf(RipcordException.class)
          .hasMessageContaining("public.codes")
          .hasMessageContaining("signature")
          .hasMessageContaining("--database URL");
      assertThat(count(session, "fine")).isZero();
    }
  }

  @Test
  void saysThatASequenceEnds(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute("CREATE TABLE small (id smallserial PRIMARY KEY)");
      assertThatThrownBy(
              () ->
                  Rows.generate(
                      session, CatalogReader.snapshot(session), new RowOptions(32_768, 1)))
          .isInstanceOf(RipcordException.class)
          .hasMessage(
              "no rows can be made up for table public.small: nextval: reached maximum value of"
                  + " sequence \"small_id_seq\" (32767) (fewer --rows fit); rehearse with"
                  + " --database URL, which copies rows");
    }
  }

  @Test
  void isFast(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          """
          CREATE TABLE people (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            name varchar(255) NOT NULL, email text UNIQUE, born date, score numeric(8,2)
              CHECK (score >= 0), kind text NOT NULL CHECK (kind IN ('a', 'b')));
          CREATE TABLE visits (id serial PRIMARY KEY, person bigint NOT NULL REFERENCES people,
            at timestamptz NOT NULL, data jsonb)
          """);
      long begin = System.nanoTime();
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(100_000, 3));
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(count(session, "people")).isEqualTo(100_000);
      assertThat(count(session, "visits")).isEqualTo(100_000);
      assertThat(taken).isLessThan(Duration.ofSeconds(40));
    }
  }

  @Test
  void fillsTablesWhoseUniqueColumnsAreAlsoChecked(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          """
          CREATE DOMAIN address AS text CHECK (VALUE ~ '^[a-z0-9.]+@[a-z]+\\.(com|org)$');
          CREATE TABLE members (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            login varchar(20) NOT NULL UNIQUE CHECK (char_length(login) >= 3),
            email varchar(60) NOT NULL CHECK (position('@' in email) > 1),
            address address NOT NULL UNIQUE, token bytea NOT NULL UNIQUE);
          CREATE UNIQUE INDEX ON members (lower(email));
          CREATE TABLE days (day text PRIMARY KEY CHECK (day IN ('mon', 'tue', 'wed')))
          """);
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(5_000, 3));
      assertThat(count(session, "members")).isEqualTo(5_000);
      assertThat(count(session, "days")).as("its keys allow no more").isEqualTo(3);
    }
  }

  @Test
  void namesWithQuestionMarksRulesAndKeysThatTheServerMakesAreFilled(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          """
          CREATE TABLE "what?" ("is it?" int PRIMARY KEY, "why?" text NOT NULL);
          CREATE TABLE ruled (id int PRIMARY KEY, word varchar(2) UNIQUE, "what?" int
            REFERENCES "what?");
          CREATE RULE nothing AS ON UPDATE TO ruled WHERE false DO ALSO NOTHING;
          CREATE TABLE mother (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            self int REFERENCES mother);
          CREATE TABLE aunt (mother int REFERENCES mother);
          CREATE TABLE child (n int) INHERITS (mother);
          CREATE TABLE cut (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int)
            PARTITION BY RANGE (id);
          CREATE TABLE cut_1 PARTITION OF cut FOR VALUES FROM (MINVALUE) TO (10);
          CREATE TABLE cut_2 PARTITION OF cut FOR VALUES FROM (10) TO (MAXVALUE);
          """);
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(50, 3));

      assertThat(session.scalar("SELECT count(*) FROM \"what?\"")).isEqualTo("50");
      assertThat(session.scalar("SELECT count(*) >= 20 FROM ruled")).isEqualTo("t");
      assertThat(session.scalar("SELECT count(*) FROM cut")).isEqualTo("50");
      assertThat(session.scalar("SELECT count(DISTINCT tableoid) FROM cut")).isEqualTo("2");
      assertThat(session.scalar("SELECT count(mother) > 25 FROM aunt")).isEqualTo("t");
      // the sequence stands behind the values that were chosen
      assertThat(session.scalar("INSERT INTO cut (n) VALUES (1) RETURNING id > 50")).isEqualTo("t");
    }
  }

  @Test
  void sourcesGiveValuesThatTheTableTakes(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(EVERY_TYPE);
      QualifiedName name = QualifiedName.of("Odd Schema", "Every Type");
      Map<Identifier, ValueSource> sources =
          ValueSources.of(session, CatalogReader.snapshot(session).table(name).orElseThrow());
      assertThat(sources)
          .doesNotContainKeys(new Identifier("id"), new Identifier("total"))
          .containsKeys(new Identifier("mixed Case"), new Identifier("af"));
      Random random = new Random(1);
      for (int i = 0; i < 200; i++) {
        assertThat(source(sources, "state").next(random)).isIn("new", "open", "done");
        assertThat(source(sources, "ae").next(random))
            .satisfiesAnyOf(
                value -> assertThat(value).isNull(), value -> assertThat(value).contains("@"));
      }
    }
  }

  private static ValueSource source(Map<Identifier, ValueSource> sources, String column) {
    return requireNonNull(sources.get(new Identifier(column)));
  }

  private static long count(Session session, String from) {
    return Long.parseLong(String.valueOf(session.scalar("SELECT count(*) FROM " + from)));
  }
}
