package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.schema.Attached.OwnedSequence;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What keeps the keys, indexes and sequences of a column from going along to another one. */
final class KeyObstacles {
  private static final Pattern ON_UPDATE =
      Pattern.compile(" ON UPDATE (CASCADE|SET NULL|SET DEFAULT)");

  private final Snapshot snapshot;
  private final Snapshot.Table table;
  private final Snapshot.Column column;
  private final List<String> found = new ArrayList<>();

  private KeyObstacles(Snapshot snapshot, Snapshot.Table table, Snapshot.Column column) {
    this.snapshot = snapshot;
    this.table = table;
    this.column = column;
  }

  /** The obstacles, each with its reason where that is not plain. */
  static List<String> of(
      Snapshot snapshot, Change change, Snapshot.Table table, Snapshot.Column column) {
    KeyObstacles obstacles = new KeyObstacles(snapshot, table, column);
    obstacles.generation();
    obstacles.indexes();
    obstacles.foreignKeys();
    table.attached().sequences().stream()
        .filter(each -> each.column().equals(column.name()))
        .forEach(obstacles::sequence);
    if (change instanceof ColumnChange.ChangeType it) {
      obstacles.retyped(it);
    }
    return obstacles.found;
  }

  private void generation() {
    switch (column.generation()) {
      case STORED, VIRTUAL -> found.add("its value is generated");
      default -> {}
    }
  }

  private void indexes() {
    for (Snapshot.Index index : table.indexes()) {
      if (index.columns().contains(column.name())) {
        if (has(index.name(), "replica identity")) {
          found.add(
              "index " + index.name() + " (it is the replica identity, and would have to change)");
        }
        if (has(index.name(), "clustered")) {
          found.add("index " + index.name() + " (the table is clustered on it)");
        }
        if (Comments.index(snapshot, index.name(), "tablespace").isPresent()) {
          found.add("index " + index.name() + " (it is in a tablespace of its own)");
        }
        if (Comments.index(snapshot, index.name(), "statistics").isPresent()) {
          found.add("index " + index.name() + " (it has a statistics target of its own)");
        }
      }
    }
    table.constraints().stream()
        .filter(each -> each.kind() == 'x' && each.columns().contains(column.name()))
        .forEach(
            each ->
                found.add(
                    "exclusion constraint "
                        + each.name()
                        + " (its index could not be built without locking the table)"));
  }

  private boolean has(QualifiedName index, String property) {
    return Comments.index(snapshot, index, property).filter("true"::equals).isPresent();
  }

  private void foreignKeys() {
    for (Snapshot.Constraint each : table.constraints()) {
      if (each.kind() == 'f' && each.columns().contains(column.name())) {
        QualifiedName child = each.incoming() ? each.references().orElseThrow() : table.name();
        String name = "foreign key " + each.name() + (each.incoming() ? " of " + child : "");
        if (ON_UPDATE.matcher(each.definition()).find()) {
          found.add(name + " (ON UPDATE and the sync trigger would both write the column)");
        }
        if (each.definition().endsWith(" NOT ENFORCED")) {
          found.add(name + " (it is not enforced)");
        }
        if (snapshot.table(each.references().orElseThrow()).stream()
            .anyMatch(other -> !(other.kin() instanceof Kin.Alone))) {
          found.add(name + " (the other table is partitioned, a partition, or inherits)");
        }
        if (Comments.constraint(snapshot, child, each.name(), "triggers").isPresent()) {
          found.add(name + " (its triggers are disabled)");
        }
      }
    }
  }

  private void sequence(OwnedSequence sequence) {
    if (sequence.identity() && !sequence.usedBy().isEmpty()) {
      found.add(
          "identity sequence "
              + sequence.name()
              + " (it has to be made again, and is used by "
              + String.join(", ", sequence.usedBy())
              + ")");
    }
  }

  private void retyped(ColumnChange.ChangeType change) {
    Identifier name = column.name();
    boolean related =
        table.primaryKey().contains(name)
            || table.constraints().stream()
                .anyMatch(each -> each.kind() == 'f' && each.columns().contains(name));
    int from = Types.bytes(column.type());
    int to = Types.bytes(change.type());
    boolean integers = from > 0 && to > 0;
    if (related && (change.up().isPresent() || change.down().isPresent())) {
      found.add("a key (its values must stay the same, without 'up' and 'down')");
    } else if (related && !integers) {
      found.add("a key (it can only become another type of integer)");
    }
    boolean sequence =
        table.attached().sequences().stream().anyMatch(each -> each.column().equals(name));
    if (sequence && (!integers || to < from)) {
      found.add("a sequence that belongs to it (it can only become a wider integer)");
    }
  }
}
