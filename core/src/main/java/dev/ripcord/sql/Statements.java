package dev.ripcord.sql;

import dev.ripcord.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a script into its statements, as psql does: a semicolon ends one unless it stands in a
 * string, a comment, parentheses (CREATE RULE) or the BEGIN ATOMIC body of a function.
 */
public final class Statements {
  private final String script;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Token> current = new ArrayList<>();
  private int parentheses;
  private int bodies;

  private Statements(String script) {
    this.script = script;
  }

  /**
   * The statements in their order, none of them empty. The lines {@code restrict} and {@code
   * unrestrict} with a backslash, which pg_dump writes, are left out; other psql commands are not
   * known, neither is data behind COPY FROM stdin.
   */
  public static List<Statement> split(String script) {
    Statements splitter = new Statements(script);
    List<Token> tokens = SqlTokens.of(script);
    int i = 0;
    while (i < tokens.size()) {
      if (splitter.current.isEmpty() && dumpGuard(tokens, i)) {
        int line = tokens.get(i).line();
        while (i < tokens.size() && tokens.get(i).line() == line && !newline(tokens.get(i))) {
          i++;
        }
      } else {
        if (tokens.get(i).significant()) {
          splitter.accept(tokens.get(i));
        }
        i++;
      }
    }
    splitter.finish();
    return List.copyOf(splitter.statements);
  }

  private static boolean dumpGuard(List<Token> tokens, int i) {
    return tokens.get(i).is("\\")
        && i + 1 < tokens.size()
        && (tokens.get(i + 1).isWord("restrict") || tokens.get(i + 1).isWord("unrestrict"));
  }

  private static boolean newline(Token token) {
    return token.kind() == Kind.SPACE && token.text().indexOf('\n') >= 0;
  }

  private void accept(Token token) {
    if (token.is(";") && parentheses == 0 && bodies == 0) {
      finish();
      return;
    }
    if (token.is("(")) {
      parentheses++;
    } else if (token.is(")")) {
      parentheses = Math.max(0, parentheses - 1);
    } else if (token.kind() == Kind.WORD) {
      countBodies(token);
    }
    current.add(token);
  }

  /** CASE ends with END as well, so it counts inside a body. */
  private void countBodies(Token token) {
    if (token.isWord("atomic") && !current.isEmpty() && current.getLast().isWord("begin")) {
      bodies += createsRoutine() ? 1 : 0;
    } else if (bodies > 0 && token.isWord("case")) {
      bodies++;
    } else if (bodies > 0 && token.isWord("end")) {
      bodies--;
    }
  }

  private boolean createsRoutine() {
    return current.getFirst().isWord("create")
        && current.stream()
            .limit(4)
            .anyMatch(token -> token.isWord("function") || token.isWord("procedure"));
  }

  private void finish() {
    if (!current.isEmpty()) {
      Token first = current.getFirst();
      statements.add(
          new Statement(script.substring(first.start(), current.getLast().end()), first.line()));
    }
    current.clear();
    parentheses = 0;
    bodies = 0;
  }
}
