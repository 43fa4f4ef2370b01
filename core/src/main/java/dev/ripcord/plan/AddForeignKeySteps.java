package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ConstraintChange.AddForeignKey;
import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds a foreign key NOT VALID in {@code expand}; in {@code migrate} rows without a parent are
 * repaired, if the change says how, and it is validated. What it does to children meanwhile, when a
 * client deletes a parent, is that client's write, and no way back undoes it.
 */
final class AddForeignKeySteps {
  private final Draft draft;
  private final AddForeignKey change;
  private final Snapshot.Table child;
  private final QualifiedName table;
  private final QualifiedName parent;
  private final String origin;

  private AddForeignKeySteps(Draft draft, AddForeignKey change, Snapshot.Table child) {
    this.draft = draft;
    this.change = change;
    this.child = child;
    this.table = child.name();
    this.parent = change.parent();
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, AddForeignKey change) {
    Optional<Snapshot.Table> child = draft.table(change, change.table());
    Optional<Snapshot.Table> parent = draft.table(change, change.parent());
    if (child.isPresent()
        && parent.isPresent()
        && NewShape.constraintIsNew(draft, change, child.get(), change.name())
        && ForeignKeyFits.check(draft, change, child.get(), parent.get())) {
      new AddForeignKeySteps(draft, change, child.get()).add();
    }
  }

  /** Whether the database has the new shape already. */
  static boolean there(AddForeignKey change, Snapshot snapshot) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.constraints().stream())
        .filter(each -> each.kind() == 'f' && !each.incoming())
        .filter(each -> each.name().equals(change.name()))
        .map(ForeignKey::of)
        .anyMatch(
            each ->
                each.valid()
                    && each.parent().equals(change.parent())
                    && parsed(each.columns()).equals(change.columns())
                    && parsed(each.referenced()).equals(change.referenced())
                    && each.onDelete().equals(change.onDelete().sql()));
  }

  private static List<Identifier> parsed(List<String> names) {
    return names.stream().map(Identifier::parse).toList();
  }

  private void add() {
    String alter = "ALTER TABLE " + table + " ";
    String add = alter + "ADD CONSTRAINT " + change.name() + " " + definition() + " NOT VALID";
    QualifiedName[] both = change.tables().toArray(QualifiedName[]::new);
    draft.add(
        Phase.EXPAND,
        transaction("Let new rows of " + table + " reference " + parent, origin, add)
            .backTransaction(
                "Drop the foreign key " + change.name() + " of " + table,
                alter + "DROP CONSTRAINT " + change.name())
            .locks(LockMode.SHARE_ROW_EXCLUSIVE, both)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, both)
            .success(Criteria.constraintExists(table, change.name(), false))
            .backSuccess(Criteria.constraintGone(table, change.name())));
    BackfillSteps.repair(
        draft,
        change,
        child,
        change.up(),
        new BackfillSteps.Guard(change.name(), orphaned(), add, change.tables()));
    StepBuilder validate =
        transaction(
                "Validate the foreign key " + change.name() + " of " + table,
                origin,
                alter + "VALIDATE CONSTRAINT " + change.name())
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, change.name(), true));
    if (!parent.equals(table)) {
      validate.locks(LockMode.ROW_SHARE, parent);
    }
    draft.add(Phase.MIGRATE, validate);
    draft.shape(parent, shape -> shape);
    if (change.up().isEmpty()) {
      draft.shape(table, shape -> shape.withDemand(demand()));
    }
    draft.shape(
        table,
        shape ->
            shape.withKey(
                new TableShape.NewKey(
                    change.name(),
                    change.columns(),
                    parent,
                    change.referenced(),
                    change.onDelete())));
  }

  private TableShape.Demand demand() {
    String alter = "ALTER TABLE " + table + " ";
    return new TableShape.Demand(
        alter + "ADD CONSTRAINT " + change.name() + " " + definition(),
        alter + "DROP CONSTRAINT " + change.name(),
        Optional.of(orphaned()),
        List.of(),
        "true",
        Optional.of(parent));
  }

  /** Holds for a row {@code t} of the child. */
  private String orphaned() {
    return ForeignKey.orphaned(quoted(change.columns()), parent, quoted(change.referenced()));
  }

  private String definition() {
    List<String> parts = new ArrayList<>();
    parts.add("FOREIGN KEY (" + list(change.columns()) + ")");
    parts.add("REFERENCES " + parent + " (" + list(change.referenced()) + ")");
    if (change.onDelete() != ReferentialAction.NO_ACTION) {
      parts.add("ON DELETE " + change.onDelete().sql());
    }
    if (change.onUpdate() != ReferentialAction.NO_ACTION) {
      parts.add("ON UPDATE " + change.onUpdate().sql());
    }
    return String.join(" ", parts);
  }

  private static String list(List<Identifier> columns) {
    return columns.stream().map(Identifier::quoted).collect(joining(", "));
  }

  private static List<String> quoted(List<Identifier> columns) {
    return columns.stream().map(Identifier::quoted).toList();
  }
}
