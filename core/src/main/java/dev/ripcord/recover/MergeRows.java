package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one table for some rows; inside a transaction that prints plainly. */
final class MergeRows {
  private final Session session;
  private final MergeTarget target;
  private final MergeSql sql;
  private final String merge;

  /**
   * @param key as live prints it
   * @param more whether somebody wrote a column that only live stores
   */
  record Now(List<String> key, List<@Nullable String> values, boolean more) {}

  /**
   * @param merge its name
   */
  MergeRows(Session session, MergeTarget target, String merge) {
    this.session = session;
    this.target = target;
    this.sql = new MergeSql(target);
    this.merge = merge;
  }

  MergeTarget target() {
    return target;
  }

  /** What is there now, by place in {@code rows}. */
  Map<Integer, Now> look(List<Candidate> rows, String lock) {
    Map<Integer, Now> found = new HashMap<>();
    int keys = target.key().columns().size();
    int width = target.columns().size();
    List<Boolean> unused =
        session.query(
            sql.look(lock),
            row -> {
              List<String> key = new ArrayList<>(keys);
              for (int i = 0; i < keys; i++) {
                key.add(String.valueOf(row.textOrNull(2 + i)));
              }
              List<@Nullable String> values = new ArrayList<>(width);
              for (int i = 0; i < width; i++) {
                values.add(row.textOrNull(2 + keys + i));
              }
              found.put((int) row.number(1) - 1, new Now(key, values, row.flag("more")));
              return true;
            },
            keys(rows).toArray());
    return found;
  }

  /**
   * Likewise, one by one where that is refused for a row: live's types may not take a restored key.
   *
   * @param refused takes why, by place
   */
  Map<Integer, Now> look(List<Candidate> rows, String lock, Map<Integer, String> refused) {
    session.execute("SAVEPOINT ripcord_look");
    Map<Integer, Now> found = new HashMap<>();
    try {
      found.putAll(look(rows, lock));
    } catch (DatabaseException e) {
      if (!MergeBatch.ofTheRow(e)) {
        throw e;
      }
      session.execute("ROLLBACK TO SAVEPOINT ripcord_look");
      if (rows.size() == 1) {
        refused.put(0, String.valueOf(e.getMessage()));
      } else {
        for (int i = 0; i < rows.size(); i++) {
          int place = i;
          Map<Integer, String> why = new HashMap<>();
          look(List.of(rows.get(i)), lock, why).values().forEach(now -> found.put(place, now));
          why.values().forEach(reason -> refused.put(place, reason));
        }
      }
    }
    session.execute("RELEASE SAVEPOINT ripcord_look");
    return found;
  }

  /** Places of rows that this merge has written before. */
  Set<Integer> done(List<Candidate> rows) {
    List<@Nullable Object> parameters = keys(rows);
    parameters.add(merge);
    parameters.add(target.shape().table().quoted());
    return places(sql.done(), parameters);
  }

  /** Places of rows that are pointed to, so that writing them would change the ones that point. */
  Set<Integer> pointedTo(MergeReference reference, List<Candidate> rows) {
    return places(sql.pointedTo(reference), keys(rows));
  }

  /** Places of rows that point to one that is not there. */
  Set<Integer> pointsNowhere(MergeReference reference, List<Candidate> rows) {
    return places(sql.pointsNowhere(reference), keys(rows));
  }

  /** Places of rows that were deleted while rows point to them, as far as the role may see. */
  Set<Integer> leftBehind(MergeReference reference, List<MergeRow> deleted) {
    List<Integer> places = reference.parentColumns().stream().map(target.names()::indexOf).toList();
    if (places.contains(-1) || !readable(reference.child())) {
      return Set.of();
    }
    List<@Nullable Object> parameters = keysOf(deleted);
    for (int place : places) {
      parameters.add(
          deleted.stream()
              .map(row -> Objects.requireNonNull(row.now()).get(place))
              .toArray(String[]::new));
    }
    return places(sql.leftBehind(reference, places), parameters);
  }

  private boolean readable(QualifiedName other) {
    return session
        .query(
            "SELECT pg_catalog.has_table_privilege(?, 'SELECT')"
                + " AND NOT pg_catalog.row_security_active(?) AS readable",
            row -> row.flag("readable"),
            other.quoted(),
            other.quoted())
        .getFirst();
  }

  private Set<Integer> places(String statement, List<@Nullable Object> parameters) {
    return new HashSet<>(
        session.query(statement, row -> (int) row.number(1) - 1, parameters.toArray()));
  }

  /** Keeps what will be overwritten or deleted. */
  void keep(List<MergeRow> rows) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(merge);
    parameters.add(target.shape().table().quoted());
    parameters.add(texts(target.key().columns()));
    parameters.add(texts(target.shape().columns().stream().map(MergeShape.Column::name).toList()));
    parameters.addAll(keys(rows.stream().map(MergeRow::row).toList()));
    parameters.add(rows.stream().map(MergeRow::action).toArray(String[]::new));
    session.update(sql.keep(), parameters.toArray());
  }

  void markAltered(List<Candidate> rows) {
    List<@Nullable Object> parameters = keys(rows);
    parameters.add(merge);
    parameters.add(target.shape().table().quoted());
    session.update(sql.altered(), parameters.toArray());
  }

  /** Writes them, those alike in one statement. */
  void write(List<MergeRow> rows) {
    Map<List<Integer>, List<MergeRow>> updates = new HashMap<>();
    List<MergeRow> inserts = new ArrayList<>();
    List<MergeRow> deletes = new ArrayList<>();
    for (MergeRow row : rows) {
      switch (row.ruling().kind()) {
        case INSERT -> inserts.add(row);
        case DELETE -> deletes.add(row);
        case UPDATE, MERGE ->
            updates.computeIfAbsent(row.ruling().columns(), absent -> new ArrayList<>()).add(row);
        case SAME, NEWER, CONFLICT -> throw new IllegalStateException("there is nothing to write");
      }
    }
    updates.forEach((places, some) -> send(sql.update(places), keysOf(some), places, some));
    if (!deletes.isEmpty()) {
      send(sql.delete(), keysOf(deletes), List.of(), deletes);
    }
    if (!inserts.isEmpty()) {
      List<Integer> all = inserts.getFirst().ruling().columns();
      send(sql.insert(), keysOf(inserts), all, inserts);
    }
  }

  private void send(
      String statement, List<@Nullable Object> keys, List<Integer> places, List<MergeRow> rows) {
    List<@Nullable Object> parameters = new ArrayList<>(keys);
    for (int place : places) {
      @Nullable String[] values = new @Nullable String[rows.size()];
      for (int i = 0; i < values.length; i++) {
        List<@Nullable String> before = rows.get(i).row().before();
        values[i] = before == null ? null : before.get(place);
      }
      parameters.add(values);
    }
    session.update(statement, parameters.toArray());
  }

  private List<@Nullable Object> keysOf(List<MergeRow> rows) {
    return keys(rows.stream().map(MergeRow::row).toList());
  }

  private List<@Nullable Object> keys(List<Candidate> rows) {
    List<@Nullable Object> arrays = new ArrayList<>();
    for (int i = 0; i < target.key().columns().size(); i++) {
      int place = i;
      arrays.add(rows.stream().map(row -> row.key().get(place)).toArray(String[]::new));
    }
    return arrays;
  }

  private static String[] texts(List<Identifier> names) {
    return names.stream().map(Identifier::value).toArray(String[]::new);
  }
}
