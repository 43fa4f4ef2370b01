package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'en' | 'en'::text",
        "-2 | '-2'::integer",
        "7 | '7'::bigint",
        "now() + interval '1 day' | (now() + '1 day'::interval)",
        "'x' | 'x'::character varying(20)",
        "TRUE | true",
        "f(1) | public.f(1)",
        "'{}' | '{}'::text[]"
      })
  void isTheSame(String written, String printed) {
    assertThat(Printed.same(written, printed)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'en' | 'de'::text",
        "a * (b + c) | a * b + c",
        "now() | (now())::date",
        "2 | '-2'::integer",
        "f(1) | f(2)"
      })
  void isNotTheSame(String written, String printed) {
    assertThat(Printed.same(written, printed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT id FROM users WHERE active | SELECT users.id FROM public.users WHERE users.active;",
        "select id from users where age > 17 | SELECT id FROM public.users WHERE (age > 17);"
      })
  void isTheSameQuery(String written, String printed) {
    assertThat(Printed.sameQuery(written, printed)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT a.id FROM a JOIN b ON a.x = b.x | SELECT b.id FROM a JOIN b ON a.x = b.x",
        "SELECT id FROM a WHERE x AND (y OR z) | SELECT id FROM a WHERE x AND y OR z",
        "SELECT id FROM a | SELECT id FROM b",
        "SELECT id FROM s.a | SELECT id FROM r.a"
      })
  void isNotKnownToBeTheSameQuery(String written, String printed) {
    assertThat(Printed.sameQuery(written, printed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'x'::text | true",
        "'-1'::integer | true",
        "3 | true",
        "now() | false",
        "CURRENT_TIMESTAMP | false",
        "nextval('a'::regclass) | false",
        "1 + 1 | false"
      })
  void knowsConstants(String expression, boolean constant) {
    assertThat(Printed.constant(expression)).isEqualTo(constant);
  }
}
