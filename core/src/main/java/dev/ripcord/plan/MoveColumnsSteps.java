package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ColumnChange.MoveColumns;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Moved.Side;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Moves columns to another table: both kept alike by triggers, filled in batches, the old ones
 * retired in one short transaction, fed until {@code cleanup}.
 */
final class MoveColumnsSteps {
  private final Draft draft;
  private final Moved moved;
  private final MovedTriggers triggers;
  private final MovedRows rows;
  private final QualifiedName from;
  private final QualifiedName to;

  private MoveColumnsSteps(Draft draft, Moved moved) {
    this.draft = draft;
    this.moved = moved;
    this.triggers = new MovedTriggers(moved);
    this.rows = new MovedRows(moved);
    this.from = moved.from().name();
    this.to = moved.to().name();
  }

  static void plan(Draft draft, MoveColumns change) {
    Movable.of(draft, change).ifPresent(moved -> new MoveColumnsSteps(draft, moved).add());
  }

  /** Whether the database has the new shape already. */
  static boolean there(MoveColumns change, Snapshot snapshot) {
    Optional<Snapshot.Table> from = snapshot.table(change.table());
    Optional<Snapshot.Table> to = snapshot.table(change.to());
    return from.isPresent()
        && to.isPresent()
        && change.columns().entrySet().stream()
            .allMatch(
                entry ->
                    from.get().column(entry.getKey()).isEmpty()
                        && from.get().column(Names.retired(entry.getKey())).isEmpty()
                        && to.get().column(entry.getValue()).isPresent());
  }

  private void add() {
    String look = "Look whether " + moved.names() + " of " + from + " can move to " + to;
    draft.add(
        Phase.EXPAND, step(look, moved.origin(), new Action.Verify(look, MovedLook.of(moved))));
    draft.add(Phase.EXPAND, expand());
    draft.add(Phase.MIGRATE, fill());
    draft.add(Phase.CONTRACT, join(rows.fillThere(joinTitle(to, from))));
    draft.add(Phase.CONTRACT, join(rows.fillHere(joinTitle(from, to))));
    draft.add(Phase.CONTRACT, alike());
    draft.add(Phase.CONTRACT, retire());
    new RetiredColumns(draft, retired()).add();
    shape();
  }

  private void shape() {
    Map<Identifier, Identifier> columns = new LinkedHashMap<>();
    moved.columns().forEach(each -> columns.put(each.fresh(), each.old().name()));
    Map<Identifier, Identifier> keys = new LinkedHashMap<>();
    moved.keys().forEach(each -> keys.put(each.there(), each.here()));
    for (Moved.Pair each : moved.columns()) {
      TableShape.NewColumn fresh = new TableShape.NewColumn(each.fresh(), each.type(), false);
      draft.shape(from, shape -> shape.withRemoved(each.old().name(), "DEFAULT"));
      draft.shape(to, shape -> shape.withAdded(fresh));
    }
    draft.shape(to, shape -> shape.withPartner(new TableShape.Partner(from, columns, keys)));
  }

