package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ConstraintChange.DropConstraint;
import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Drops a constraint at {@code contract}. The plan holds its definition; the way back adds it
 * again, after rows that it refuses were made to fit, or kept aside.
 */
final class DropConstraintSteps {
  /** Before it the constraint is added again. */
  private static final int FIRST_WALK = 2;

  private final Draft draft;
  private final DropConstraint change;
  private final Snapshot.Table table;
  private final Snapshot.Constraint constraint;
  private final String alter;

  private DropConstraintSteps(
      Draft draft, DropConstraint change, Snapshot.Table table, Snapshot.Constraint constraint) {
    this.draft = draft;
    this.change = change;
    this.table = table;
    this.constraint = constraint;
    this.alter = "ALTER TABLE " + table.name() + " ";
  }

  static void plan(Draft draft, DropConstraint change) {
    Optional<Snapshot.Table> table = draft.table(change, change.table());
    Optional<Snapshot.Constraint> constraint = table.flatMap(each -> find(draft, change, each));
    if (constraint.isPresent()
        && allowed(draft, change, constraint.get())
        && settled(draft, change, table.orElseThrow(), constraint.get())) {
      new DropConstraintSteps(draft, change, table.get(), constraint.get()).add();
    }
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropConstraint change, Snapshot snapshot) {
    return snapshot
        .table(change.table())
        .filter(
            table ->
                table.constraints().stream()
                    .noneMatch(each -> !each.incoming() && each.name().equals(change.name())))
        .isPresent();
  }

  private static Optional<Snapshot.Constraint> find(
      Draft draft, DropConstraint change, Snapshot.Table table) {
    List<Snapshot.Constraint> own =
        table.constraints().stream().filter(each -> !each.incoming()).toList();
    Optional<Snapshot.Constraint> found =
        own.stream().filter(each -> each.name().equals(change.name())).findFirst();
    if (found.isEmpty()) {
      draft.problem(
          change,
          "table " + table.name() + " has no constraint " + change.name(),
          "one of " + own.stream().map(each -> each.name().quoted()).toList());
    }
    return found;
  }

  private static boolean allowed(
      Draft draft, DropConstraint change, Snapshot.Constraint constraint) {
    String definition = constraint.definition();
    String what = "constraint " + constraint.name();
    String exclusion =
        " could only be added again by a scan of the whole table under ACCESS EXCLUSIVE";
    String temporal = definition.contains(" WITHOUT OVERLAPS") ? exclusion : "";
    switch (constraint.kind()) {
      case 'c' -> {
        return true;
      }
      case 'f' -> {
        if (!definition.contains("PERIOD ")) {
          return true;
        }
        draft.problem(
            change, what + " is over a period, which is not supported", "another foreign key");
      }
      case 'u' -> {
        if (temporal.isEmpty()) {
          return true;
        }
        draft.problem(change, what + temporal, "a unique constraint over values");
      }
      case 'p' ->
          draft.problem(
              change, what + " is the primary key", "'change_primary_key', which names another");
      case 'n' ->
          draft.problem(
              change,
              what + " is NOT NULL of " + constraint.columns(),
              "'drop_not_null', which knows what becomes of NULL on the way back");
      case 'x' ->
          draft.problem(
              change,
              what + " excludes by an index, and" + exclusion,
              "a check, foreign key or unique constraint");
      default -> draft.problem(change, what + " is a trigger", "a constraint over values");
    }
    return false;
  }

  /** False, with problems, when a column of it is on its way to something else. */
  private static boolean settled(
      Draft draft, DropConstraint change, Snapshot.Table table, Snapshot.Constraint constraint) {
    boolean settled = true;
    for (Identifier column : constraint.columns()) {
      settled &= NewShape.column(draft, change, table, column).isPresent();
    }
    for (Identifier column : change.down().keySet()) {
      settled &= draft.column(change, table, column).isPresent();
    }
    return settled && (change.down().isEmpty() || draft.hasKey(change, table));
  }

  private void add() {
    if (constraint.kind() == 'u') {
      DropUnique.plan(draft, change, table, constraint);
      return;
    }
    QualifiedName name = table.name();
    KeptRows kept = new KeptRows(draft, table, constraint.name().toString());
    List<Action> walks = List.of();
    List<Look> looks = List.of();
    if (constraint.holds()) {
      UnfitRows unfit =
          constraint.kind() == 'c'
              ? Unfit.check(table, change.down(), constraint, kept)
              : Unfit.foreignKey(table, change.down(), ForeignKey.of(constraint), kept);
      boolean movable = UniqueAgain.incoming(table).isEmpty();
      if (unfit.down().isEmpty() && !UniqueAgain.movable(draft, change, table)) {
        return;
      }
      walks = unfit.walks(constraint.name(), movable);
      looks = unfit.looks(FIRST_WALK, constraint.name(), movable);
    }
    List<String> again = new ArrayList<>();
    again.add(
        alter
            + "ADD CONSTRAINT "
            + constraint.name()
            + " "
            + constraint.definition()
            + (constraint.holds() ? " NOT VALID" : ""));
    again.addAll(commentAgain(constraint, name));
    if (constraint.holds()) {
      again.addAll(kept.create());
    }
    QualifiedName[] tables = tables();
    StepBuilder builder =
        transaction(
                "Drop the constraint " + constraint.name() + " of " + name,
                Origin.of(change),
                alter + "DROP CONSTRAINT " + constraint.name())
            .backTransaction("Add the constraint " + constraint.name() + " again", again)
            .looks(looks.toArray(Look[]::new))
            .locks(LockMode.ACCESS_EXCLUSIVE, tables)
            .backLocks(
                constraint.kind() == 'c' ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_ROW_EXCLUSIVE,
                tables)
            .risk(Risk.MEDIUM)
            .success(Criteria.constraintGone(name, constraint.name()))
            .backSuccess(Criteria.constraintExists(name, constraint.name(), constraint.holds()));
    if (constraint.holds()) {
      builder
          .success(kept.notOfAnother())
          .back(walks.toArray(Action[]::new))
          .backTransaction(
              "Validate " + constraint.name(), alter + "VALIDATE CONSTRAINT " + constraint.name());
    }
    draft.add(Phase.CONTRACT, builder);
    draft.shape(name, shape -> shape);
    if (constraint.kind() == 'f') {
      loseKey(ForeignKey.of(constraint));
    }
  }

  private void loseKey(ForeignKey key) {
    TableShape.NewKey lost =
        new TableShape.NewKey(
            constraint.name(),
            key.columns().stream().map(Identifier::parse).toList(),
            key.parent(),
            key.referenced().stream().map(Identifier::parse).toList(),
            ReferentialAction.valueOf(key.onDelete().replace(' ', '_')));
    draft.shape(key.parent(), shape -> shape);
    draft.shape(table.name(), shape -> shape.withoutKey(lost));
  }

  private QualifiedName[] tables() {
    Set<QualifiedName> tables = new java.util.LinkedHashSet<>(List.of(table.name()));
    constraint.references().ifPresent(tables::add);
    return tables.toArray(QualifiedName[]::new);
  }

  static List<String> commentAgain(Snapshot.Constraint constraint, QualifiedName table) {
    return constraint.comment().stream()
        .map(
            text ->
                "COMMENT ON CONSTRAINT "
                    + constraint.name()
                    + " ON "
                    + table
                    + " IS "
                    + Literal.of(text))
        .toList();
  }
}
