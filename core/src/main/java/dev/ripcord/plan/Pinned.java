package dev.ripcord.plan;

import static dev.ripcord.plan.NotNull.NAMED;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * Columns of a primary key and identity columns must be NOT NULL whenever they are that. When they
 * are retired they stay so: the trigger feeds them, and on the way back nothing has to be scanned.
 */
final class Pinned {
  private Pinned() {}

  static boolean is(Snapshot.Table table, Snapshot.Column column) {
    return table.primaryKey().contains(column.name())
        || column.generation() == Snapshot.Generation.IDENTITY_ALWAYS
        || column.generation() == Snapshot.Generation.IDENTITY_BY_DEFAULT;
  }

  /** Gives way to the new column's NOT NULL constraint, where these have names. */
  static List<String> retire(Snapshot.Table table, Identifier column) {
    return name(table, column).stream()
        .map(name -> rename(table.name(), name, Names.retired(name)))
        .toList();
  }

  static List<String> serve(Snapshot.Table table, Identifier column) {
    return name(table, column).stream()
        .map(name -> rename(table.name(), Names.retired(name), name))
        .toList();
  }

  /** Units that make the retired column NOT NULL again, after it came back from the archive. */
  static List<Action> rebuild(Snapshot snapshot, Snapshot.Table table, Identifier column) {
    Identifier retired = Names.retired(column);
    QualifiedName name = table.name();
    String set =
        name(table, column)
            .filter(own -> snapshot.serverVersion() >= NAMED)
            .map(own -> NotNull.addNamed(name, Names.retired(own), retired))
            .orElse("ALTER TABLE " + name + " ALTER COLUMN " + retired + " SET NOT NULL");
    return List.of(
        new Action.Transaction(
            "Check new rows of " + name + " for NULL in " + retired,
            List.of(NotNull.addCheck(name, retired))),
        new Action.Transaction(
            "Validate that no row of " + name + " has NULL in " + retired,
            List.of(NotNull.validateCheck(name, retired))),
        new Action.Transaction(
            "Set " + retired + " of " + name + " NOT NULL again",
            List.of(set, NotNull.dropCheck(name, retired))));
  }

  private static Optional<Identifier> name(Snapshot.Table table, Identifier column) {
    return NotNull.constraint(table, column).map(Snapshot.Constraint::name);
  }

  private static String rename(QualifiedName table, Identifier from, Identifier to) {
    return "ALTER TABLE " + table + " RENAME CONSTRAINT " + from + " TO " + to;
  }
}
