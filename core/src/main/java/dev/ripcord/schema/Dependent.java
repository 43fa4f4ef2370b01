package dev.ripcord.schema;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * Something that depends on a table or a view.
 *
 * @param what as {@code pg_describe_object} prints it, such as {@code view active_users}
 * @param columns the table's columns on which it depends; empty when it depends on the table
 * @param partOf the table or view that it is or belongs to, as a policy does, and with which it
 *     goes; empty for a function
 * @param wholeRows whether it holds rows of the table with all their columns, as a column of the
 *     table's row type does
 */
public record Dependent(
    String what, List<Identifier> columns, Optional<QualifiedName> partOf, boolean wholeRows) {
  public Dependent {
    columns = List.copyOf(columns);
  }
}
