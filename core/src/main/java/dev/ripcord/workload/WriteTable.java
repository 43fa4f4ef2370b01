package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table in which writers write, as it was before the migration.
 *
 * @param key the columns by which writers find rows: one row each, if the table has a key
 * @param shape what the migration makes of it; nothing, if it only stands beside
 * @param outgoing its foreign keys
 * @param referenced whether other rows may hang on its rows, so that only rows which the writer
 *     itself inserted may be deleted: on these hang only rows of the same writer
 * @param through foreign keys that reference it, by which a row takes others along that a foreign
 *     key of the new shape only hangs on
 * @param arriving foreign keys that only the new shape has, and that reference it
 * @param leaving likewise, of the old shape
 * @param pairing if columns move from it to another table, or the other way round
 * @param frozen columns that are never updated: keys of rows, of references and of partitions
 */
record WriteTable(
    Snapshot.Table before,
    List<Identifier> key,
    TableShape shape,
    List<ForeignKey> outgoing,
    boolean referenced,
    Set<Identifier> frozen,
    List<ForeignKey> through,
    List<OneSided> arriving,
    List<OneSided> leaving,
    Optional<Pairing> pairing) {
  WriteTable {
    key = List.copyOf(key);
    outgoing = List.copyOf(outgoing);
    frozen = Set.copyOf(frozen);
    through = List.copyOf(through);
    arriving = List.copyOf(arriving);
    leaving = List.copyOf(leaving);
  }

  /** A foreign key that the migration adds to a table, or drops. */
  record OneSided(Snapshot.Table child, TableShape.NewKey key) {}

  QualifiedName name() {
    return before.name();
  }

  /** Whether several rows may be found at once. */
  boolean findsMany() {
    return before.rowKey().isEmpty();
  }

  /** The columns whose values decide which writer owns a row that is there at the start. */
  List<Identifier> ownedBy() {
    return pairing.map(each -> each.key(name())).orElseGet(this::key);
  }

  /** The pairing, if columns arrive here. */
  Optional<Pairing> arrivals() {
    return pairing.filter(each -> each.arrivesIn(name()));
  }

  /** Users' triggers may store other values than were written. */
  boolean firesTriggers() {
    return !before.triggers().isEmpty();
  }

  Snapshot.Column column(Identifier column) {
    return before.column(column).orElseThrow();
  }

  /** Whether the column is part of a foreign key of this table. */
  boolean referencing(Identifier column) {
    return outgoing.stream().anyMatch(key -> key.columns().contains(column));
  }
}
