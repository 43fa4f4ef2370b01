package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes, with its parameters as text; it tells its transaction and the values
 * that the server stored.
 *
 * @param table what it writes to
 * @param text without RETURNING
 * @param returning columns to read back
 */
record SqlStatement(
    QualifiedName table,
    String text,
    List<@Nullable String> parameters,
    List<Identifier> returning) {
  SqlStatement {
    // not copied by List.copyOf, which refuses null
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    returning = List.copyOf(returning);
  }

  /**
   * @param rows how many rows were changed
   * @param transaction the full transaction id; absent if no row was changed
   * @param values read back, of the last row
   */
  record Result(long rows, Optional<String> transaction, Map<Identifier, @Nullable String> values) {
    static final Result NONE = new Result(0, Optional.empty(), Map.of());
  }

  Result run(Session session) {
    StringBuilder sql = new StringBuilder(text).append(" RETURNING pg_current_xact_id()::text");
    // by the table's name, because its own name alone means the whole row where it is no column's
    returning.forEach(column -> sql.append(", ").append(table.name()).append('.').append(column));
    List<Result> results =
        session.query(
            sql.toString(),
            row -> {
              Map<Identifier, @Nullable String> values = new LinkedHashMap<>();
              for (int i = 0; i < returning.size(); i++) {
                values.put(returning.get(i), row.textOrNull(i + 2));
              }
              return new Result(1, Optional.of(row.text(1)), values);
            },
            (@Nullable Object[]) parameters.toArray(new @Nullable Object[0]));
    if (results.isEmpty()) {
      return Result.NONE;
    }
    Result last = results.getLast();
    return new Result(results.size(), last.transaction(), last.values());
  }
}
