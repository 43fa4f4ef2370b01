package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * NOT NULL without a scan under an exclusive lock: a CHECK added NOT VALID, validated under SHARE
 * UPDATE EXCLUSIVE, lets SET NOT NULL skip the scan (ALTER TABLE in the manual, since version 12).
 *
 * <p>{@code IS DISTINCT FROM NULL} is what NOT NULL means for every type; {@code IS NOT NULL} is
 * false for a row value with a NULL in any field (section 9.2 of the manual), for which PostgreSQL
 * would scan after all.
 */
final class NotNull {
  /** NOT NULL constraints have names in the catalogue from this version on. */
  static final int NAMED = 180000;

  private NotNull() {}

  static String addCheck(QualifiedName table, Identifier column) {
    return "ALTER TABLE "
        + table
        + " ADD CONSTRAINT "
        + Names.notNullCheck(column)
        + " CHECK ("
        + column
        + " IS DISTINCT FROM NULL) NOT VALID";
  }

  static String validateCheck(QualifiedName table, Identifier column) {
    return "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + Names.notNullCheck(column);
  }

  static String dropCheck(QualifiedName table, Identifier column) {
    return "ALTER TABLE " + table + " DROP CONSTRAINT " + Names.notNullCheck(column);
  }

  /** Adds and validates the check; two steps, because each needs its own short lock. */
  static List<StepBuilder> prove(QualifiedName table, Identifier column, String origin) {
    Identifier check = Names.notNullCheck(column);
    return List.of(
        transaction(
                "Check new rows of " + table + " for NULL in " + column,
                origin,
                addCheck(table, column))
            .backTransaction(
                "Drop the check for NULL in " + column + " of " + table, dropCheck(table, column))
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, check, false))
            .backSuccess(Criteria.constraintGone(table, check)),
        transaction(
                "Validate that no row of " + table + " has NULL in " + column,
                origin,
                validateCheck(table, column))
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, check, true)));
  }

  /** The check is of no more use once the column is NOT NULL. */
  static StepBuilder dropHelper(QualifiedName table, Identifier column, String origin) {
    Identifier check = Names.notNullCheck(column);
    return transaction(
            "Drop the helper check " + check + " of " + table, origin, dropCheck(table, column))
        .backTransaction("Add the helper check " + check + " again", addCheck(table, column))
        .backTransaction("Validate " + check, validateCheck(table, column))
        .locks(LockMode.ACCESS_EXCLUSIVE, table)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
        .success(Criteria.constraintGone(table, check))
        .backSuccess(Criteria.constraintExists(table, check, true));
  }

  /** SET NOT NULL for a column that had none, named as PostgreSQL would name it itself. */
  static String set(Snapshot snapshot, QualifiedName table, Identifier column) {
    if (snapshot.serverVersion() < NAMED) {
      return "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL";
    }
    Identifier name =
        Identifier.derived("", table.name().value() + "_" + column.value() + "_not_null");
    return addNamed(table, name, column);
  }

  /** The way back to NOT NULL of a column whose check was added NOT VALID: validate, set, drop. */
  static void restore(StepBuilder builder, Snapshot.Table table, Identifier column) {
    builder
        .backTransaction(
            "Validate that no row of " + table.name() + " has NULL in " + column,
            validateCheck(table.name(), column))
        .backTransaction(
            "Set " + column + " of " + table.name() + " NOT NULL again",
            again(table, column),
            dropCheck(table.name(), column))
        .backSuccess(
            Criteria.notNull(table.name(), column, true),
            Criteria.constraintGone(table.name(), Names.notNullCheck(column)));
  }

  /**
   * What {@link #restore}, which comes next, refuses: nothing gives a value to rows that have none.
   */
  static void refuses(StepBuilder builder, Snapshot.Table table, Identifier column) {
    builder.looks(
        new Look(
            builder.nextUnit(),
            "rows of " + table.name() + " with NULL in " + column + ", which was NOT NULL",
            table.name(),
            "t." + column + " IS NOT DISTINCT FROM NULL",
            Examples.of(table, List.of()),
            new Fate.Refused("NOT NULL of " + column)));
  }

  /** SET NOT NULL for a column that was it, under the name that it had. */
  static String again(Snapshot.Table table, Identifier column) {
    return constraint(table, column)
        .map(each -> addNamed(table.name(), each.name(), column) + inherit(each))
        .orElseGet(
            () -> "ALTER TABLE " + table.name() + " ALTER COLUMN " + column + " SET NOT NULL");
  }

  /** The NOT NULL constraint of the column, where these have names. */
  static Optional<Snapshot.Constraint> constraint(Snapshot.Table table, Identifier column) {
    return table.constraints().stream()
        .filter(each -> each.kind() == 'n' && each.columns().equals(List.of(column)))
        .findFirst();
  }

  private static String inherit(Snapshot.Constraint constraint) {
    return constraint.definition().endsWith(" NO INHERIT") ? " NO INHERIT" : "";
  }

  static String addNamed(QualifiedName table, Identifier name, Identifier column) {
    return "ALTER TABLE " + table + " ADD CONSTRAINT " + name + " NOT NULL " + column;
  }
}
