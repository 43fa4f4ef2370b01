package dev.ripcord.hazard;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the tokens of a statement from left to right. */
final class Words {
  private final List<Token> tokens;
  private int at;

  Words(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /** Goes on behind these keywords if they come next, all of them in this order. */
  boolean take(String... keywords) {
    if (!isAt(at, keywords)) {
      return false;
    }
    at += keywords.length;
    return true;
  }

  /** Goes on behind these keywords, whether they come next or not. */
  void skip(String... keywords) {
    if (isAt(at, keywords)) {
      at += keywords.length;
    }
  }

  /** Whether these keywords stand one after the other in the rest, outside of parentheses. */
  boolean has(String... keywords) {
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      depth += depthChange(tokens.get(i));
      if (depth == 0 && isAt(i, keywords)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(int from, String... keywords) {
    if (from + keywords.length > tokens.size()) {
      return false;
    }
    for (int i = 0; i < keywords.length; i++) {
      if (!tokens.get(from + i).isWord(keywords[i])) {
        return false;
      }
    }
    return true;
  }

  /** The table name that comes next, with or without its schema. */
  Optional<TableName> tableName() {
    List<Identifier> parts = new ArrayList<>();
    Optional<Identifier> part = identifier();
    while (part.isPresent()) {
      parts.add(part.get());
      part = takePunctuation(".") ? identifier() : Optional.empty();
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new TableName(parts));
  }

  /** The names that come next, with commas between them. */
  List<TableName> tableNames() {
    List<TableName> names = new ArrayList<>();
    do {
      skip("only");
      tableName().ifPresent(names::add);
    } while (takePunctuation(","));
    return names;
  }

  /** The name that comes next. */
  Optional<Identifier> identifier() {
    if (at == tokens.size() || !tokens.get(at).isName()) {
      return Optional.empty();
    }
    try {
      Identifier name = Identifier.parse(tokens.get(at).text());
      at++;
      return Optional.of(name);
    } catch (IllegalArgumentException tooLong) {
      return Optional.empty();
    }
  }

  boolean takePunctuation(String punctuation) {
    boolean next = at < tokens.size() && tokens.get(at).is(punctuation);
    at += next ? 1 : 0;
    return next;
  }

  List<Token> rest() {
    return tokens.subList(at, tokens.size());
  }

  /** How much deeper in parentheses one is behind the token. */
  static int depthChange(Token token) {
    if (token.is("(") || token.is("[")) {
      return 1;
    }
    return token.is(")") || token.is("]") ? -1 : 0;
  }
}
