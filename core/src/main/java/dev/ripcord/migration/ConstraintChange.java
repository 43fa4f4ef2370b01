package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of the constraints of one table. */
public sealed interface ConstraintChange extends Change {
  /** The table that has the constraint. */
  QualifiedName table();

  @Override
  default List<QualifiedName> tables() {
    return List.of(table());
  }

  /**
   * A check constraint.
   *
   * @param expression over the new shape of the table
   * @param up new values of columns, as expressions over the row, for rows that do not fit
   */
  record AddCheck(
      Place place,
      QualifiedName table,
      Identifier name,
      String expression,
      Map<Identifier, String> up)
      implements ConstraintChange {
    public AddCheck {
      up = Collections.unmodifiableMap(new LinkedHashMap<>(up));
    }
  }

  /**
   * A foreign key.
   *
   * @param columns of the table, as many as {@code referenced}
   * @param parent the table that is referenced
   * @param referenced columns of the parent
   * @param onDelete what happens to rows whose parent is deleted
   * @param onUpdate what happens to rows whose parent's key changes
   * @param up new values of columns, as expressions over the row, for rows without a parent
   */
  record AddForeignKey(
      Place place,
      QualifiedName table,
      Identifier name,
      List<Identifier> columns,
      QualifiedName parent,
      List<Identifier> referenced,
      ReferentialAction onDelete,
      ReferentialAction onUpdate,
      Map<Identifier, String> up)
      implements ConstraintChange {
    public AddForeignKey {
      columns = List.copyOf(columns);
      referenced = List.copyOf(referenced);
      up = Collections.unmodifiableMap(new LinkedHashMap<>(up));
    }

    @Override
    public List<QualifiedName> tables() {
      return table.equals(parent) ? List.of(table) : List.of(table, parent);
    }
  }

  /** What a foreign key does to children. */
  enum ReferentialAction {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT;

    /** As SQL spells it. */
    public String sql() {
      return name().replace('_', ' ');
    }

    /** As a file spells it. */
    public String word() {
      return sql().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A unique constraint. */
  record AddUnique(Place place, QualifiedName table, Identifier name, List<Identifier> columns)
      implements ConstraintChange {
    public AddUnique {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Another primary key, or the first.
   *
   * @param name of the constraint; the old one's, or PostgreSQL's choice, if absent
   */
  record ChangePrimaryKey(
      Place place, QualifiedName table, List<Identifier> columns, Optional<Identifier> name)
      implements ConstraintChange {
    public ChangePrimaryKey {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A constraint goes away.
   *
   * @param down new values of columns, as expressions over the row, for rows that fit no more on
   *     the way back; such rows are kept aside if it is empty
   */
  record DropConstraint(
      Place place, QualifiedName table, Identifier name, Map<Identifier, String> down)
      implements ConstraintChange {
    public DropConstraint {
      down = Collections.unmodifiableMap(new LinkedHashMap<>(down));
    }
  }

  /** A new name for a constraint. */
  record RenameConstraint(Place place, QualifiedName table, Identifier from, Identifier to)
      implements ConstraintChange {}
}
