package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.AddForeignKey;
import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.schema.Snapshot;
import java.util.List;
import java.util.Set;

/** Whether PostgreSQL would take a foreign key; said before anything is touched. */
final class ForeignKeyFits {
  /**
   * Types of one btree operator family, which has an {@code =} for any two of them, or that cast
   * into one without being asked ({@code pg_amop} and {@code pg_cast} in the catalogue).
   */
  private static final List<Set<String>> COMPARABLE =
      List.of(
          Set.of("smallint", "integer", "bigint"),
          Set.of("real", "double precision"),
          Set.of("text", "character varying", "name"),
          Set.of("date", "timestamp without time zone", "timestamp with time zone"),
          Set.of("bit", "bit varying"),
          Set.of("inet", "cidr"));

  private ForeignKeyFits() {}

  static boolean check(
      Draft draft, AddForeignKey change, Snapshot.Table child, Snapshot.Table parent) {
    List<Snapshot.Column> columns = NewShape.columns(draft, change, child, change.columns());
    List<Snapshot.Column> referenced = NewShape.columns(draft, change, parent, change.referenced());
    if (columns.isEmpty() || referenced.isEmpty()) {
      return false;
    }
    boolean fits = unique(draft, change, parent);
    fits &= stored(draft, change, columns);
    fits &= persistent(draft, change, child, parent);
    fits &= nullable(draft, change, columns);
    for (int i = 0; i < columns.size(); i++) {
      fits &= comparable(draft, change, columns.get(i), referenced.get(i));
    }
    return fits;
  }

  private static boolean unique(Draft draft, AddForeignKey change, Snapshot.Table parent) {
    boolean unique = UniqueKeys.referenceable(parent, change.referenced());
    if (!unique) {
      draft.problem(
          change,
          "nothing makes "
              + change.referenced()
              + " of "
              + parent.name()
              + " unique that a foreign key could rely on",
          "a primary key, or a unique constraint or index over just these columns that is valid,"
              + " not partial and not deferrable");
    }
    return unique;
  }

  private static boolean stored(Draft draft, AddForeignKey change, List<Snapshot.Column> columns) {
    boolean stored =
        columns.stream()
            .noneMatch(
                each ->
                    each.generation() == Snapshot.Generation.STORED
                        || each.generation() == Snapshot.Generation.VIRTUAL);
    if (!stored) {
      draft.problem(change, "a column of the foreign key is generated", "columns with own values");
    }
    return stored;
  }

  private static boolean persistent(
      Draft draft, AddForeignKey change, Snapshot.Table child, Snapshot.Table parent) {
    boolean fits = child.unlogged() || !parent.unlogged();
    if (!fits) {
      draft.problem(
          change,
          "table " + parent.name() + " is UNLOGGED, and " + child.name() + " is not",
          "a parent that a crash does not empty");
    }
    return fits;
  }

  private static boolean nullable(
      Draft draft, AddForeignKey change, List<Snapshot.Column> columns) {
    boolean setsNull =
        change.onDelete() == ReferentialAction.SET_NULL
            || change.onUpdate() == ReferentialAction.SET_NULL;
    List<String> notNull =
        columns.stream()
            .filter(Snapshot.Column::notNull)
            .map(each -> each.name().quoted())
            .toList();
    if (setsNull && !notNull.isEmpty()) {
      draft.problem(
          change,
          "'set null' would fail each time, because " + notNull + " may not be null",
          "another action, or columns that may be null");
    }
    return !setsNull || notNull.isEmpty();
  }

  private static boolean comparable(
      Draft draft, AddForeignKey change, Snapshot.Column column, Snapshot.Column referenced) {
    TypeName own = TypeName.of(column.type());
    TypeName other = TypeName.of(referenced.type());
    boolean comparable =
        own.array() == other.array()
            && (own.name().equals(other.name())
                || (!own.array() && comparable(own.name(), other.name())));
    if (!comparable) {
      draft.problem(
          change,
          "column "
              + column.name()
              + " is "
              + column.type()
              + ", and "
              + referenced.name()
              + ", which it references, is "
              + referenced.type(),
          "types that an index compares");
    }
    return comparable;
  }

  private static boolean comparable(String own, String referenced) {
    boolean wholeToNumeric = referenced.equals("numeric") && COMPARABLE.getFirst().contains(own);
    return wholeToNumeric
        || COMPARABLE.stream().anyMatch(each -> each.contains(own) && each.contains(referenced));
  }
}
