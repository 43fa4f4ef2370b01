package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.SetDefault;
import dev.ripcord.schema.Snapshot;
import java.util.List;
import java.util.Optional;

/** Gives a column another default at {@code contract}. */
final class SetDefaultSteps {
  private SetDefaultSteps() {}

  static void plan(Draft draft, SetDefault change) {
    if (Printed.normal(change.value()).equals(List.of("null"))) {
      draft.problem(change, "NULL is what a column without a default gets", "'drop_default'");
      return;
    }
    Defaults.change(draft, change, new Defaults.Ask(change.column(), Optional.of(change.value())));
  }

  /** Whether the database has the new shape already. */
  static boolean there(SetDefault change, Snapshot snapshot) {
    return snapshot.table(change.table()).flatMap(it -> it.column(change.column())).stream()
        .flatMap(column -> column.defaultValue().stream())
        .anyMatch(value -> Printed.same(value, change.value()));
  }
}
