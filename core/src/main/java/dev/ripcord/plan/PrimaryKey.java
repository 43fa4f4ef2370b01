package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.ChangePrimaryKey;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A primary key with its index, which has the same name. */
record PrimaryKey(Snapshot.Constraint constraint, Snapshot.Index index) {
  static Optional<PrimaryKey> of(Snapshot.Table table) {
    return table.constraints().stream()
        .filter(each -> each.kind() == 'p')
        .findFirst()
        .flatMap(
            constraint ->
                table.indexes().stream()
                    .filter(each -> each.name().name().equals(constraint.name()))
                    .findFirst()
                    .map(index -> new PrimaryKey(constraint, index)));
  }

  /** The name of the new key. */
  static Identifier name(ChangePrimaryKey change, Snapshot.Table table, Optional<PrimaryKey> old) {
    return change
        .name()
        .or(() -> old.map(key -> key.constraint().name()))
        .orElseGet(() -> Identifier.derived("", table.name().name().value() + "_pkey"));
  }

  /** False, with problems, when the key cannot be exchanged for the one that is wanted. */
  static boolean replaceable(
      Draft draft, ChangePrimaryKey change, Snapshot.Table table, Optional<PrimaryKey> old) {
    List<String> obstacles = new ArrayList<>(UniqueAgain.incoming(table));
    old.ifPresent(key -> key.index().marks().forEach(mark -> obstacles.add("its index " + mark)));
    if (old.filter(key -> key.constraint().definition().contains("WITHOUT OVERLAPS")).isPresent()) {
      obstacles.add("it is over a period");
    }
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "the primary key of "
              + table.name()
              + " cannot be exchanged: "
              + String.join(", ", obstacles),
          "a table that no foreign key references; drop these keys first, add them after");
    }
    if (table.primaryKey().equals(change.columns())) {
      draft.problem(
          change,
          change.columns() + " is the primary key of " + table.name() + " already",
          "other columns, or 'rename_constraint'");
      return false;
    }
    for (Identifier column : change.columns()) {
      if (table
          .column(column)
          .filter(each -> each.generation() == Snapshot.Generation.VIRTUAL)
          .isPresent()) {
        draft.problem(change, "column " + column + " is virtual", "stored columns");
        return false;
      }
    }
    Identifier name = name(change, table, old);
    boolean kept = old.filter(key -> key.constraint().name().equals(name)).isPresent();
    boolean free =
        kept
            || (NewShape.constraintIsNew(draft, change, table, name)
                && CreateIndexSteps.isNew(draft, change, table, name));
    return obstacles.isEmpty() && free;
  }
}
