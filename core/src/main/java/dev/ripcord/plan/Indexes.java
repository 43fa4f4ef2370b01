package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Optional;

/** Finds indexes by their own names, which are unique in a schema, whatever table they are on. */
final class Indexes {
  private Indexes() {}

  /** An index with its table. */
  record Found(Snapshot.Table table, Snapshot.Index index) {}

  static Optional<Found> find(Snapshot snapshot, QualifiedName name) {
    return snapshot.tables().stream()
        .flatMap(table -> table.indexes().stream().map(index -> new Found(table, index)))
        .filter(found -> found.index().name().equals(name))
        .findFirst();
  }

  /** The table of the index that the change names, if it names one that is there. */
  static Optional<QualifiedName> tableOf(Change change, Snapshot snapshot) {
    Optional<QualifiedName> index =
        switch (change) {
          case IndexChange.DropIndex it -> Optional.of(it.index());
          case IndexChange.RenameIndex it -> Optional.of(it.index());
          default -> Optional.empty();
        };
    return index.flatMap(name -> find(snapshot, name)).map(found -> found.table().name());
  }

  /** An index that is nobody's but its own; reports a problem and is empty otherwise. */
  static Optional<Found> own(Draft draft, Change change, QualifiedName name, String instead) {
    Optional<Found> found = find(draft.snapshot(), name);
    if (found.isEmpty()) {
      draft.problem(
          change,
          "index " + name + " does not exist",
          "one of "
              + draft.snapshot().tables().stream()
                  .flatMap(table -> table.indexes().stream())
                  .filter(index -> !index.constraint())
                  .map(index -> index.name().quoted())
                  .toList());
      return found;
    }
    if (found.get().index().constraint()) {
      draft.problem(
          change,
          "index "
              + name
              + " belongs to the constraint of the same name of "
              + found.get().table().name(),
          "'" + instead + "'");
      return Optional.empty();
    }
    return draft.table(change, found.get().table().name()).map(table -> found.get());
  }

  /** Whether tables, views and indexes leave the name free in the schema. */
  static boolean free(Draft draft, Change change, Identifier schema, Identifier name) {
    QualifiedName wanted = new QualifiedName(schema, name);
    boolean taken =
        draft.snapshot().table(wanted).isPresent()
            || draft.snapshot().view(wanted).isPresent()
            || find(draft.snapshot(), wanted).isPresent();
    if (taken) {
      draft.problem(
          change, "schema " + schema + " has a relation " + name + " already", "a new name");
    }
    return !taken;
  }
}
