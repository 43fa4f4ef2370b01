package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of the columns of one table. */
public sealed interface ColumnChange extends Change {
  /** The table that has the columns. */
  QualifiedName table();

  @Override
  default List<QualifiedName> tables() {
    return List.of(table());
  }

  /**
   * A new column.
   *
   * @param type as PostgreSQL spells it
   * @param defaultValue an expression, if new rows get one
   * @param fill how existing rows get their value, if they do
   */
  record AddColumn(
      Place place,
      QualifiedName table,
      Identifier column,
      String type,
      boolean notNull,
      Optional<String> defaultValue,
      Optional<Fill> fill)
      implements ColumnChange {}

  /**
   * How rows that exist get a new column's value.
   *
   * @param value an expression over the row
   * @param where which rows, if not all in which the column is null
   */
  record Fill(String value, Optional<String> where) {}

  /** A new name for a column; both names work until {@code contract}. */
  record RenameColumn(Place place, QualifiedName table, Identifier from, Identifier to)
      implements ColumnChange {}

  /**
   * Columns that become others by expressions: split, merge, re-code.
   *
   * @param from the old columns, at least one
   * @param to the new columns, at least one
   * @param down for each old column, in the order of {@code from}, its value as an expression over
   *     the new columns
   */
  record TransformColumns(
      Place place,
      QualifiedName table,
      List<Identifier> from,
      List<Target> to,
      Map<Identifier, String> down)
      implements ColumnChange {
    public TransformColumns {
      from = List.copyOf(from);
      to = List.copyOf(to);
      down = Collections.unmodifiableMap(new LinkedHashMap<>(down));
    }
  }

  /**
   * A column that a transformation makes.
   *
   * @param up its value as an expression over the old columns
   */
  record Target(Identifier column, String type, boolean notNull, String up) {}

  /**
   * Another type for a column.
   *
   * @param up the new value from the old, the column's own name standing for the old; a cast if
   *     absent
   * @param down the old value from the new, likewise; an explicit cast if absent
   */
  record ChangeType(
      Place place,
      QualifiedName table,
      Identifier column,
      String type,
      Optional<String> up,
      Optional<String> down,
      RollbackStyle rollback)
      implements ColumnChange {}

  /** What the way back of a type change may cost. */
  enum RollbackStyle {
    /** A shadow column: the way back is catalogue-only. */
    INSTANT,
    /** In place: the way back is an online expand, migrate, contract. */
    ONLINE
  }

  /**
   * A column goes away.
   *
   * @param down its value for rows written without it, if the default will not do
   */
  record DropColumn(Place place, QualifiedName table, Identifier column, Optional<String> down)
      implements ColumnChange {}

  /** Another default; rows that exist keep their values. */
  record SetDefault(Place place, QualifiedName table, Identifier column, String value)
      implements ColumnChange {}

  /** No default any more; rows that exist keep their values. */
  record DropDefault(Place place, QualifiedName table, Identifier column) implements ColumnChange {}

  /**
   * A column that may be null no more.
   *
   * @param up the value of rows in which it is null; without it there must be none
   */
  record SetNotNull(Place place, QualifiedName table, Identifier column, Optional<String> up)
      implements ColumnChange {}

  /**
   * A column that may be null.
   *
   * @param down the value that rows with null get on the way back; the default if absent
   */
  record DropNotNull(Place place, QualifiedName table, Identifier column, Optional<String> down)
      implements ColumnChange {}

  /**
   * Columns that move to another table, whose rows belong to this one's by a key.
   *
   * @param columns name here to name there
   * @param to the other table
   * @param key column there to column here; unique in both
   */
  record MoveColumns(
      Place place,
      QualifiedName table,
      Map<Identifier, Identifier> columns,
      QualifiedName to,
      Map<Identifier, Identifier> key)
      implements ColumnChange {
    public MoveColumns {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    @Override
    public List<QualifiedName> tables() {
      return List.of(table, to);
    }
  }

  /**
   * New values in existing rows, in batches, undone by compare-and-restore.
   *
   * @param set column to expression over the row
   * @param where which rows; all if absent
   */
  record Backfill(
      Place place, QualifiedName table, Map<Identifier, String> set, Optional<String> where)
      implements ColumnChange {
    public Backfill {
      set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }
  }
}
