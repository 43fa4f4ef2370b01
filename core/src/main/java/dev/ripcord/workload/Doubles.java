package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients of the new shape from writing what only the old shape forbids: rows with the same
 * values in columns that are unique no longer. Such a row has no place in the control database, so
 * nothing could be compared. Each value belongs to one writer, who looks whether it is there.
 */
final class Doubles {
  /** So often another value is drawn; of some columns there are few. */
  private static final int TRIES = 60;

  private Doubles() {}

  /** Changes a row that is about to be inserted; false if no value was found for it. */
  static boolean avoid(
      Face face, Choices choices, Session oldShape, Map<Identifier, @Nullable String> row) {
    return face.shape() == Shape.OLD
        || face.table().shape().doubles().stream()
            .filter(columns -> columns.stream().allMatch(face::isPlain))
            .allMatch(columns -> avoid(columns, face.table(), choices, oldShape, row));
  }

  private static boolean avoid(
      List<Identifier> columns,
      WriteTable table,
      Choices choices,
      Session oldShape,
      Map<Identifier, @Nullable String> row) {
    if (!row.keySet().containsAll(columns)) {
      // the server gives what was left out: the next number of a sequence, NULL, or the default
      return columns.stream()
          .filter(column -> !row.containsKey(column))
          .anyMatch(
              column ->
                  OperationMaker.serverMakes(table, table.column(column))
                      || table.column(column).defaultValue().isEmpty());
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<List<String>> values = values(columns, row);
      if (values.isEmpty()) {
        return true;
      }
      if (choices.rows().owns(values.get()) && !isThere(oldShape, table, columns, values.get())) {
        return true;
      }
      Identifier first = columns.getFirst();
      row.put(first, choices.value(table, table.column(first)));
    }
    return false;
  }

  /** Leaves out what an update would make the same as in another row, perhaps. */
  static void avoidInUpdate(
      Face face, Choices choices, Session oldShape, Map<Identifier, @Nullable String> written) {
    if (face.shape() == Shape.OLD) {
      return;
    }
    for (List<Identifier> columns : face.table().shape().doubles()) {
      Optional<List<String>> values = values(columns, written);
      boolean someNull = values.isEmpty() && written.keySet().containsAll(columns);
      boolean free =
          someNull
              || values
                  .filter(
                      each ->
                          choices.rows().owns(each)
                              && !isThere(oldShape, face.table(), columns, each))
                  .isPresent();
      if (!free) {
        written.keySet().removeAll(columns);
      }
    }
  }

  /** Empty if one is NULL or not written: NULLs are never the same. */
  private static Optional<List<String>> values(
      List<Identifier> columns, Map<Identifier, @Nullable String> row) {
    List<String> values = new ArrayList<>();
    for (Identifier column : columns) {
      String value = row.get(column);
      if (value == null) {
        return Optional.empty();
      }
      values.add(value);
    }
    return Optional.of(values);
  }

  private static boolean isThere(
      Session oldShape, WriteTable table, List<Identifier> columns, List<String> values) {
    String same =
        columns.stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
    return !oldShape
        .query(
            "SELECT 1 FROM " + table.name() + " WHERE " + same + " LIMIT 1",
            row -> row.number(1),
            values.toArray())
        .isEmpty();
  }
}
