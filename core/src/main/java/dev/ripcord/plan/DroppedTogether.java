package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.TableChange.DropTable;
import dev.ripcord.migration.ViewChange.DropView;
import dev.ripcord.schema.Dependent;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a migration takes out of sight at once. One may hang on another, for they stay together:
 * each is moved as it is, and gone for good in one moment.
 *
 * @param relations tables and views
 */
public record DroppedTogether(Set<QualifiedName> relations) {
  public DroppedTogether {
    relations = Set.copyOf(relations);
  }

  /** By these changes. */
  public static DroppedTogether of(List<Change> changes) {
    Set<QualifiedName> relations = new HashSet<>();
    for (Change change : changes) {
      if (change instanceof DropTable drop) {
        relations.add(drop.table());
      } else if (change instanceof DropView drop) {
        relations.add(drop.view());
      }
    }
    return new DroppedTogether(relations);
  }

  /** Whether the foreign key is one between two of the tables, or of one with itself. */
  public boolean stays(Snapshot.Table table, Snapshot.Constraint key) {
    return key.references()
        .filter(other -> other.equals(table.name()) || relations.contains(other))
        .isPresent();
  }

  /** Whether it is one of them, or part of one. */
  boolean has(Dependent dependent) {
    return dependent.partOf().filter(relations::contains).isPresent();
  }
}
