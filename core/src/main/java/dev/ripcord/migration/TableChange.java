package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** A change of a whole table. */
public sealed interface TableChange extends Change {
  /** The table, by the name that it has before the change, or gets by it. */
  QualifiedName table();

  @Override
  default List<QualifiedName> tables() {
    return List.of(table());
  }

  /**
   * A new table.
   *
   * @param primaryKey names of columns; none if empty
   * @param constraints further table constraints, as in {@code CREATE TABLE}
   */
  record CreateTable(
      Place place,
      QualifiedName table,
      List<TableColumn> columns,
      List<Identifier> primaryKey,
      List<String> constraints,
      Optional<String> comment)
      implements TableChange {
    public CreateTable {
      columns = List.copyOf(columns);
      primaryKey = List.copyOf(primaryKey);
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * A column of a new table.
   *
   * @param type as PostgreSQL spells it; may say {@code GENERATED … AS IDENTITY} after the type
   */
  record TableColumn(
      Identifier column, String type, boolean notNull, Optional<String> defaultValue) {}

  /** A table goes away. */
  record DropTable(Place place, QualifiedName table) implements TableChange {}

  /** A new name for a table, in the same schema. */
  record RenameTable(Place place, QualifiedName table, Identifier to) implements TableChange {}

  /** Another schema for a table. */
  record MoveTable(Place place, QualifiedName table, Identifier schema) implements TableChange {}
}
