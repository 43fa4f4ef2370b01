package dev.ripcord.sql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {
  private static final QualifiedName USERS = QualifiedName.of("app", "users");

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "login § login",
        "\"Log in\" DESC § \"Log in\"",
        "login COLLATE \"C\" text_pattern_ops NULLS FIRST § login",
        "lower(login) text_pattern_ops § lower(login)",
        "pg_catalog . lower ( login ) DESC § pg_catalog . lower ( login )",
        "((login || ')') || x) COLLATE \"C\" § ((login || ')') || x)",
        "coalesce(a, (b)) /* DESC */ § coalesce(a, (b))",
        "(login § (login",
      })
  void knowsWhatAnIndexIsBuiltOver(String element, String operand) {
    assertThat(Expressions.operand(element)).isEqualTo(operand);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "lower(login) § lower(X)",
        "login(login) § login(X)",
        "LOGIN || \"login\" || \"Login\" § X || X || \"Login\"",
        "'login' || E'\\'login' || $$login$$ /* login */ || login -- login § 'login' || E'\\'login' || $$login$$ /* login */ || X -- login",
        "users.login || app.users.login || other.users.login || u.login § users.X || app.users.X || other.users.login || u.login",
        "(address).login § (address).login",
        "x::login || login::text § x::login || X::text",
        "x::app.login(3)[] = login § x::app.login(3)[] = X",
        "cast(login AS login) § cast(X AS login)",
        "login 'x' || login § login 'x' || X",
        "f(login => login) § f(login => X)",
        "f(login := login) § f(login := X)",
        "x COLLATE login > login § x COLLATE login > X",
        "CASE WHEN login THEN login ELSE login END § CASE WHEN X THEN X ELSE X END",
        "EXISTS (SELECT 1 FROM login l JOIN app.login ON true WHERE l.login = login) § EXISTS (SELECT 1 FROM login l JOIN app.login ON true WHERE l.login = X)",
        "substring(login from 1 for 2) § substring(X from 1 for 2)",
        "login IS DISTINCT FROM login § X IS DISTINCT FROM X",
        "login NOT BETWEEN login AND login § X NOT BETWEEN X AND X",
        "a[login] || ARRAY[login] § a[X] || ARRAY[X]",
        "login DESC NULLS LAST § X DESC NULLS LAST",
        "login text_pattern_ops § X text_pattern_ops",
        "users.* § users.*",
        "login.* § login.*",
      })
  void renamesOnlyColumns(String before, String after) {
    Map<Identifier, Identifier> names = Map.of(new Identifier("login"), new Identifier("x"));
    assertThat(Expressions.rename(before, USERS, names))
        .isEqualTo(after.replaceAll("\\bX\\b", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "a + B - \"C d\" § a b \"C d\"",
        "created_at AT TIME ZONE zone § created_at zone",
        "created_at AT TIME ZONE 'utc' > time § created_at \"time\"",
        "extract(year FROM born) + year § born year",
        "interval '1 day' * days § days",
        "interval '1' year to month + x § x",
        "x::double precision + y::timestamp with time zone § x y",
        "x::character varying(3) || z § x z",
        "cast(x as double precision) / double precision '2' § x",
        "a IS NOT NULL AND b IS UNKNOWN OR c ISNULL § a b c",
        "a LIKE b ESCAPE c § a b c",
        "position(' ' in full_name) § full_name",
        "trim(both ' ' from a) || overlay(b placing c from 2) § a b c",
        "coalesce(a, nullif(b, ''), current_user, true, null) § a b",
        "(SELECT v FROM t GROUP BY v ORDER BY w LIMIT 1) § v w",
        "count(*) FILTER (WHERE a > 1) OVER (PARTITION BY b ORDER BY c) § a b c",
        "(WITH q AS (SELECT v FROM t AS u, s) SELECT q.v FROM q) + a § v a",
        "(SELECT max(n) FROM (SELECT n FROM z) y WHERE m = 1) § n m",
        "$1 + 1e5 - 0xFF § ``",
        "to_tsvector('english'::regconfig, title) @@ q § title q",
        "data ->> 'key' = key § data key",
        "OPERATOR(pg_catalog.+) § ``",
      })
  void findsColumns(String expression, String expected) {
    assertThat(
            Expressions.columns(expression).stream().map(Identifier::quoted).collect(joining(" ")))
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void replacementsAreQuotedWhereNeeded() {
    Map<Identifier, Identifier> names =
        Map.of(
            new Identifier("login"), new Identifier("User Name"),
            new Identifier("a"), new Identifier("b"),
            new Identifier("b"), new Identifier("a"));
    assertThat(Expressions.rename("login || a || b", names)).isEqualTo("\"User Name\" || b || a");
  }

  @Test
  void withoutTheTableQualifiedNamesStay() {
    assertThat(Expressions.rename("users.a || a", Map.of(new Identifier("a"), new Identifier("b"))))
        .isEqualTo("users.a || b");
  }

  /** Names built at random, in contexts whose answer is known. */
  @Test
  void renamingThereAndBackIsTheSame() {
    List<String> contexts =
        List.of(
            "%s",
            "(%s)",
            "lower(%s)",
            "coalesce(%s, 'col')",
            "col(%s)",
            "%s::col",
            "'col' || %s",
            "CASE WHEN %s IS NULL THEN 'col' END",
            "users.%s",
            "cast(%s AS col)",
            "col '1' + %s");
    Map<Identifier, Identifier> there = Map.of(new Identifier("col"), new Identifier("Other One"));
    Map<Identifier, Identifier> back = Map.of(new Identifier("Other One"), new Identifier("col"));
    Random random = new Random(3);
    for (int round = 0; round < 3_000; round++) {
      String before =
          random
              .ints(1 + random.nextInt(5), 0, contexts.size())
              .mapToObj(contexts::get)
              .collect(joining(" || "));
      String original = String.format(before.replace("%s", "%1$s"), "col");
      String renamed = Expressions.rename(original, USERS, there);
      assertThat(renamed).isEqualTo(String.format(before.replace("%s", "%1$s"), "\"Other One\""));
      assertThat(Expressions.rename(renamed, USERS, back)).isEqualTo(original);
    }
  }
}
