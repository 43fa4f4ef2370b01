package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Phase;
import dev.ripcord.migration.ViewChange.ReplaceView;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a new view in the place of an old one at {@code contract}, whatever columns either has. The
 * old one is moved out of sight with all that it has, so that the way back is exact; the new one
 * gets its options, owner, privileges, comments, column defaults and triggers.
 */
final class ReplaceViewSteps {
  private ReplaceViewSteps() {}

  static void plan(Draft draft, ReplaceView change) {
    Views.find(draft, change)
        .filter(view -> mayBeReplaced(draft, change, view))
        .filter(view -> Views.nothingHangsOn(draft, change, view))
        .filter(view -> Views.namesColumns(draft, change, change.query()))
        .ifPresent(view -> add(draft, change, Views.away(draft, view)));
  }

  private static boolean mayBeReplaced(Draft draft, ReplaceView change, Snapshot.View view) {
    if (view.materialized()) {
      draft.problem(
          change,
          "view "
              + view.name()
              + " is materialized: to fill another one takes as long as its query",
          "a view that is not; else make another one by hand and 'drop_view' this one");
      return false;
    }
    if (!view.notCopied().isEmpty()) {
      draft.problem(
          change,
          "view "
              + view.name()
              + " has what its successor would not get: "
              + String.join(", ", view.notCopied()),
          "a view without it");
      return false;
    }
    return true;
  }

  private static void add(Draft draft, ReplaceView change, Views.Away away) {
    Snapshot.View view = away.view();
    List<String> forward = new ArrayList<>(away.go());
    String options =
        view.options().isEmpty() ? "" : " WITH (" + String.join(", ", view.options()) + ")";
    forward.add("CREATE VIEW " + view.name() + options + " AS " + change.query());
    forward.addAll(view.beside());
    view.comment()
        .ifPresent(
            text -> forward.add("COMMENT ON VIEW " + view.name() + " IS " + Literal.of(text)));
    forward.add(
        SqlResource.of(ReplaceViewSteps.class, "copy-view-columns")
            .replace(":fresh", Literal.of(view.name().quoted()))
            .replace(":retired", Literal.of(away.place().quoted())));
    List<String> back = new ArrayList<>();
    back.add("DROP VIEW " + view.name());
    back.addAll(away.comeBack());
    draft.add(
        Phase.CONTRACT,
        transaction("Replace view " + view.name(), Origin.of(change), forward)
            .backTransaction("Put the old view " + view.name() + " back", back)
            .locks(LockMode.ACCESS_EXCLUSIVE, view.name())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, view.name(), away.place())
            .success(
                Criteria.relationExists("view", view.name()),
                Criteria.relationExists("view", away.place()))
            .backSuccess(
                Criteria.relationExists("view", view.name()),
                Criteria.relationGone("view", away.place())));
  }
}
