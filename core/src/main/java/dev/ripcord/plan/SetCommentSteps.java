package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Change.SetComment;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import java.util.Optional;

/** Sets the comment of a table or a column at {@code contract}, when a new column has its name. */
final class SetCommentSteps {
  private SetCommentSteps() {}

  static void plan(Draft draft, SetComment change) {
    Optional<Snapshot.Table> found = draft.table(change, change.table());
    if (found.isEmpty()) {
      return;
    }
    if (change.column().isEmpty()) {
      add(draft, change, found.get().comment());
      return;
    }
    boolean comes =
        draft.shapes().stream()
            .filter(shape -> shape.table().equals(change.table()))
            .anyMatch(shape -> shape.hasNew(change.column().get()));
    if (comes) {
      add(draft, change, Optional.empty());
    } else {
      draft
          .column(change, found.get(), change.column().get())
          .ifPresent(column -> add(draft, change, column.comment()));
    }
  }

  /** Whether the database has the new shape already. */
  static boolean there(SetComment change, Snapshot snapshot) {
    Optional<Snapshot.Table> table = snapshot.table(change.table());
    return change
        .column()
        .map(
            name ->
                table.flatMap(it -> it.column(name)).stream()
                    .anyMatch(it -> it.comment().equals(change.comment())))
        .orElseGet(() -> table.stream().anyMatch(it -> it.comment().equals(change.comment())));
  }

  private static void add(Draft draft, SetComment change, Optional<String> before) {
    String what =
        change
            .column()
            .map(column -> "COLUMN " + change.table() + "." + column)
            .orElse("TABLE " + change.table());
    String name = change.column().map(column -> column + " of ").orElse("") + change.table();
    draft.add(
        Phase.CONTRACT,
        transaction("Comment on " + name, Origin.of(change), comment(what, change.comment()))
            .backTransaction("Comment on " + name + " as before", comment(what, before))
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, change.table())
            .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, change.table())
            .success(Criteria.comment(change.table(), change.column(), change.comment()))
            .backSuccess(Criteria.comment(change.table(), change.column(), before)));
    draft.shape(change.table(), shape -> shape);
  }

  private static String comment(String what, Optional<String> text) {
    return "COMMENT ON " + what + " IS " + text.map(Literal::of).orElse("NULL");
  }
}
