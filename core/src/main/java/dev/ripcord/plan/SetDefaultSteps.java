package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.SetDefault;
import java.util.Optional;

/** Gives a column another default at {@code contract}. */
final class SetDefaultSteps {
  private SetDefaultSteps() {}

  static void plan(Draft draft, SetDefault change) {
    if (change.value().strip().equalsIgnoreCase("null")) {
      draft.problem(change, "NULL is what a column without a default gets", "'drop_default'");
      return;
    }
    Defaults.change(draft, change, new Defaults.Ask(change.column(), Optional.of(change.value())));
  }
}
