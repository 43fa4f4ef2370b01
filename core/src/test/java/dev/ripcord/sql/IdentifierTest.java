package dev.ripcord.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "users § users",
        "UserName § username",
        "\"UserName\" § UserName",
        "\"a\"\"b.c\" § a\"b.c",
        "GRÖSSE § grÖsse",
        "U&\"d\\0061t\\+000061\" § data",
        " a$1 § a$1",
        "order § order",
      })
  void foldsAsPostgresDoes(String written, String stored) {
    assertThat(Identifier.parse(written)).isEqualTo(new Identifier(stored));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "1a", "a.b", "a-b", "\"a", "\"\"", "a;", "'a'", "a--b;c d"})
  void refusesWhatIsNoName(String written) {
    assertThatThrownBy(() -> Identifier.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(name|NUL).*");
  }

  @Test
  void refusesTheTooLong() {
    assertThatThrownBy(() -> Identifier.parse("ä".repeat(32)))
        .hasMessageContaining("longer than 63 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "users § public.users",
        "App.Users § app.users",
        "\"App\" . \"Odd Name\" § \"App\".\"Odd Name\"",
        "\"Odd.Name\" § public.\"Odd.Name\"",
      })
  void qualifiedNames(String written, String quoted) {
    assertThat(QualifiedName.parse(written).quoted()).isEqualTo(quoted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "a.", ".a", "a b", ""})
  void refusesWhatIsNoQualifiedName(String written) {
    assertThatThrownBy(() -> QualifiedName.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void quotingAndParsingAreInverse() {
    Random random = new Random(11);
    String alphabet = "abzAZ019_$\". -;'\\ü😀";
    int[] points = alphabet.codePoints().toArray();
    for (int round = 0; round < 5_000; round++) {
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        name.appendCodePoint(points[random.nextInt(points.length)]);
      }
      Identifier identifier = new Identifier(name.toString());
      assertThat(Identifier.parse(identifier.quoted())).isEqualTo(identifier);
    }
  }
}
