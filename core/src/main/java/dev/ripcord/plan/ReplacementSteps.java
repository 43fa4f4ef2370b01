package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces columns by others: both sides kept alike by a trigger, filled in batches, swapped in one
 * short transaction, the old side fed until {@code cleanup}.
 */
final class ReplacementSteps {
  private final Draft draft;
  private final Replacement replacement;
  private final QualifiedName table;
  private final SyncFunction sync;
  private final Luggage luggage;
  private final Function<Identifier, String> notNull;

  ReplacementSteps(Draft draft, Replacement replacement) {
    this(draft, replacement, column -> NotNull.set(draft.snapshot(), replacement.name(), column));
  }

  /**
   * @param notNull the statement that makes a new column NOT NULL
   */
  ReplacementSteps(Draft draft, Replacement replacement, Function<Identifier, String> notNull) {
    this.draft = draft;
    this.replacement = replacement;
    this.table = replacement.name();
    this.sync = new SyncFunction(replacement);
    this.luggage = Luggage.of(draft.snapshot(), replacement);
    this.notNull = notNull;
  }

  void add() {
    prepare();
    draft.add(Phase.CONTRACT, swap());
    retire();
  }

  /** All before the swap. */
  void prepare() {
    draft.add(Phase.EXPAND, expand());
    draft.add(Phase.MIGRATE, fill());
    luggage.migrate(replacement.origin()).forEach(each -> draft.add(Phase.MIGRATE, each));
    for (Replacement.Fresh column : replacement.fresh()) {
      if (column.notNull()) {
        NotNull.prove(table, column.until(), replacement.origin())
            .forEach(each -> draft.add(Phase.MIGRATE, each));
      }
    }
    luggage.contract(replacement.origin()).forEach(each -> draft.add(Phase.CONTRACT, each));
    draft.add(Phase.CONTRACT, alike());
  }

  /** All behind the swap. */
  void retire() {
    new RetiredColumns(draft, retired()).add();
    WiderKey.of(replacement, luggage.sequences()).ifPresent(each -> draft.add(Phase.CLEANUP, each));
  }

