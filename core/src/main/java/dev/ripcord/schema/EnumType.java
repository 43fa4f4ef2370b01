package dev.ripcord.schema;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * An enum type.
 *
 * @param labels in their order
 * @param grantees who but the owner may use it: {@code PUBLIC} or a quoted role, with {@code WITH
 *     GRANT OPTION} behind it where they may pass it on
 * @param uses what depends on it, or on arrays and domains of it; columns of composite types and
 *     ranges with it inside
 */
public record EnumType(
    QualifiedName name,
    List<String> labels,
    Identifier owner,
    Optional<String> comment,
    List<String> grantees,
    List<Use> uses) {
  public EnumType {
    labels = List.copyOf(labels);
    grantees = List.copyOf(grantees);
    uses = List.copyOf(uses);
  }

  /**
   * One thing that depends on the type.
   *
   * @param what as {@code pg_describe_object} prints it
   * @param column the table's column that has the type, or whose default needs it
   * @param itself the type, not an array or domain of it
   * @param inside only a part of the column's values is of the type: a field of a composite type, a
   *     bound of a range
   * @param byDefault the column's default needs it
   */
  public record Use(
      String what, Optional<Column> column, boolean itself, boolean inside, boolean byDefault) {
    /** A column of an ordinary table that has the type itself. */
    public boolean isColumn() {
      return column.isPresent() && itself && !byDefault;
    }
  }

  /** A column by its table. */
  public record Column(QualifiedName table, Identifier name) {}
}
