package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ColumnChange.ChangeType;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A column gets another type where it stands, by the catalogue alone. */
final class InPlaceSteps {
  private final Draft draft;
  private final Snapshot.Table table;
  private final Snapshot.Column column;
  private final ChangeType change;
  private final Identifier name;
  private final int number;

  InPlaceSteps(Draft draft, Snapshot.Table table, Snapshot.Column column, ChangeType change) {
    this.draft = draft;
    this.table = table;
    this.column = column;
    this.change = change;
    this.name = column.name();
    this.number = draft.nextNumber();
  }

  /** Values are the same in both types, so both shapes are served by either. */
  void bothWays() {
    Rebound rebound = Rebound.of(inverse(name.quoted()));
    List<String> back = new ArrayList<>(alter(column.type(), rebound));
    column
        .defaultValue()
        .ifPresent(
            value ->
                // as it was written: the server has it cast to and fro by now
                back.add(
                    "ALTER TABLE "
                        + table.name()
                        + " ALTER COLUMN "
                        + name
                        + " SET DEFAULT "
                        + value));
    draft.add(
        Phase.EXPAND,
        builder(rebound)
            .backTransaction("Change " + name + " of " + table.name() + " back", back)
            .back(gather(name))
            .backSuccess(Criteria.columnType(table.name(), name, column.type(), true)));
    gather(Phase.EXPAND);
    draft.shape(table.name(), shape -> shape);
  }

  /**
   * Only the way back is long: the change of type in the other direction, by another column.
   *
   * @param back the value for the old type, over the column's name
   */
  void online(String back) {
    // what is made of the column must wait until it has its type
    draft.lateName();
    Replacements.shape(draft, Replacements.retyped(number, table, column, change, back));
    Replacement inverse = inverse(back);
    StepBuilder builder = builder(Rebound.of(inverse)).risk(Risk.HIGH);
    if (change.down().isPresent()) {
      builder.back(feasible(inverse));
    }
    List<Action> another = another(inverse);
    builder.restored(filled(inverse, builder.nextUnit(), another));
    builder.back(another.toArray(Action[]::new));
    draft.add(
        Phase.CONTRACT,
        leave(builder, inverse)
            .reversibility(
                new Reversibility(
                    Reversibility.Level.EXACT_EXCEPT_COLUMN_ORDER,
                    name + " of " + table.name() + " comes back as the last column"))
            .backSuccess(
                Criteria.columnType(table.name(), name, column.type(), true),
                Criteria.columnGone(table.name(), Names.leaving(name))));
    gather(Phase.CONTRACT);
  }

  /** The column of the new type goes as any column of the new shape does. */
  private StepBuilder leave(StepBuilder builder, Replacement inverse) {
    List<String> drops = new ArrayList<>(new SyncFunction(inverse).drop());
    if (column.notNull()) {
      drops.add(NotNull.dropCheck(table.name(), Names.pending(name)));
    }
    LeavingColumns.Leaving gone =
        new LeavingColumns.Leaving(
            Names.retired(name),
            name,
            change.type(),
            Optional.of(written -> again(written.apply(name.quoted()))));
    String leaving = "t." + gone.leaving();
    return LeavingColumns.replaced(draft, table, number, List.of(gone))
        .back(
            draft,
            builder,
            drops,
            leaving
                + " IS DISTINCT FROM NULL AND "
                + Likeness.of(table).distinct(leaving, again("t." + name), change.type()));
  }