  private StepBuilder expand() {
    List<String> forward = new ArrayList<>();
    forward.add("ALTER TABLE " + table + " " + adds());
    for (Replacement.Fresh column : replacement.fresh()) {
      column
          .comment()
          .ifPresent(
              text ->
                  forward.add(
                      "COMMENT ON COLUMN "
                          + table
                          + "."
                          + column.until()
                          + " IS "
                          + Literal.of(text)));
    }
    forward.addAll(grantsAndSettings());
    forward.add(sync.bothWays());
    forward.addAll(sync.createTrigger(false));
    forward.addAll(luggage.rebound().widen());
    StepBuilder builder =
        transaction(
                "Add " + freshNames() + " to " + table + ", kept alike with " + oldNames(),
                replacement.origin(),
                forward)
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.triggerEnabled(table, replacement.trigger()));
    replacement
        .fresh()
        .forEach(
            column -> {
              builder.success(Criteria.columnExists(table, column.until()));
              builder.backSuccess(Criteria.columnGone(table, column.until()));
            });
    return leave(builder);
  }

  /** The way back of expand: out of sight at once, then keep what only it can hold, then drop. */
  private StepBuilder leave(StepBuilder builder) {
    List<LeavingColumns.Leaving> columns =
        replacement.fresh().stream()
            .map(
                column ->
                    new LeavingColumns.Leaving(
                        column.until(),
                        column.name(),
                        column.type(),
                        Optional.of(old -> replacement.up(column, old))))
            .toList();
    String differs =
        replacement.fresh().stream()
            .map(
                column ->
                    replacement
                        .likeness()
                        .distinct(
                            "t." + Names.leaving(column.name()),
                            replacement.up(column, old -> "t." + old),
                            column.type()))
            .collect(joining(" OR "));
    String filled =
        replacement.fresh().stream()
            .map(column -> "t." + Names.leaving(column.name()) + " IS DISTINCT FROM NULL")
            .collect(joining(" OR "));
    List<String> drops = new ArrayList<>(luggage.rebound().narrow());
    drops.addAll(sync.drop());
    return LeavingColumns.replaced(draft, replacement.table(), replacement.number(), columns)
        .back(draft, builder, drops, "(" + filled + ") AND (" + differs + ")");
  }

  /** Who may use the old column alone may use the new one, and what it was told holds too. */
  private List<String> grantsAndSettings() {
    if (replacement.old().size() > 1 || replacement.fresh().size() > 1) {
      return List.of();
    }
    Snapshot.Column old = replacement.old().getFirst();
    Replacement.Fresh fresh = replacement.fresh().getFirst();
    List<String> all = new ArrayList<>(Grants.on(table, old, fresh.until()));
    all.addAll(ColumnSettings.on(table, old, fresh.until(), fresh.type().equals(old.type())));
    return all;
  }

  private String adds() {
    return replacement.fresh().stream()
        .map(
            column ->
                "ADD COLUMN "
                    + column.until()
                    + " "
                    + column.type()
                    + column.collation().map(each -> " COLLATE " + each).orElse(""))
        .collect(joining(", "));
  }

  private StepBuilder fill() {
    String set =
        replacement.fresh().stream()
            .map(column -> column.until() + " = " + replacement.up(column, old -> "t." + old))
            .collect(joining(", "));
    String unfilled =
        replacement.unfilled(column -> "t." + column)
            + " AND ("
            + replacement.fresh().stream()
                .map(column -> replacement.up(column, old -> "t." + old) + " IS DISTINCT FROM NULL")
                .collect(joining(" OR "))
            + ")";
    String title = "Fill " + freshNames() + " of " + table + " from " + oldNames();
    return step(
            title,
            replacement.origin(),
            Walks.open(
                title,
                table,
                "UPDATE "
                    + table
                    + " AS t SET "
                    + set
                    + " WHERE "
                    + Walks.range("t")
                    + " AND "
                    + unfilled,
                unfilled))
        .locks(LockMode.ROW_EXCLUSIVE, table)
        .risk(Risk.MEDIUM)
        .success(Criteria.noRow("no row of " + table + " is left to fill", table, unfilled));
  }

  /**
   * Somebody may have disabled the trigger meanwhile, and written to one side only. After the swap
   * that would show as values that are wrong; before it, nothing has happened yet.
   */
  private StepBuilder alike() {
    Likeness.Distinct distinct = replacement.likeness()::distinct;
    String notFromOld = replacement.differsFromUp(distinct, column -> "t." + column);
    String notFromFresh = replacement.differsFromDown(distinct, column -> "t." + column);
    String title = "Check that " + oldNames() + " and " + freshNames() + " of " + table + " agree";
    return step(
            title,
            replacement.origin(),
            new Action.Verify(
                title,
                List.of(
                    Criteria.triggerEnabled(table, replacement.trigger()),
                    Criteria.noRow(
                        "no row of " + table + " has sides that follow from neither other",
                        table,
                        "(" + notFromOld + ") AND (" + notFromFresh + ")"))))
        .locks(LockMode.ACCESS_SHARE, table);
  }

  private StepBuilder swap() {
    List<String> forward = new ArrayList<>();
    List<String> back = new ArrayList<>();
    swap(forward, back);
    StepBuilder builder =
        transaction(
                "Retire " + oldNames() + " of " + table + " in favour of " + freshNames(),
                replacement.origin(),
                forward)
            .backTransaction(
                "Serve " + oldNames() + " of " + table + " again, kept alike with " + freshNames(),
                back)
            .risk(Risk.HIGH);
    surround(builder);
    return builder;
  }

  /** The statements of the swap. */
  void swap(List<String> forward, List<String> back) {
    for (Snapshot.Column column : replacement.old()) {
      retire(column, forward, back);
    }
    for (Replacement.Fresh column : replacement.fresh()) {
      takeOver(column, forward, back);
    }
    luggage.swap(forward, back);
    forward.add(sync.feedRetired());
    back.add(sync.bothWays());
  }

  /** What else belongs to a step that swaps. */
  void surround(StepBuilder builder) {
    builder
        .locks(LockMode.ACCESS_EXCLUSIVE, table)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
        .locks(LockMode.ACCESS_EXCLUSIVE, luggage.relations())
        .backLocks(LockMode.ACCESS_EXCLUSIVE, luggage.relations());
    for (Snapshot.Column column : replacement.old()) {
      builder.success(Criteria.columnExists(table, Names.retired(column.name())));
      builder.backSuccess(Criteria.columnExists(table, column.name()));
      if (column.notNull() && !Pinned.is(replacement.table(), column)) {
        NotNull.refuses(builder, replacement.table(), column.name());
        NotNull.restore(builder, replacement.table(), column.name());
      }
    }
    builder.back(luggage.foreignKeys().backAfter().toArray(Action[]::new));
    replacement
        .fresh()
        .forEach(column -> builder.success(Criteria.columnExists(table, column.name())));
  }

  private void retire(Snapshot.Column column, List<String> forward, List<String> back) {
    Identifier name = column.name();
    String alter = "ALTER TABLE " + table + " ";
    List<String> undo = new ArrayList<>();
    undo.add(alter + "RENAME COLUMN " + Names.retired(name) + " TO " + name);
    if (column.defaultValue().isPresent()) {
      forward.add(alter + "ALTER COLUMN " + name + " DROP DEFAULT");
      undo.add(alter + "ALTER COLUMN " + name + " SET DEFAULT " + column.defaultValue().get());
    }
    if (Pinned.is(replacement.table(), column)) {
      forward.addAll(Pinned.retire(replacement.table(), name));
      undo.addAll(Pinned.serve(replacement.table(), name));
    } else if (column.notNull()) {
      forward.add(alter + "ALTER COLUMN " + name + " DROP NOT NULL");
      undo.add(NotNull.addCheck(table, name));
    }
    forward.add(alter + "RENAME COLUMN " + name + " TO " + Names.retired(name));
    back.addAll(undo);
  }

  private void takeOver(Replacement.Fresh column, List<String> forward, List<String> back) {
    String alter = "ALTER TABLE " + table + " ";
    List<String> undo = new ArrayList<>();
    if (column.inPlace()) {
      forward.add(alter + "RENAME COLUMN " + column.until() + " TO " + column.name());
    }
    if (column.defaultValue().isPresent()) {
      forward.add(
          alter + "ALTER COLUMN " + column.name() + " SET DEFAULT " + column.defaultValue().get());
      undo.add(alter + "ALTER COLUMN " + column.name() + " DROP DEFAULT");
    }
    if (column.notNull()) {
      forward.add(notNull.apply(column.name()));
      undo.add(alter + "ALTER COLUMN " + column.name() + " DROP NOT NULL");
    }
    if (column.inPlace()) {
      undo.add(alter + "RENAME COLUMN " + column.name() + " TO " + column.until());
    }
    // what is undone first must free the names that the old columns take back
    back.addAll(0, undo);
  }

  private RetiredColumns.Retired retired() {
    List<RetiredColumns.Fed> fed =
        replacement.old().stream()
            .map(
                column ->
                    new RetiredColumns.Fed(
                        column.withType(replacement.after(column.type())),
                        replacement.down(column, fresh -> "t." + fresh, true)))
            .toList();
    List<Action> rebuild = new ArrayList<>();
    replacement.old().stream()
        .filter(column -> Pinned.is(replacement.table(), column))
        .forEach(
            column ->
                rebuild.addAll(
                    Pinned.rebuild(draft.snapshot(), replacement.table(), column.name())));
    rebuild.addAll(luggage.rebuild());
    List<String> drops = new ArrayList<>(luggage.foreignKeys().drops());
    drops.addAll(sync.drop());
    List<String> revive = new ArrayList<>();
    revive.add(sync.feedRetired());
    revive.addAll(sync.createTrigger(true));
    return new RetiredColumns.Retired(
        replacement.table(),
        replacement.number(),
        replacement.origin(),
        fed,
        replacement.fresh().stream()
            .map(
                column ->
                    new RetiredColumns.Beside(column.name(), replacement.after(column.type())))
            .toList(),
        replacement.fresh().stream()
            .filter(Replacement.Fresh::notNull)
            .map(Replacement.Fresh::until)
            .toList(),
        drops,
        revive,
        rebuild,
        Optional.empty(),
        Optional.empty());
  }

  /** With their types where an old and a new column share a name. */
  private String oldNames() {
    return replacement.old().stream()
        .map(each -> inPlace() ? each.name() + " (" + each.type() + ")" : each.name().quoted())
        .collect(joining(", "));
  }

  private String freshNames() {
    return replacement.fresh().stream()
        .map(each -> inPlace() ? each.name() + " (" + each.type() + ")" : each.name().quoted())
        .collect(joining(", "));
  }

  private boolean inPlace() {
    return replacement.fresh().stream().anyMatch(Replacement.Fresh::inPlace);
  }
}
