package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ConstraintChange.DropConstraint;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drops a unique constraint, and with it its index. */
final class DropUnique {
  private DropUnique() {}

  static void plan(
      Draft draft, DropConstraint change, Snapshot.Table table, Snapshot.Constraint constraint) {
    Optional<Snapshot.Index> index =
        table.indexes().stream()
            .filter(each -> each.name().name().equals(constraint.name()))
            .findFirst();
    boolean droppable =
        index.isPresent()
            && allowed(draft, change, table, constraint, index.get())
            && draft.hasKey(change, table)
            && (!change.down().isEmpty() || UniqueAgain.movable(draft, change, table));
    if (droppable) {
      add(draft, change, table, constraint, index.get());
    }
  }

  private static boolean allowed(
      Draft draft,
      DropConstraint change,
      Snapshot.Table table,
      Snapshot.Constraint constraint,
      Snapshot.Index index) {
    List<String> obstacles = new ArrayList<>();
    obstacles.addAll(referencing(table, constraint));
    index.marks().forEach(mark -> obstacles.add("its index " + mark));
    if (constraint.definition().contains("NULLS NOT DISTINCT")) {
      obstacles.add("it takes NULL for a value, for which no way back is built");
    }
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "constraint " + constraint.name() + " cannot be dropped: " + String.join(", ", obstacles),
          "a unique constraint on which nothing depends");
    }
    return obstacles.isEmpty();
  }

  /** Foreign keys that rely on the constraint, in words. */
  static List<String> referencing(Snapshot.Table table, Snapshot.Constraint constraint) {
    return table.constraints().stream()
        .filter(Snapshot.Constraint::incoming)
        .filter(each -> Set.copyOf(each.columns()).equals(Set.copyOf(constraint.columns())))
        .map(
            each ->
                "foreign key "
                    + each.name()
                    + each.references().map(other -> " of " + other).orElse("")
                    + " references it")
        .toList();
  }

  private static void add(
      Draft draft,
      DropConstraint change,
      Snapshot.Table table,
      Snapshot.Constraint constraint,
      Snapshot.Index index) {
    QualifiedName name = table.name();
    String alter = "ALTER TABLE " + name + " ";
    List<String> use = new ArrayList<>();
    use.add(
        alter
            + "ADD CONSTRAINT "
            + constraint.name()
            + " UNIQUE USING INDEX "
            + constraint.name()
            + UniqueKeys.deferral(constraint));
    use.addAll(DropConstraintSteps.commentAgain(constraint, name));
    index
        .comment()
        .ifPresent(text -> use.add("COMMENT ON INDEX " + index.name() + " IS " + Literal.of(text)));
    UniqueAgain again =
        new UniqueAgain(draft, table, constraint.columns(), index.name(), index.definition());
    boolean movable = UniqueAgain.incoming(table).isEmpty();
    draft.add(
        Phase.CONTRACT,
        transaction(
                "Drop the constraint " + constraint.name() + " of " + name,
                Origin.of(change),
                alter + "DROP CONSTRAINT " + constraint.name())
            .back(again.units(change.down(), movable, use).toArray(Action[]::new))
            .looks(again.looks(1, change.down(), movable))
            .locks(LockMode.ACCESS_EXCLUSIVE, name)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
            .risk(Risk.MEDIUM)
            .success(Criteria.constraintGone(name, constraint.name()), again.kept().notOfAnother())
            .backSuccess(
                Criteria.constraintExists(name, constraint.name(), true),
                Criteria.indexValid(index.name())));
    draft.shape(name, shape -> shape);
  }
}
