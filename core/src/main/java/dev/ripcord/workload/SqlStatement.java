package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes, with its parameters as text; it tells its transaction, the values that
 * the server stored, and which types some columns had at that moment.
 *
 * @param table what it writes to
 * @param text without RETURNING
 * @param returning columns to read back
 * @param typed columns whose type is asked for; they need not be there
 */
record SqlStatement(
    QualifiedName table,
    String text,
    List<@Nullable String> parameters,
    List<Identifier> returning,
    List<Identifier> typed) {
  SqlStatement {
    // not copied by List.copyOf, which refuses null
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    returning = List.copyOf(returning);
    typed = List.copyOf(typed);
  }

  SqlStatement(
      QualifiedName table,
      String text,
      List<@Nullable String> parameters,
      List<Identifier> returning) {
    this(table, text, parameters, returning, List.of());
  }

  SqlStatement withTypes(List<Identifier> columns) {
    return new SqlStatement(table, text, parameters, returning, columns);
  }

  /**
   * @param rows how many rows were changed
   * @param transaction the full transaction id; absent if no row was changed
   * @param values read back, of the last row
   * @param types of those columns that were there
   */
  record Result(
      long rows,
      Optional<String> transaction,
      Map<Identifier, @Nullable String> values,
      Map<Identifier, String> types) {
    static final Result NONE = new Result(0, Optional.empty(), Map.of(), Map.of());
  }

  Result run(Session session) {
    StringBuilder sql = new StringBuilder(text).append(" RETURNING pg_current_xact_id()::text");
    // by the table's name, because its own name alone means the whole row where it is no column's
    returning.forEach(column -> sql.append(", ").append(table.name()).append('.').append(column));
    typed.forEach(column -> sql.append(", (").append(typeOf(column)).append(')'));
    List<Result> results =
        session.query(
            sql.toString(),
            row -> {
              Map<Identifier, @Nullable String> values = new LinkedHashMap<>();
              for (int i = 0; i < returning.size(); i++) {
                values.put(returning.get(i), row.textOrNull(i + 2));
              }
              Map<Identifier, String> types = new LinkedHashMap<>();
              for (int i = 0; i < typed.size(); i++) {
                String type = row.textOrNull(returning.size() + i + 2);
                if (type != null) {
                  types.put(typed.get(i), type);
                }
              }
              return new Result(1, Optional.of(row.text(1)), values, types);
            },
            (@Nullable Object[]) parameters.toArray(new @Nullable Object[0]));
    if (results.isEmpty()) {
      return Result.NONE;
    }
    Result last = results.getLast();
    return new Result(results.size(), last.transaction(), last.values(), last.types());
  }

  /** Looked up when the table is locked by this statement, so that nobody changes it meanwhile. */
  private String typeOf(Identifier column) {
    return "SELECT format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute AS a"
        + " WHERE a.attrelid = to_regclass("
        + Literal.of(table.quoted())
        + ") AND a.attname = "
        + Literal.of(column.value())
        + " AND NOT a.attisdropped";
  }
}
