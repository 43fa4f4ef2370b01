package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Another default at {@code contract}, or none, in the catalogue alone: rows that exist keep what
 * they have (ALTER TABLE in the manual, SET DEFAULT).
 */
final class Defaults {
  private static final Pattern CONSTANT =
      Pattern.compile(
          "('([^']|'')*'|-?[0-9][0-9.]*|true|false)(::[a-z_\"][\\w \".]*(\\([0-9,]+\\))?[\\w \\[\\]]*)?");

  private Defaults() {}

  /**
   * Whether a default is one constant, so that its value is the same whenever it is asked for.
   *
   * @param printed as {@code pg_get_expr} prints it
   */
  static boolean constant(String printed) {
    return CONSTANT.matcher(printed).matches();
  }

  /** The column whose default may be changed; reports a problem and is empty where it may not. */
  static void change(Draft draft, ColumnChange change, Ask ask) {
    draft
        .table(change, change.table())
        .ifPresent(
            table ->
                draft
                    .column(change, table, ask.column())
                    .filter(column -> hasPlainDefault(draft, change, column))
                    .ifPresent(column -> add(draft, change, column, ask)));
  }

  /**
   * @param value of the new default; none if absent
   */
  record Ask(Identifier column, Optional<String> value) {}

  private static boolean hasPlainDefault(Draft draft, Change change, Snapshot.Column column) {
    boolean plain = column.generation() == Snapshot.Generation.NONE;
    if (!plain) {
      draft.problem(
          change,
          "the value of column " + column.name() + " is generated, so it has no default",
          "a column that is neither an identity nor GENERATED ALWAYS AS");
    }
    return plain;
  }

  private static void add(Draft draft, ColumnChange change, Snapshot.Column column, Ask ask) {
    String alter = "ALTER TABLE " + change.table() + " ALTER COLUMN " + column.name();
    String what = column.name() + " of " + change.table();
    draft.add(
        Phase.CONTRACT,
        transaction(
                (ask.value().isPresent() ? "Set" : "Drop") + " the default of " + what,
                Origin.of(change),
                alter + clause(ask.value()))
            .backTransaction(
                column.defaultValue().isPresent()
                    ? "Set the default of " + what + " as it was"
                    : "Drop the default of " + what + " again",
                alter + clause(column.defaultValue()))
            .locks(LockMode.ACCESS_EXCLUSIVE, change.table())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, change.table())
            .success(Criteria.hasDefault(change.table(), column.name(), ask.value().isPresent()))
            .backSuccess(
                Criteria.hasDefault(
                    change.table(), column.name(), column.defaultValue().isPresent())));
    draft.shape(
        change.table(),
        shape -> shape.withAltered(column, it -> it.withDefault(ask.value().isPresent())));
  }

  private static String clause(Optional<String> value) {
    return value.map(text -> " SET DEFAULT " + text).orElse(" DROP DEFAULT");
  }
}
