package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.IndexChange;
import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the catalogue prints, beside what users write. */
class SameSqlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "amount > 0 § CHECK ((amount > (0)::numeric)) § true",
        "amount > 0 § CHECK ((amount < (0)::numeric)) § false",
        "amount > 0 § CHECK ((amount > (1)::numeric)) § false",
        "amount > 0 § CHECK ((amount > (0)::numeric)) NOT VALID § false",
        "length(\"Full Name\") < 61 § CHECK ((length((\"Full Name\")::text) < 61)) § true",
        "NAME != 'a' § CHECK (((name)::text <> 'a'::text)) § true",
        "mood IN ('sad', 'ok') § CHECK ((mood = ANY (ARRAY['sad'::text, 'ok'::text]))) § true",
        "mood IN ('sad', 'ok') § CHECK ((mood = ANY (ARRAY['sad'::text, 'bad'::text]))) § false",
        "mood IN ('sad') § CHECK ((mood = 'sad'::text)) § true",
        "mood NOT IN ('sad', 'ok') § CHECK ((mood <> ALL (ARRAY['sad'::text, 'ok'::text]))) § true",
        "mood NOT IN ('sad', 'ok') § CHECK ((mood = ANY (ARRAY['sad'::text, 'ok'::text]))) § false",
        "a LIKE 'x%' § CHECK ((a ~~ 'x%'::text)) § true",
        "a LIKE 'x%' § CHECK ((a !~~ 'x%'::text)) § false",
        "a NOT LIKE 'x%' § CHECK ((a ~~ 'x%'::text)) § false",
        "a BETWEEN 1 AND 5 § CHECK (((a > 1) AND (a < 5))) § false",
        "a IN (1, 2) AND b > 5 § CHECK (((a = ANY (ARRAY[1, 2])) AND (b < 5))) § false",
        "(a + b) * c > 0 § CHECK (((a + (b * c)) > 0)) § false",
        "abs(a - b) > 1 § CHECK (((abs(a) - b) > 1)) § false",
        "abs(a - b) > 1 § CHECK ((abs((a - b)) > 1)) § true",
        "position('x' in a) = 0 § CHECK ((POSITION(('x'::text) IN (a)) = 0)) § true",
        "NOT (a AND b) § CHECK (((NOT a) AND b)) § false",
        "a IS NOT NULL § CHECK ((a IS NOT NULL)) § true",
        "a OR b AND c § CHECK (((a OR b) AND c)) § false",
        "a BETWEEN 1 AND 5 § CHECK (((a >= 1) AND (a <= 5))) § true",
        "since > '2000-01-01' § CHECK ((since > '2000-01-01 00:00:00'::timestamp without time zone)) § false",
      })
  void checks(String written, String printed, boolean same) {
    assertThat(SameSql.check(written, printed)).isEqualTo(same);
  }

  @Test
  void indexes() {
    assertThat(SameSql.index(index(false, "a", "b DESC"), printed("(a, b DESC)"))).isTrue();
    assertThat(SameSql.index(index(false, "a ASC", "b DESC"), printed("(a, b DESC)"))).isTrue();
    assertThat(SameSql.index(index(false, "a"), printed("(a, b DESC)"))).isFalse();
    assertThat(SameSql.index(index(false, "b", "a"), printed("(a, b)"))).isFalse();
    assertThat(SameSql.index(index(true, "a"), printed("(a)"))).isFalse();
    assertThat(SameSql.index(index(false, "(lower(n))"), printed("(lower((n)::text))"))).isTrue();
    assertThat(SameSql.index(index(false, "a"), printed("(a) WHERE (a > 0)"))).isFalse();
  }

  private static String printed(String end) {
    return "CREATE INDEX i ON public.t USING btree " + end;
  }

  private static IndexChange.CreateIndex index(boolean unique, String... columns) {
    return new IndexChange.CreateIndex(
        new Place("m.yaml", 1, 1),
        QualifiedName.of("public", "t"),
        new Identifier("i"),
        List.of(columns),
        unique,
        "btree",
        Optional.empty());
  }
}