  private StepBuilder builder(Rebound rebound) {
    StepBuilder builder =
        transaction(
                "Change "
                    + name
                    + " of "
                    + table.name()
                    + " from "
                    + column.type()
                    + " to "
                    + change.type()
                    + " in place",
                Origin.of(change),
                alter(change.type(), rebound))
            .risk(Risk.MEDIUM)
            .locks(LockMode.ACCESS_EXCLUSIVE, table.name())
            .locks(LockMode.ACCESS_EXCLUSIVE, rebound.relations())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table.name())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, rebound.relations())
            .success(Criteria.columnExists(table.name(), name));
    if (!TypeName.of(change.type()).equals(TypeName.of(column.type()))) {
      builder.success(Criteria.columnType(table.name(), name, column.type(), false));
    }
    return builder;
  }

  private void gather(Phase phase) {
    Action gather = gather(name);
    draft.add(
        phase,
        step(gather.title(), Origin.of(change), gather)
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table.name()));
  }

  /**
   * ALTER COLUMN TYPE drops what the planner knows of the column, and as no row changes, autovacuum
   * sees no reason to look again.
   */
  private Action gather(Identifier column) {
    boolean extended =
        table.attached().statistics().stream().anyMatch(each -> each.columns().contains(name));
    return new Action.Transaction(
        "Gather statistics of " + column + " of " + table.name(),
        List.of("ANALYZE " + table.name() + (extended ? "" : " (" + column + ")")));
  }

  /** With what PostgreSQL forgets when it changes a type, and does not let it be changed under. */
  private List<String> alter(String type, Rebound rebound) {
    List<String> statements = new ArrayList<>(rebound.first());
    statements.add(
        "ALTER TABLE "
            + table.name()
            + " ALTER COLUMN "
            + name
            + " TYPE "
            + type
            + column.collation().map(each -> " COLLATE " + each).orElse(""));
    statements.addAll(ColumnSettings.on(table.name(), column, name, true));
    table.attached().statistics().stream()
        .filter(each -> each.columns().contains(name))
        .forEach(each -> statements.addAll(each.more()));
    statements.addAll(rebound.forward());
    return statements;
  }

  /** The column of the old type as what takes the place of the one of the new. */
  private Replacement inverse(String back) {
    return new Replacement(
        table,
        number,
        Origin.of(change),
        List.of(column.withType(change.type())),
        List.of(
            new Replacement.Fresh(
                name,
                Names.pending(name),
                column.type(),
                column.notNull(),
                column.defaultValue(),
                column.collation(),
                column.comment())),
        Map.of(name, back),
        Map.of(name, name.quoted()),
        Map.of());
  }

  /** Else clients' writes would be refused as soon as the way back has begun. */
  private Action.Verify feasible(Replacement inverse) {
    String down = inverse.up(inverse.fresh().getFirst(), old -> "t." + old);
    String from = " FROM " + table.name() + " AS t";
    return new Action.Verify(
        "Check that 'down' has a value for every " + name + " of " + table.name(),
        List.of(
            new Criterion(
                "'down' works for every row of " + table.name(),
                column.notNull()
                    ? "SELECT count(*) = count(" + down + ")" + from
                    : "SELECT count(" + down + ") >= 0" + from,
                "t")));
  }

  /**
   * What the column of the old type will hold.
   *
   * @param unit number of the first of the units
   */
  private Restored filled(Replacement inverse, int unit, List<Action> units) {
    int fill = 0;
    while (!(units.get(fill) instanceof Action.Walk)) {
      fill++;
    }
    Replacement.Fresh fresh = inverse.fresh().getFirst();
    return new Restored(
        unit + fill, table.name(), fresh.until(), inverse.up(fresh, old -> "t." + old));
  }

  /** The forward units of the inverse change, up to the swap. */
  private List<Action> another(Replacement inverse) {
    Draft mirrored = new Draft(draft.snapshot(), List.of(change));
    ReplacementSteps steps =
        new ReplacementSteps(mirrored, inverse, each -> NotNull.again(table, each));
    steps.prepare();
    List<Action> units = new ArrayList<>();
    mirrored.phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .forEach(step -> units.add(unit(step)));
    units.add(gather(Names.pending(name)));
    List<String> swap = new ArrayList<>();
    steps.swap(swap, new ArrayList<>());
    swap.addAll(ColumnSettings.on(table.name(), column, name, true));
    NotNull.constraint(table, name)
        .ifPresent(
            each ->
                swap.addAll(Comments.ofConstraint(draft.snapshot(), table.name(), each.name())));
    units.add(
        new Action.Transaction(
            "Serve "
                + name
                + " ("
                + column.type()
                + ") of "
                + table.name()
                + " instead of "
                + name
                + " ("
                + change.type()
                + ")",
            swap));
    return units;
  }

  /** A walk knows by what the step would have asked at its end that it is done. */
  private static Action unit(Step step) {
    return step.forward() instanceof Action.Walk walk
        ? new Action.Walk(
            walk.title(),
            walk.table(),
            walk.statement(),
            walk.left(),
            Stream.concat(walk.criteria().stream(), step.success().stream()).toList())
        : step.forward();
  }

  private String again(String value) {
    return Types.cast(value, change.type());
  }
}
