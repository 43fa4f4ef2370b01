package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Change.RawSql;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.Statement;
import dev.ripcord.sql.Statements;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the user's own statements, in one transaction each way. */
final class RawSqlSteps {
  private static final Pattern CONCURRENTLY =
      Pattern.compile("\\b(CREATE|DROP|REINDEX)\\b.*\\bCONCURRENTLY\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern NEW_TYPE =
      Pattern.compile(
          "\\s*CREATE\\s+(?:DOMAIN|TYPE)\\s+((?:\"[^\"]+\"|[\\w$]+)(?:\\.(?:\"[^\"]+\"|[\\w$]+))?)",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> NOT_IN_TRANSACTION =
      Set.of(
          "vacuum",
          "begin",
          "commit",
          "rollback",
          "start",
          "savepoint",
          "cluster",
          "reindex",
          "end",
          "abort",
          "prepare",
          "release");

  private RawSqlSteps() {}

  static void plan(Draft draft, RawSql change) {
    List<String> up = statements(draft, change, "up", change.up());
    up.forEach(statement -> foresee(draft, statement));
    StepBuilder builder = transaction(change.name(), Origin.of(change), up).risk(Risk.MEDIUM);
    change
        .down()
        .ifPresentOrElse(
            down ->
                builder.backTransaction(
                    "Undo: " + change.name(), statements(draft, change, "down", down)),
            () ->
                builder
                    .risk(Risk.CRITICAL)
                    .reversibility(
                        new Reversibility(
                            Reversibility.Level.IRREVERSIBLE,
                            "'" + change.name() + "' has no 'down:'")));
    draft.add(change.phase(), builder);
  }

  /** Nothing that is kept may depend on a type that goes on the way back. */
  private static void foresee(Draft draft, String statement) {
    Matcher type = NEW_TYPE.matcher(statement);
    if (type.lookingAt()) {
      try {
        draft.passingType(QualifiedName.parse(type.group(1)));
      } catch (IllegalArgumentException e) {
        // the server will say what is wrong with that name
        return;
      }
    }
  }

  private static List<String> statements(Draft draft, RawSql change, String key, String script) {
    List<String> statements = Statements.split(script).stream().map(Statement::text).toList();
    for (String statement : statements) {
      String word = statement.strip().split("\\W+", 2)[0].toLowerCase(java.util.Locale.ROOT);
      if (NOT_IN_TRANSACTION.contains(word) || CONCURRENTLY.matcher(statement).find()) {
        draft.problem(
            change,
            "'" + key + ":' has a statement that cannot run inside a transaction: " + statement,
            "statements that can, or a 'create_index' change for an index");
      }
    }
    return statements;
  }
}
