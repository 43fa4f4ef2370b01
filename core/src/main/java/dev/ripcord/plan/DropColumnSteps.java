package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ColumnChange.DropColumn;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Retires a column at {@code contract}, archives and drops it in {@code cleanup}. */
final class DropColumnSteps {
  private final Draft draft;
  private final DropColumn change;
  private final Snapshot.Table table;
  private final Snapshot.Column column;
  private final QualifiedName name;
  private final Identifier retired;
  private final int number;
  private final String origin;

  private DropColumnSteps(
      Draft draft, DropColumn change, Snapshot.Table table, Snapshot.Column column) {
    this.draft = draft;
    this.change = change;
    this.table = table;
    this.column = column;
    this.name = table.name();
    this.retired = Names.retired(column.name());
    this.number = draft.nextNumber();
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, DropColumn change) {
    draft
        .table(change, change.table())
        .filter(table -> draft.hasKey(change, table))
        .ifPresent(
            table ->
                draft
                    .column(change, table, change.column())
                    .filter(column -> Dependents.allowDrop(draft, change, table, column))
                    .ifPresent(column -> new DropColumnSteps(draft, change, table, column).add()));
  }

  private boolean nothingForRowsWithout() {
    return change
        .down()
        .map(down -> down.strip().equalsIgnoreCase("NULL"))
        .orElse(column.defaultValue().isEmpty());
  }

  private void add() {
    if (column.notNull() && nothingForRowsWithout()) {
      draft.problem(
          change,
          "column "
              + column.name()
              + " is NOT NULL"
              + (change.down().isEmpty() ? " without a default" : ", and 'down' is NULL")
              + ": rows written without it could not go back",
          "'down:' with its value for such rows");
      return;
    }
    draft.add(Phase.CONTRACT, retire());
    Optional<FillTrigger> trigger = trigger();
    List<String> revives = new ArrayList<>();
    column
        .defaultValue()
        .ifPresent(
            value ->
                revives.add(
                    "ALTER TABLE " + name + " ALTER COLUMN " + retired + " SET DEFAULT " + value));
    trigger.ifPresent(each -> revives.addAll(each.create()));
    String otherwise =
        Types.cast(change.down().or(() -> constantDefault()).orElse("NULL"), column.type());
    new RetiredColumns(
            draft,
            new RetiredColumns.Retired(
                table,
                number,
                origin,
                List.of(new RetiredColumns.Fed(column, otherwise)),
                List.of(),
                List.of(),
                trigger.map(FillTrigger::drop).orElse(List.of()),
                revives,
                rebuild(Carried.of(table, column.name())),
                Optional.empty(),
                trigger.filter(each -> readsColumns()).map(this::archiving)))
        .add();
    String down = change.down().orElse("DEFAULT");
    draft.shape(name, shape -> shape.withRemoved(column.name(), down));
  }

  private boolean readsColumns() {
    return change.down().filter(down -> !Expressions.columns(down, name).isEmpty()).isPresent();
  }

  private Function<KeyedStore, ArchiveTrigger> archiving(FillTrigger fill) {
    int own = draft.nextNumber();
    return archive ->
        new ArchiveTrigger(name, own, archive, archive.keyOf("NEW"), List.of(fill.overNew()));
  }

  private Optional<String> constantDefault() {
    return column.volatileDefault() ? Optional.empty() : column.defaultValue();
  }

  private Optional<FillTrigger> trigger() {
    return change
        .down()
        .map(down -> new FillTrigger(name, number, retired, column.type(), down, true));
  }

  /** Units that bring back what goes with the column, under its own name. */
  private List<Action> rebuild(Carried carried) {
    List<Action> units = new ArrayList<>(carried.rebuild(false));
    List<String> comments = carried.comments(draft.snapshot());
    if (!comments.isEmpty()) {
      units.add(new Action.Transaction("Say again what these are for", comments));
    }
    return units;
  }

  private StepBuilder retire() {
    String alter = "ALTER TABLE " + name + " ";
    List<String> forward = new ArrayList<>();
    List<String> back = new ArrayList<>();
    trigger().ifPresent(each -> back.addAll(each.drop()));
    back.add(alter + "RENAME COLUMN " + retired + " TO " + column.name());
    if (column.notNull()) {
      forward.add(alter + "ALTER COLUMN " + column.name() + " DROP NOT NULL");
      back.add(NotNull.addCheck(name, column.name()));
    }
    forward.add(alter + "RENAME COLUMN " + column.name() + " TO " + retired);
    trigger().ifPresent(each -> forward.addAll(each.create()));
    StepBuilder builder =
        transaction("Retire column " + column.name() + " of " + name, origin, forward)
            .backTransaction("Serve column " + column.name() + " of " + name + " again", back)
            .locks(LockMode.ACCESS_EXCLUSIVE, name)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
            .risk(Risk.MEDIUM)
            .success(Criteria.columnExists(name, retired))
            .backSuccess(Criteria.columnExists(name, column.name()));
    if (column.notNull()) {
      NotNull.refuses(builder, table, column.name());
      NotNull.restore(builder, table, column.name());
    }
    return builder;
  }
}
