package dev.ripcord.rehearse;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Statement;
import dev.ripcord.sql.Statements;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Statements of the user's own that make what expressions of other changes may call: functions and
 * types that are new. Where values of both shapes meet these are needed, too; they change nothing
 * that is there.
 */
final class Makers {
  private static final Pattern MAKES =
      Pattern.compile(
          "\\s*CREATE\\s+(FUNCTION|DOMAIN|TYPE|AGGREGATE|OPERATOR|CAST|COLLATION|EXTENSION|SCHEMA)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Makers() {}

  static List<String> of(Migration migration) {
    return migration.changes().stream()
        .filter(Change.RawSql.class::isInstance)
        .map(Change.RawSql.class::cast)
        .filter(change -> change.phase() == Phase.EXPAND)
        .flatMap(change -> Statements.split(change.up()).stream())
        .map(Statement::text)
        .filter(text -> MAKES.matcher(text).matches())
        .toList();
  }

  /** What cannot be made here is of the new shape alone; who calls it all the same is told so. */
  static void make(Migration migration, Session session) {
    for (String statement : of(migration)) {
      try {
        session.execute(statement);
      } catch (DatabaseException e) {
        if (e.connectionLost()) {
          throw e;
        }
      }
    }
  }
}
