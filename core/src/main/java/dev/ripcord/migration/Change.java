package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One declared change. SQL expressions are kept as written; the server judges them. Every change
 * knows its place in the file, so that what the database says of it can be told with that place.
 */
public sealed interface Change {
  /** Where the change stands in the user's file. */
  Place place();

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
      implements Change {}

  /**
   * How rows that exist get a new column's value.
   *
   * @param value an expression over the row
   * @param where which rows, if not all in which the column is null
   */
  record Fill(String value, Optional<String> where) {}

  /** A new name for a column; both names work until {@code contract}. */
  record RenameColumn(Place place, QualifiedName table, Identifier from, Identifier to)
      implements Change {}

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
      implements Change {
    public TransformColumns {
      from = List.copyOf(from);
      to = List.copyOf(to);
      down = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(down));
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
      implements Change {}

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
      implements Change {}

  /** A table goes away. */
  record DropTable(Place place, QualifiedName table) implements Change {}

  /**
   * A check constraint.
   *
   * @param expression over the new shape of the table
   */
  record AddCheck(Place place, QualifiedName table, Identifier name, String expression)
      implements Change {}

  /**
   * An index, built concurrently.
   *
   * @param columns column names or expressions (in parentheses), each with optional ordering, as in
   *     {@code CREATE INDEX}
   * @param method such as {@code btree}
   * @param where the predicate of a partial index
   */
  record CreateIndex(
      Place place,
      QualifiedName table,
      Identifier name,
      List<String> columns,
      boolean unique,
      String method,
      Optional<String> where)
      implements Change {
    public CreateIndex {
      columns = List.copyOf(columns);
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
      implements Change {
    public Backfill {
      set = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }
  }

  /**
   * Statements as written.
   *
   * @param name a short title
   * @param phase one of the five, in lower case
   * @param up run forward, in one transaction
   * @param down run back, in one transaction; absent makes the step irreversible
   */
  record RawSql(Place place, String name, Phase phase, String up, Optional<String> down)
      implements Change {}
}
