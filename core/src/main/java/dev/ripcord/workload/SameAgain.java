package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Updates that write what is there already, into columns that the migration rewrites. What is there
 * may be the migration's, and nobody can tell by content who wrote it last: to write the same again
 * changes nothing, so the old shape keeps what it has.
 *
 * @param before values of such columns, where all rows of the update agree
 */
record SameAgain(Map<Identifier, @Nullable String> before) {
  /** To be called in the transaction of the update, before it; keeps the rows as they are. */
  static SameAgain look(Session tested, Operation operation) {
    Map<Identifier, @Nullable String> before = new LinkedHashMap<>();
    if (!(operation instanceof Operation.Update update)) {
      return new SameAgain(before);
    }
    List<Identifier> written =
        update.face().table().shape().rewritten().stream()
            .filter(update.values()::containsKey)
            .toList();
    for (Identifier column : written) {
      List<SqlStatement.Result> rows = rows(tested, update, column);
      Map<Identifier, @Nullable String> first =
          rows.isEmpty() ? Map.of() : rows.getFirst().values();
      if (rows.stream().allMatch(each -> each.values().equals(first))) {
        before.putAll(first);
      }
    }
    return new SameAgain(before);
  }

  private static List<SqlStatement.Result> rows(
      Session tested, Operation.Update update, Identifier column) {
    Face face = update.face();
    Operation.Target target = face.target();
    String query =
        "SELECT "
            + column
            + " FROM "
            + target.name()
            + target.key().stream()
                .map(each -> each + " = ?")
                .collect(Collectors.joining(" AND ", " WHERE ", " FOR NO KEY UPDATE"));
    return tested.query(
        query,
        row -> {
          Map<Identifier, @Nullable String> value = new LinkedHashMap<>();
          value.put(column, row.textOrNull(1));
          return face.heard(new SqlStatement.Result(1, Optional.empty(), value, Map.of()));
        },
        face.saidKey(update.key()).toArray());
  }

  /** The operation without what it wrote in vain. */
  Operation met(Operation operation, SqlStatement.Result result) {
    if (!(operation instanceof Operation.Update update)) {
      return operation;
    }
    Map<Identifier, @Nullable String> values = new LinkedHashMap<>(update.values());
    before.forEach(
        (column, value) -> {
          if (result.values().containsKey(column)
              && Objects.equals(result.values().get(column), value)) {
            values.keySet().remove(column);
          }
        });
    return new Operation.Update(
        update.face(), update.key(), values, update.same(), update.returning());
  }
}
