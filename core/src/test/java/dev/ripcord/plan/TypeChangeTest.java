package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.postgres.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What the server really does: a table or an index that is written anew has another file. */
@ExtendWith(TestDatabase.Extension.class)
class TypeChangeTest {
  private static final String FILES =
      "SELECT string_agg(relname || ' ' || relfilenode, ', ' ORDER BY relname) FROM pg_class"
          + " WHERE relname IN ('t', 't_c')";

  record Pair(String before, String after) {
    static Pair of(String text) {
      String[] types = text.split(" > ", -1);
      return new Pair(types[0], types[1]);
    }

    @Override
    public String toString() {
      return before + " to " + after;
    }
  }

  private static final List<Pair> CATALOGUE_ONLY =
      List.of(
              "varchar(40) > text",
              "varchar(40) > varchar(60)",
              "varchar(40) > varchar",
              "varchar > text",
              "text > varchar",
              "numeric(10,2) > numeric(14,2)",
              "numeric(10,2) > numeric",
              "timestamp(3) > timestamp(5)",
              "timestamp(3) > timestamp",
              "timestamptz(0) > timestamptz",
              "time(1) > time(2)",
              "timetz(1) > timetz",
              "varbit(8) > varbit(16)",
              "varbit(8) > varbit",
              "cidr > inet")
          .stream()
          .map(Pair::of)
          .toList();

  private static final List<Pair> REWRITING =
      List.of(
              "varchar(40) > varchar(20)",
              "text > varchar(40)",
              "char(4) > char(8)",
              "varchar(40) > char(40)",
              "int > bigint",
              "numeric(10,2) > numeric(12,3)",
              "numeric > numeric(10,2)",
              "timestamp > timestamp(3)",
              "date > timestamp",
              "bit(4) > bit(8)",
              "varbit > varbit(16)",
              "inet > cidr")
          .stream()
          .map(Pair::of)
          .toList();

  static final List<Arguments> catalogueOnly = TestServer.each(CATALOGUE_ONLY, CATALOGUE_ONLY);
  static final List<Arguments> rewriting = TestServer.each(REWRITING, REWRITING);

  @ParameterizedTest
  @FieldSource("catalogueOnly")
  void knowsWhatLeavesTableAndIndexAlone(Pair pair, TestServer server, TestDatabase database) {
    assertThat(TypeChange.rewrites(TypeName.of(pair.before()), TypeName.of(pair.after())))
        .isFalse();
    assertThat(stays(pair, database)).isTrue();
  }

  @ParameterizedTest
  @FieldSource("rewriting")
  void knowsWhatIsWrittenAnew(Pair pair, TestServer server, TestDatabase database) {
    assertThat(TypeChange.rewrites(TypeName.of(pair.before()), TypeName.of(pair.after()))).isTrue();
    assertThat(stays(pair, database)).isFalse();
  }

  private static boolean stays(Pair pair, TestDatabase database) {
    try (Session session = database.open()) {
      session.execute("CREATE TABLE t (c " + pair.before() + ")");
      session.execute("INSERT INTO t VALUES (NULL)");
      session.execute("CREATE INDEX t_c ON t (c)");
      String before = session.scalar(FILES);
      session.execute("ALTER TABLE t ALTER COLUMN c TYPE " + pair.after());
      return String.valueOf(session.scalar(FILES)).equals(before);
    }
  }

  @Test
  void indexesOfExpressionsOrWithConditionsAreBuiltAgain(TestDatabase database) {
    for (String index : List.of("(lower(c))", "(c) WHERE c > 'x'", "(id) WHERE c IS NOT NULL")) {
      try (Session session = database.open()) {
        session.execute("CREATE TABLE t (id int, c varchar(40))");
        session.execute("CREATE INDEX t_c ON t " + index);
        String before = session.scalar(FILES);
        session.execute("ALTER TABLE t ALTER COLUMN c TYPE text");
        assertThat(session.scalar(FILES)).as(index).isNotEqualTo(before);
        session.execute("DROP TABLE t");
      }
    }
  }

  @Test
  void checksAreAskedOfEveryRow(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          "CREATE FUNCTION fits(text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$BEGIN"
              + " IF current_setting('test.asked', true) = 'on' THEN RAISE 'asked'; END IF;"
              + " RETURN true; END$$");
      session.execute("CREATE TABLE t (c varchar(40) CHECK (fits(c)))");
      session.execute("INSERT INTO t VALUES ('x')");
      session.execute("SET test.asked = 'on'");
      assertThatThrownBy(() -> session.execute("ALTER TABLE t ALTER COLUMN c TYPE text"))
          .hasMessageContaining("asked");
    }
  }
}
