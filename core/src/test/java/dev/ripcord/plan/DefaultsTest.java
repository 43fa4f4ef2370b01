package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'en'::text",
        "'it''s'::character varying(20)",
        "5",
        "-2.5",
        "'-2'::integer",
        "true",
        "'{}'::text[]",
        "'ok'::\"Odd Schema\".\"Mood\"",
        "'2020-01-01 00:00:00'::timestamp without time zone"
      })
  void isConstant(String printed) {
    assertThat(Defaults.constant(printed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now()",
        "(1 + 2)",
        "('a'::text || 'b'::text)",
        "'a'::text || f()",
        "CURRENT_TIMESTAMP",
        "nextval('s'::regclass)",
        "'x'::text, 'y'"
      })
  void mayChange(String printed) {
    assertThat(Defaults.constant(printed)).isFalse();
  }
}
