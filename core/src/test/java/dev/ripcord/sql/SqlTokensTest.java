package dev.ripcord.sql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.sql.Token.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTokensTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "a_1$b.\"C \"\"d\" § WORD:a_1$b PUNCTUATION:. QUOTED_NAME:\"C_\"\"d\"",
        "U&\"d\\0061t\" u&'x\\\\' U & 'x' § QUOTED_NAME:U&\"d\\0061t\" STRING:u&'x\\\\' WORD:U OPERATOR:& STRING:'x'",
        "'it''s' E'a\\'b' 'a\\' § STRING:'it''s' STRING:E'a\\'b' STRING:'a\\'",
        "b'01' X'ff' n'x' xe'a' § STRING:b'01' STRING:X'ff' STRING:n'x' WORD:xe STRING:'a'",
        "$$a;'$$ $t$ $$ $T$ $t$ § DOLLAR_STRING:$$a;'$$ DOLLAR_STRING:$t$_$$_$T$_$t$",
        "$1+$2 a$1$ § PARAMETER:$1 OPERATOR:+ PARAMETER:$2 WORD:a$1$",
        "1 1.5 .5 1. 1e-3 0xFF 1_000 1..2 § NUMBER:1 NUMBER:1.5 NUMBER:.5 NUMBER:1. NUMBER:1e-3 NUMBER:0xFF NUMBER:1_000 NUMBER:1 PUNCTUATION:.. NUMBER:2",
        "a=-1 b@-c d->>'e' § WORD:a OPERATOR:= OPERATOR:- NUMBER:1 WORD:b OPERATOR:@- WORD:c WORD:d OPERATOR:->> STRING:'e'",
        "x::text y:=1 z[1:2] § WORD:x PUNCTUATION::: WORD:text WORD:y PUNCTUATION::= NUMBER:1 WORD:z PUNCTUATION:[ NUMBER:1 PUNCTUATION:: NUMBER:2 PUNCTUATION:]",
        "1+/* a /* b */ ' c */2 -- ' d § NUMBER:1 OPERATOR:+ NUMBER:2",
        "/* a /* b */ § UNTERMINATED:/*_a_/*_b_*/",
        "a 'b § WORD:a UNTERMINATED:'b",
        "$a$ b § UNTERMINATED:$a$_b",
        "größe naïve § WORD:größe WORD:naïve",
      })
  void tokens(String sql, String expected) {
    String found =
        SqlTokens.significant(sql).stream()
            .map(token -> token.kind() + ":" + token.text().replace(' ', '_'))
            .collect(joining(" "));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void newlineContinuesAStringWithItsEscapeRules() {
    assertThat(SqlTokens.significant("E'a' -- c\n 'b\\'c' x"))
        .extracting(Token::kind)
        .containsExactly(Kind.STRING, Kind.WORD);
    assertThat(SqlTokens.significant("'a' 'b'")).hasSize(2);
  }

  @Test
  void linesAreCountedThroughStringsAndComments() {
    assertThat(SqlTokens.significant("a\n/*\n*/ 'x\n' b").stream().map(Token::line))
        .containsExactly(1, 3, 4);
  }

  /** Whatever the input: no failure, nothing lost, and text inside quotes never becomes a word. */
  @Test
  void losesNothingOnRandomText() {
    List<String> pieces =
        List.of(
            "a", "B1", "'", "''", "\"", "$$", "$x$", "$1", "--", "/*", "*/", "\n", " ", "\\", "E'",
            "U&\"", "1", ".5", "e1", "::", ";", "(", ")", "+", "=", "@", "ü", "😀", "\0", "\r");
    Random random = new Random(20261122);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(14); i >= 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      List<Token> tokens = SqlTokens.of(text.toString());
      assertThat(tokens.stream().map(Token::text).collect(joining())).isEqualTo(text.toString());
      assertThat(tokens).allSatisfy(token -> assertThat(token.text()).isNotEmpty());
    }
  }

  @Test
  void wellFormedPiecesComeBackAsTheyWere() {
    List<String> pieces =
        List.of(
            "name",
            "\"Q \"\" n\"",
            "'s''t'",
            "E'\\' ;'",
            "$b$ ; ' $$ $b$",
            "/* ; /* ' */ */",
            "42",
            "1.5e3",
            "<=",
            "(",
            ")",
            ";",
            "U&'\\0041'",
            "$3");
    Random random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      List<String> chosen = random.ints(8, 0, pieces.size()).mapToObj(pieces::get).toList();
      List<String> found =
          SqlTokens.of(String.join(" ", chosen)).stream()
              .filter(token -> token.kind() != Kind.SPACE)
              .map(Token::text)
              .toList();
      assertThat(found).isEqualTo(chosen);
    }
  }
}
