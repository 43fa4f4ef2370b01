package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionMarksTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiterString = "  |",
      textBlock =
          """
          data ? 'key?'                     | data ?? 'key?'
          "a?" ?| "b""?"                    | "a?" ??| "b""?"
          E'it\\'s ?' || c ? d             | E'it\\'s ?' || c ?? d
          'it''s ?' ? e                     | 'it''s ?' ?? e
          $$ ? $$ || $tag$ ? $$ ? $tag$ ? 1  | $$ ? $$ || $tag$ ? $$ ? $tag$ ?? 1
          /* ? */ a ? b -- ?                | /* ? */ a ?? b -- ?
          """)
  void onlyOperatorsAreDoubled(String expression, String doubled) {
    assertThat(QuestionMarks.doubled(expression)).isEqualTo(doubled);
  }
}