  private StepBuilder expand() {
    List<String> forward = new ArrayList<>();
    forward.add(
        "ALTER TABLE "
            + to
            + " "
            + moved.columns().stream()
                .map(
                    each ->
                        "ADD COLUMN "
                            + each.fresh()
                            + " "
                            + each.type()
                            + each.old().collation().map(it -> " COLLATE " + it).orElse(""))
                .collect(joining(", ")));
    for (Moved.Pair each : moved.columns()) {
      each.old()
          .comment()
          .ifPresent(
              text ->
                  forward.add(
                      "COMMENT ON COLUMN " + to + "." + each.fresh() + " IS " + Literal.of(text)));
      forward.addAll(ColumnSettings.on(to, each.old(), each.fresh(), true));
    }
    forward.addAll(triggers.bothWays());
    forward.addAll(triggers.create(false));
    StepBuilder builder =
        transaction(
                "Add "
                    + moved.freshNames()
                    + " to "
                    + to
                    + ", kept alike with "
                    + moved.names()
                    + " of "
                    + from,
                moved.origin(),
                forward)
            .locks(LockMode.ACCESS_EXCLUSIVE, to)
            .locks(LockMode.SHARE_ROW_EXCLUSIVE, from)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, to, from)
            .success(triggersFire());
    moved
        .columns()
        .forEach(
            each -> {
              builder.success(Criteria.columnExists(to, each.fresh()));
              builder.backSuccess(Criteria.columnGone(to, each.fresh()));
            });
    return leave(builder);
  }

  private Criterion[] triggersFire() {
    return new Criterion[] {
      Criteria.triggerEnabled(from, triggers.name()), Criteria.triggerEnabled(to, triggers.name())
    };
  }

  /** The way back of expand: out of sight at once, then keep what only it can hold, then drop. */
  private StepBuilder leave(StepBuilder builder) {
    List<LeavingColumns.Leaving> leaving =
        moved.columns().stream()
            .map(
                each ->
                    new LeavingColumns.Leaving(
                        each.fresh(), each.fresh(), each.type(), Optional.empty()))
            .toList();
    List<String> first = new ArrayList<>(triggers.dropThere());
    first.addAll(triggers.followLeaving());
    builder.back(rows.fillHere(joinTitle(from, to)));
    return LeavingColumns.replaced(draft, moved.to(), moved.number(), leaving)
        .back(draft, builder, first, rows.worthKeeping(), triggers.dropHere());
  }

  private StepBuilder fill() {
    String title =
        "Fill " + moved.freshNames() + " of " + to + " from " + moved.names() + " of " + from;
    return step(title, moved.origin(), rows.fillThere(title))
        .locks(LockMode.ROW_EXCLUSIVE, to, from)
        .risk(Risk.MEDIUM);
  }

  /** Two clients may have inserted both rows of a pair at the same moment: none saw the other. */
  private StepBuilder join(Action.Walk walk) {
    return step(walk.title(), moved.origin(), walk).locks(LockMode.ROW_EXCLUSIVE, from, to);
  }

  private static String joinTitle(QualifiedName lacking, QualifiedName holding) {
    return "Fill rows of " + lacking + " that came at the same moment as theirs of " + holding;
  }

  /** Somebody may have disabled a trigger meanwhile; or both rows of a pair brought a value. */
  private StepBuilder alike() {
    String title = "Check that " + moved.names() + " of " + from + " and of " + to + " agree";
    List<Criterion> criteria = new ArrayList<>(List.of(triggersFire()));
    criteria.add(rows.agree());
    return step(title, moved.origin(), new Action.Verify(title, criteria))
        .locks(LockMode.ACCESS_SHARE, from, to);
  }

  /** Clients of the other table have a part in it: none may be in the middle of a write. */
  private StepBuilder retire() {
    String lock = "LOCK TABLE " + from + ", " + to + " IN ACCESS EXCLUSIVE MODE";
    List<String> forward = new ArrayList<>(List.of(lock));
    List<String> back = new ArrayList<>(List.of(lock));
    for (Moved.Pair each : moved.columns()) {
      Identifier name = each.old().name();
      String rename = "ALTER TABLE " + from + " RENAME COLUMN ";
      forward.add(rename + name + " TO " + Names.retired(name));
      back.add(rename + Names.retired(name) + " TO " + name);
    }
    forward.addAll(triggers.feedRetired());
    back.addAll(triggers.bothWays());
    StepBuilder builder =
        transaction(
                "Retire "
                    + moved.names()
                    + " of "
                    + from
                    + " in favour of "
                    + moved.freshNames()
                    + " of "
                    + to,
                moved.origin(),
                forward)
            .backTransaction(
                "Serve " + moved.names() + " of " + from + " again, kept alike with " + to, back)
            .locks(LockMode.ACCESS_EXCLUSIVE, from, to)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, from, to)
            .risk(Risk.HIGH);
    for (Moved.Pair each : moved.columns()) {
      builder.success(Criteria.columnExists(from, Names.retired(each.old().name())));
      builder.backSuccess(Criteria.columnExists(from, each.old().name()));
    }
    return builder;
  }

  private RetiredColumns.Retired retired() {
    Side there = moved.there();
    List<RetiredColumns.Fed> fed =
        IntStream.range(0, moved.columns().size())
            .mapToObj(
                i -> new RetiredColumns.Fed(moved.columns().get(i).old(), rows.partnersValue(i)))
            .toList();
    List<RetiredColumns.Beside> beside =
        IntStream.range(0, moved.columns().size())
            .mapToObj(
                i ->
                    new RetiredColumns.Beside(
                        there.columns().get(i),
                        moved.columns().get(i).type(),
                        rows.partnersValue(i)))
            .toList();
    List<String> revives = new ArrayList<>(triggers.feedRetired());
    revives.addAll(triggers.create(true));
    return new RetiredColumns.Retired(
        moved.from(),
        moved.number(),
        moved.origin(),
        fed,
        beside,
        List.of(),
        triggers.drop(),
        revives,
        List.of(),
        Optional.of(new RetiredColumns.Elsewhere(to, archive -> rows.restore(draft, archive))),
        Optional.empty());
  }
}
