package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Phase;
import dev.ripcord.migration.TableChange.DropTable;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves a table out of sight at {@code contract}; in {@code cleanup} it becomes its own archive:
 * its foreign keys go, so that it binds no other table any more. It is dropped when the retention
 * of archives ends.
 */
final class DropTableSteps {
  private final Draft draft;
  private final Snapshot.Table table;
  private final QualifiedName name;
  private final QualifiedName away;
  private final String origin;

  private DropTableSteps(Draft draft, DropTable change, Snapshot.Table table) {
    this.draft = draft;
    this.table = table;
    this.name = table.name();
    this.away = Names.work(name, "retired", draft.nextNumber());
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, DropTable change) {
    draft
        .table(change, change.table())
        .filter(table -> nothingHangsOn(draft, change, table))
        .ifPresent(table -> new DropTableSteps(draft, change, table).add());
  }

  private static boolean nothingHangsOn(Draft draft, DropTable change, Snapshot.Table table) {
    List<String> obstacles = new ArrayList<>();
    DroppedTogether together = DroppedTogether.of(draft.changes());
    table.dependents().stream()
        .filter(each -> !together.has(each))
        .forEach(each -> obstacles.add(each.what()));
    table.constraints().stream()
        .filter(each -> each.incoming() && !together.stays(table, each))
        .forEach(
            each ->
                obstacles.add(
                    "foreign key "
                        + each.name()
                        + each.references().map(other -> " of " + other).orElse("")));
    table.constraints().stream()
        .filter(each -> each.kind() == 'f' && !each.incoming() && !each.holds())
        .filter(each -> !together.stays(table, each))
        .forEach(
            each ->
                obstacles.add(
                    "foreign key "
                        + each.name()
                        + " (it is not valid: which rows had no parent before could not be told)"));
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "table " + table.name() + " cannot be taken away: " + String.join(", ", obstacles),
          "a table on which nothing depends but what is dropped with it");
    }
    return obstacles.isEmpty();
  }

  private void add() {
    draft.add(Phase.CONTRACT, retire());
    foreignKeys().forEach(key -> draft.add(Phase.CLEANUP, unbind(key)));
    draft.shape(name, TableShape::withoutTable);
  }

  private StepBuilder retire() {
    QualifiedName renamed = new QualifiedName(name.schema(), away.name());
    QualifiedName movedBack = new QualifiedName(Names.SCHEMA, name.name());
    return transaction(
            "Move table " + name + " out of sight",
            origin,
            "ALTER TABLE " + name + " RENAME TO " + away.name(),
            "ALTER TABLE " + renamed + " SET SCHEMA " + Names.SCHEMA)
        .backTransaction(
            "Move table " + name + " back",
            "ALTER TABLE " + away + " SET SCHEMA " + name.schema(),
            "ALTER TABLE " + renamed + " RENAME TO " + movedBack.name())
        .locks(LockMode.ACCESS_EXCLUSIVE, name)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, away)
        .risk(Risk.MEDIUM)
        .success(Criteria.tableGone(name), Criteria.tableExists(away))
        .backSuccess(Criteria.tableExists(name), Criteria.tableGone(away));
  }

  /** Those by which it would go on binding a table that stays. */
  private List<ForeignKey> foreignKeys() {
    DroppedTogether together = DroppedTogether.of(draft.changes());
    return table.constraints().stream()
        .filter(each -> each.kind() == 'f' && !each.incoming())
        .filter(each -> !together.stays(table, each))
        .map(ForeignKey::of)
        .toList();
  }

  private StepBuilder unbind(ForeignKey key) {
    Identifier constraint = key.constraint().name();
    String alter = "ALTER TABLE " + away + " ";
    String notValid = key.constraint().definition() + " NOT VALID";
    QualifiedName kept = Names.kept(name, draft.nextNumber());
    List<String> again = new ArrayList<>();
    again.add(alter + "ADD CONSTRAINT " + constraint + " " + notValid);
    if (key.forbids()) {
      again.add("CREATE SCHEMA IF NOT EXISTS " + Names.KEPT_SCHEMA);
      again.add("CREATE TABLE IF NOT EXISTS " + kept + " (LIKE " + away + ")");
    }
    StepBuilder builder =
        transaction(
                "Drop the foreign key " + constraint + " of the retired " + name,
                origin,
                alter + "DROP CONSTRAINT " + constraint)
            .backTransaction("Add the foreign key " + constraint + " again", again)
            .back(
                Walks.walk(
                    "Apply " + constraint + " to rows whose parent went meanwhile",
                    away,
                    key.orphans(away, kept)))
            .looks(look(key, kept))
            .locks(LockMode.ACCESS_EXCLUSIVE, away, key.parent())
            .backLocks(LockMode.SHARE_ROW_EXCLUSIVE, away, key.parent())
            .success(Criteria.constraintGone(away, constraint))
            .backSuccess(Criteria.constraintExists(away, constraint, true));
    builder.backTransaction(
        "Validate the foreign key " + constraint, alter + "VALIDATE CONSTRAINT " + constraint);
    return builder;
  }

  private Look look(ForeignKey key, QualifiedName kept) {
    String what = "foreign key " + key.constraint().name();
    Fate fate =
        switch (key.onDelete()) {
          case "CASCADE" -> new Fate.Removed(what);
          case "SET NULL", "SET DEFAULT" -> new Fate.MadeFit(what, Optional.empty());
          default -> new Fate.Kept(kept);
        };
    return new Look(
        2,
        "rows of the retired " + name + " whose row of " + key.parent() + " is gone",
        away,
        ForeignKey.orphaned(key.columns(), key.parent(), key.referenced()),
        Examples.of(table, key.columns().stream().map(Identifier::parse).toList()),
        fate);
  }
}
