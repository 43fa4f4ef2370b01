package dev.ripcord.postgres;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a table's rows are to be read: each row once, each value so that different values look
 * different.
 *
 * @param only whether children by inheritance are to be left out; they are tables of their own
 * @param parent the partitioned table of which this one is a partition
 * @param columns by name
 */
record ReadableTable(
    QualifiedName name,
    boolean only,
    @Nullable QualifiedName parent,
    List<ReadableColumn> columns) {
  ReadableTable {
    columns = List.copyOf(columns);
  }

  /**
   * @param plain whether PostgreSQL's hash of the value tells all printed values apart
   * @param bytes a function whose bytes do, if the value's own hash does not
   */
  record ReadableColumn(Identifier name, boolean plain, Optional<String> bytes) {
    /** An expression that can be hashed. */
    String hashable() {
      return plain
          ? reference()
          : bytes.map(function -> function + "(" + reference() + ")").orElseGet(this::printed);
    }

    /**
     * What the type's output function prints, NULL for NULL. A cast to text would lose the trailing
     * blanks of bpchar and could be a cast that somebody defined; concat() takes NULL for ''.
     */
    String printed() {
      return "CASE WHEN "
          + reference()
          + " IS DISTINCT FROM NULL THEN pg_catalog.format('%s', "
          + reference()
          + ") END COLLATE pg_catalog.\"C\"";
    }

    private String reference() {
      return "each_row." + name.quoted();
    }
  }

  /** For the FROM clause; columns are those of {@code each_row}. */
  String from() {
    return (only ? "ONLY " : "") + name.quoted() + " AS each_row";
  }

  Optional<ReadableColumn> column(Identifier column) {
    return columns.stream().filter(each -> each.name().equals(column)).findFirst();
  }

  /** Every table of the database outside the system's schemas. */
  static Map<QualifiedName, ReadableTable> all(Session session) {
    Map<QualifiedName, ReadableTable> tables = new TreeMap<>();
    Map<QualifiedName, List<ReadableColumn>> columns = new TreeMap<>();
    List<QualifiedName> unused =
        session.query(
            SqlResource.of(ReadableTable.class, "data/column"),
            row -> {
              QualifiedName name = QualifiedName.of(row.text("schema"), row.text("name"));
              List<ReadableColumn> found =
                  columns.computeIfAbsent(name, absent -> new ArrayList<>());
              String column = row.textOrNull("column_name");
              if (column != null) {
                found.add(
                    new ReadableColumn(
                        new Identifier(column),
                        row.flag("plain"),
                        Optional.ofNullable(row.textOrNull("bytes"))));
              }
              tables.put(name, new ReadableTable(name, row.flag("only"), parent(row), List.of()));
              return name;
            });
    tables.replaceAll(
        (name, table) ->
            new ReadableTable(
                name, table.only(), table.parent(), columns.getOrDefault(name, List.of())));
    return tables;
  }

  private static @Nullable QualifiedName parent(Row row) {
    String schema = row.textOrNull("parent_schema");
    String name = row.textOrNull("parent_name");
    return schema == null || name == null ? null : QualifiedName.of(schema, name);
  }
}
