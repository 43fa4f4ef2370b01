package dev.ripcord.hazard;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An UPDATE, the statement itself or one in its WITH.
 *
 * @param columns that it sets
 */
record Update(TableName table, Set<Identifier> columns) {
  Update {
    columns = Set.copyOf(columns);
  }

  static List<Update> in(List<Token> statement) {
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < statement.size(); i++) {
      boolean starts = i == 0 || statement.get(i - 1).is("(") || statement.get(i - 1).is(")");
      Words words = new Words(statement.subList(i, statement.size()));
      if (starts && words.take("update")) {
        words.skip("only");
        words.tableName().ifPresent(table -> updates.add(new Update(table, columns(words.rest()))));
      }
    }
    return updates;
  }

  /** The names in front of the equals signs between SET and what follows it. */
  private static Set<Identifier> columns(List<Token> tokens) {
    Set<Identifier> columns = new LinkedHashSet<>();
    boolean inside = false;
    boolean name = false;
    int depth = 0;
    for (int i = 0; i < tokens.size() && depth >= 0; i++) {
      Token token = tokens.get(i);
      depth += Words.depthChange(token);
      if (depth == 0 && !inside && token.isWord("set")) {
        inside = true;
        name = true;
      } else if (depth == 0 && inside && (token.isWord("from") || token.isWord("where"))) {
        break;
      } else if (depth == 0 && inside && token.is(",")) {
        name = true;
      } else if (name && token.isName()) {
        new Words(tokens.subList(i, i + 1)).identifier().ifPresent(columns::add);
        name = false;
      }
    }
    return columns;
  }
}
