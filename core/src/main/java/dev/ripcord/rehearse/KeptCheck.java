package dev.ripcord.rehearse;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Plan;
import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.workload.KeptValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what only the new shape could hold again, after a rollback has taken that shape away. */
final class KeptCheck {
  private final Stage stage;
  private final Inspection inspection;
  private long found;

  KeptCheck(Stage stage, Inspection inspection) {
    this.stage = stage;
    this.inspection = inspection;
  }

  /** How many of the expected values were found so far. */
  long found() {
    return found;
  }

  /** The expected values that are not there; then empties the store. */
  List<Difference> missing(List<KeptValue> expected) {
    List<Difference> missing = expected.isEmpty() ? List.of() : notHeld(expected);
    // they belong to this way back; the next one shall have to keep its own
    inspection.tested().execute("DROP SCHEMA IF EXISTS ripcord_kept CASCADE");
    return missing;
  }

  /** The stores are made anew each time, so a plan of the last time may be of other types. */
  private List<Difference> notHeld(List<KeptValue> expected) {
    List<Difference> missing = new ArrayList<>();
    Map<QualifiedName, Map<String, List<@Nullable String>>> stores = new HashMap<>();
    Printed printed = printed(expected);
    try (Session session = Session.open(stage.tested(), Stage.APPLICATION)) {
      for (KeptValue value : expected) {
        for (Map.Entry<Identifier, @Nullable String> cell : value.values().entrySet()) {
          if (holds(session, printed, stores, value, cell)) {
            found++;
          } else {
            missing.add(
                new Difference(
                    "ledger",
                    value.table() + "." + cell.getKey(),
                    "a value that only the new shape can hold was not kept",
                    List.of("key " + value.key() + ": " + cell.getValue())));
          }
        }
      }
    }
    return missing;
  }

  private Printed printed(List<KeptValue> expected) {
    Printed printed = new Printed();
    expected.forEach(
        value ->
            value
                .values()
                .forEach((column, text) -> printed.add(type(value.table(), column), text)));
    printed.read(inspection.control());
    return printed;
  }

  private boolean holds(
      Session session,
      Printed printed,
      Map<QualifiedName, Map<String, List<@Nullable String>>> stores,
      KeptValue value,
      Map.Entry<Identifier, @Nullable String> cell) {
    Identifier column = cell.getKey();
    return stage.plan().kept().stream()
        .filter(store -> store.table().equals(value.table()))
        .filter(store -> store.columns().contains(column))
        .anyMatch(
            store -> {
              Snapshot.Table table = stage.plan().before().table(value.table()).orElseThrow();
              if (table.rowKey().isEmpty()) {
                return holdsWithoutKey(
                    session,
                    store,
                    table,
                    value,
                    printed.of(type(table.name(), column), cell.getValue()),
                    column);
              }
              List<@Nullable String> kept =
                  stores
                      .computeIfAbsent(store.store(), name -> read(session, store, value))
                      .get(String.join("\u0000", value.key()));
              return kept != null
                  && Objects.equals(
                      kept.get(store.columns().indexOf(column)),
                      printed.of(type(value.table(), column), cell.getValue()));
            });
  }

  /** Kept with the whole row, perhaps of several rows with such a value. */
  private static boolean holdsWithoutKey(
      Session session,
      Plan.KeptValues store,
      Snapshot.Table table,
      KeptValue value,
      @Nullable String printed,
      Identifier column) {
    if (!exists(session, store)) {
      return false;
    }
    List<Identifier> names = table.columns().stream().map(Snapshot.Column::name).toList();
    String found =
        value.columns().stream()
            .map(
                each ->
                    "key_"
                        + (names.indexOf(each) + 1)
                        + " = CAST(? AS "
                        + table.column(each).orElseThrow().type()
                        + ")")
            .collect(joining(" AND "));
    return session
        .query(
            "SELECT new_"
                + (store.columns().indexOf(column) + 1)
                + " FROM "
                + store.store()
                + " WHERE "
                + found,
            row -> Objects.equals(row.textOrNull(1), printed),
            value.key().toArray())
        .contains(true);
  }

  private static boolean exists(Session session, Plan.KeptValues store) {
    return "t"
        .equals(
            session.scalar(
                "SELECT to_regclass('"
                    + store.store().quoted().replace("'", "''")
                    + "') IS NOT NULL"));
  }

  private String type(QualifiedName table, Identifier column) {
    return stage.plan().shapes().stream()
        .filter(shape -> shape.table().equals(table))
        .flatMap(
            shape ->
                Stream.concat(
                    shape.added().stream(),
                    shape.replacements().stream().flatMap(each -> each.fresh().stream())))
        .filter(each -> each.name().equals(column))
        .map(TableShape.NewColumn::type)
        .findFirst()
        .orElse("text");
  }

  private static Map<String, List<@Nullable String>> read(
      Session session, Plan.KeptValues store, KeptValue like) {
    Map<String, List<@Nullable String>> rows = new HashMap<>();
    if (!exists(session, store)) {
      return rows;
    }
    int keys = like.key().size();
    int columns = store.columns().size();
    record Kept(String key, List<@Nullable String> values) {}
    List<Kept> all =
        session.query(
            "SELECT * FROM " + store.store(),
            row -> {
              List<String> key = new ArrayList<>();
              for (int i = 1; i <= keys; i++) {
                key.add(row.text("key_" + i));
              }
              List<@Nullable String> values = new ArrayList<>();
              for (int i = 1; i <= columns; i++) {
                values.add(row.textOrNull("new_" + i));
              }
              return new Kept(String.join("\u0000", key), values);
            });
    all.forEach(each -> rows.put(each.key(), each.values()));
    return rows;
  }
}
