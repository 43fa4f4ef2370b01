package dev.ripcord.hazard;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ALTER TABLE statement.
 *
 * @param actions the tokens of each, in their order
 */
record AlterTable(TableName table, List<List<Token>> actions) {
  AlterTable {
    actions = List.copyOf(actions);
  }

  /** Empty when it is another statement. */
  static Optional<AlterTable> of(List<Token> statement) {
    Words words = new Words(statement);
    if (!words.take("alter", "table")) {
      return Optional.empty();
    }
    words.skip("if", "exists");
    words.skip("only");
    return words.tableName().map(table -> new AlterTable(table, split(words.rest())));
  }

  private static List<List<Token>> split(List<Token> tokens) {
    List<List<Token>> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int depth = 0;
    for (Token token : tokens) {
      depth += Words.depthChange(token);
      if (depth == 0 && token.is(",")) {
        parts.add(List.copyOf(part));
        part.clear();
      } else {
        part.add(token);
      }
    }
    parts.add(List.copyOf(part));
    return parts;
  }

  /** A column that an action adds; what follows its name is the definition. */
  record Added(Identifier column, List<Token> definition) {
    static Optional<Added> of(List<Token> action) {
      Words words = new Words(action);
      if (!words.take("add") || constraint(words)) {
        return Optional.empty();
      }
      words.skip("column");
      words.skip("if", "not", "exists");
      return words.identifier().map(column -> new Added(column, words.rest()));
    }

    private static boolean constraint(Words words) {
      return words.take("constraint")
          || words.take("check")
          || words.take("foreign", "key")
          || words.take("primary", "key")
          || words.take("unique")
          || words.take("exclude")
          || words.take("not", "null");
    }
  }

  /** What an action does to one column by ALTER COLUMN. */
  record Altered(Identifier column, List<Token> what) {
    static Optional<Altered> of(List<Token> action) {
      Words words = new Words(action);
      if (!words.take("alter") || words.take("constraint")) {
        return Optional.empty();
      }
      words.skip("column");
      return words.identifier().map(column -> new Altered(column, words.rest()));
    }
  }

  /**
   * A constraint that an action adds.
   *
   * @param label its name, or what kind it is
   */
  record Constraint(String label, List<Token> definition) {
    static Optional<Constraint> of(List<Token> action) {
      Words words = new Words(action);
      if (!words.take("add")) {
        return Optional.empty();
      }
      if (words.take("constraint")) {
        return words.identifier().map(name -> new Constraint(name.quoted(), words.rest()));
      }
      boolean bare = Added.constraint(new Words(words.rest()));
      return bare ? Optional.of(new Constraint("a constraint", words.rest())) : Optional.empty();
    }
  }
}
