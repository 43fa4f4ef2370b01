package dev.ripcord.hazard;

import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a statement, or one in its WITH, overwrites or deletes rows. */
final class Writes {
  private static final Set<String> STARTS =
      Set.of("select", "insert", "update", "delete", "merge", "values", "table");

  private Writes() {}

  /**
   * One of them.
   *
   * @param what such as {@code DELETE of rows of}
   */
  record Write(String what, TableName table) {}

  static List<Write> in(List<Token> statement) {
    List<Write> writes = new ArrayList<>();
    for (int start : starts(statement)) {
      write(statement.subList(start, statement.size())).ifPresent(writes::add);
    }
    return writes;
  }

  /** A statement starts where the text does; after WITH, in its parentheses and behind them. */
  private static List<Integer> starts(List<Token> statement) {
    if (statement.isEmpty() || !statement.getFirst().isWord("with")) {
      return List.of(0);
    }
    List<Integer> starts = new ArrayList<>();
    int depth = 0;
    boolean main = false;
    for (int i = 1; i < statement.size(); i++) {
      Token token = statement.get(i);
      depth += Words.depthChange(token);
      boolean word =
          token.kind() == Token.Kind.WORD && STARTS.contains(token.text().toLowerCase(Locale.ROOT));
      if (word && statement.get(i - 1).is("(")) {
        starts.add(i);
      } else if (word && depth == 0 && !main && statement.get(i - 1).is(")")) {
        main = true;
        starts.add(i);
      }
    }
    return starts;
  }

  private static Optional<Write> write(List<Token> tokens) {
    Words words = new Words(tokens);
    if (words.take("delete", "from")) {
      return named("DELETE FROM", words);
    }
    if (words.take("update")) {
      return named("UPDATE of", words);
    }
    if (words.take("merge", "into")) {
      boolean takes = words.has("then", "update") || words.has("then", "delete");
      return takes ? named("MERGE INTO", words) : Optional.empty();
    }
    if (words.take("insert", "into") && words.has("do", "update")) {
      return named("ON CONFLICT DO UPDATE of", words);
    }
    return Optional.empty();
  }

  private static Optional<Write> named(String what, Words words) {
    words.skip("only");
    return words.tableName().map(table -> new Write(what, table));
  }
}
