package dev.ripcord.rehearse;

import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.workload.KeptValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what only the new shape could hold again, after a rollback has taken that shape away. */
final class KeptCheck {
  private final Stage stage;
  private long found;

  KeptCheck(Stage stage) {
    this.stage = stage;
  }

  /** How many of the expected values were found so far. */
  long found() {
    return found;
  }

  /** The expected values that are not there, and forgets those that are. */
  List<Difference> missing(List<KeptValue> expected) {
    List<Difference> missing = new ArrayList<>();
    Map<QualifiedName, Map<String, List<@Nullable String>>> stores = new HashMap<>();
    try (Session session = Session.open(stage.tested(), Stage.APPLICATION)) {
      for (KeptValue value : expected) {
        Optional<Plan.KeptValues> store = store(value);
        boolean there =
            store.isPresent()
                && holds(
                    stores.computeIfAbsent(
                        store.get().store(), name -> read(session, store.get(), value)),
                    store.get(),
                    value);
        if (there) {
          found++;
        } else {
          missing.add(
              new Difference(
                  "ledger",
                  value.table().quoted(),
                  "a value that only the new shape can hold was not kept",
                  List.of("key " + value.key() + ": " + value.values())));
        }
      }
      session.execute("DROP SCHEMA IF EXISTS ripcord_kept CASCADE");
    }
    return missing;
  }

  private Optional<Plan.KeptValues> store(KeptValue value) {
    return stage.plan().kept().stream()
        .filter(each -> each.table().equals(value.table()))
        .filter(each -> each.columns().containsAll(value.values().keySet()))
        .findFirst();
  }

  private static boolean holds(
      Map<String, List<@Nullable String>> rows, Plan.KeptValues store, KeptValue value) {
    List<@Nullable String> kept = rows.get(String.join("\u0000", value.key()));
    if (kept == null) {
      return false;
    }
    for (Map.Entry<Identifier, @Nullable String> each : value.values().entrySet()) {
      @Nullable String there = kept.get(store.columns().indexOf(each.getKey()));
      if (!java.util.Objects.equals(there, each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, List<@Nullable String>> read(
      Session session, Plan.KeptValues store, KeptValue like) {
    Map<String, List<@Nullable String>> rows = new HashMap<>();
    boolean exists =
        "t"
            .equals(
                session.scalar(
                    "SELECT to_regclass('"
                        + store.store().quoted().replace("'", "''")
                        + "') IS NOT NULL"));
    if (!exists) {
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
