package dev.ripcord.workload;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Repeats in the old shape what writes to a row mean for the row that it is paired with. */
record Partners(Keeping keeping) {
  /** Whether the column comes from another table. */
  static boolean arrives(Face face, NewColumn column) {
    return face.table().arrivals().filter(each -> each.moves(column.name())).isPresent();
  }

  /** What a new row holds once the triggers after it have asked its partner. */
  static SqlStatement.Result taken(
      Session tested, Operation operation, SqlStatement.Result result) {
    if (!(operation instanceof Operation.Insert insert)) {
      return result;
    }
    WriteTable table = insert.face().table();
    List<Identifier> moving =
        insert.returning().stream()
            .filter(column -> table.pairing().filter(each -> each.moves(table, column)).isPresent())
            .toList();
    if (moving.isEmpty()) {
      return result;
    }
    Map<Identifier, @Nullable String> values = new LinkedHashMap<>(insert.values());
    values.putAll(result.values());
    String query =
        "SELECT "
            + moving.stream().map(Identifier::quoted).collect(joining(", "))
            + " FROM "
            + insert.face().target().name()
            + Operation.where(table);
    Map<Identifier, @Nullable String> stored = new LinkedHashMap<>(result.values());
    List<Map<Identifier, @Nullable String>> rows =
        tested.query(
            query,
            row -> {
              Map<Identifier, @Nullable String> read = new LinkedHashMap<>();
              for (int i = 0; i < moving.size(); i++) {
                read.put(moving.get(i), row.textOrNull(i + 1));
              }
              return read;
            },
            table.key().stream().map(values::get).toArray());
    rows.forEach(stored::putAll);
    return new SqlStatement.Result(result.rows(), result.transaction(), stored, result.types());
  }

  /** With the row of the new shape went the value; to be said before it goes. */
  static void emptied(Session control, Operation.Delete delete) {
    Pairing pairing = delete.face().table().arrivals().orElseThrow();
    boolean unused = pairing.write(control, delete.key(), pairing.nothing());
  }

  /**
   * What a new row brought goes to its partner; what its partner had comes to it.
   *
   * @param values as the server stored them, so far as the client sees them
   */
  void inserted(
      Session control, Face face, List<String> key, Map<Identifier, @Nullable String> values) {
    Map<Identifier, @Nullable String> given = new LinkedHashMap<>(values);
    given.values().removeIf(Objects::isNull);
    updated(control, face, key, given);
    // on its way out, what only the new shape holds is no longer taken over
    face.table()
        .pairing()
        .filter(each -> each.leaves(face.table().name()))
        .ifPresent(
            each ->
                each.adopt(
                    control,
                    face.showsWhatLeaves() ? Optional.of(given) : Optional.empty(),
                    key,
                    keeping));
  }

  /** What was written goes to the partner; if there is none, only the new shape has it. */
  void updated(
      Session control, Face face, List<String> key, Map<Identifier, @Nullable String> values) {
    QualifiedName table = face.table().name();
    Map<Identifier, @Nullable String> moved =
        face.shape() == Shape.NEW
            ? face.table().arrivals().map(each -> each.of(values)).orElse(Map.of())
            : Map.of();
    if (moved.isEmpty()) {
      return;
    }
    Set<Identifier> columns = Set.copyOf(moved.keySet());
    keeping.forget(table, key, columns);
    if (!face.table().arrivals().orElseThrow().write(control, key, moved)) {
      moved.values().removeIf(Objects::isNull);
      keeping.keep(table, key, moved);
    }
  }
}
