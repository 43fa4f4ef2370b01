package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ColumnChange.AddColumn;
import dev.ripcord.migration.ColumnChange.Fill;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Adds a column, fills it in batches, and makes it NOT NULL at {@code contract}. */
final class AddColumnSteps {
  private final Draft draft;
  private final AddColumn change;
  private final Snapshot.Table table;
  private final QualifiedName name;
  private final int number;
  private final String origin;

  private AddColumnSteps(Draft draft, AddColumn change, Snapshot.Table table) {
    this.draft = draft;
    this.change = change;
    this.table = table;
    this.name = table.name();
    this.number = draft.nextNumber();
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, AddColumn change) {
    draft
        .table(change, change.table())
        .filter(table -> draft.isNew(change, table, change.column()))
        .filter(table -> Dependents.allowAddition(draft, change, table))
        .ifPresent(table -> new AddColumnSteps(draft, change, table).add());
  }

  private void add() {
    boolean constant = change.defaultValue().isPresent();
    if (change.notNull() && !constant && change.fill().isEmpty()) {
      draft.problem(
          change,
          "column " + change.column() + " is NOT NULL, but nothing says what rows that exist get",
          "'default:' or 'backfill:'");
      return;
    }
    draft.add(Phase.EXPAND, expand());
    change.fill().ifPresent(fill -> draft.add(Phase.MIGRATE, fill(fill)));
    if (proves()) {
      NotNull.prove(name, change.column(), origin).forEach(each -> draft.add(Phase.MIGRATE, each));
      draft.add(Phase.CONTRACT, setNotNull());
      draft.add(Phase.CLEANUP, NotNull.dropHelper(name, change.column(), origin));
    }
    TableShape.NewColumn fresh =
        new TableShape.NewColumn(
            change.column(), change.type(), change.notNull(), comesAgainInOldShape());
    draft.shape(name, shape -> shape.withAdded(fresh));
  }

  /** NOT NULL must be proven when the column starts with NULL in every row. */
  private boolean proves() {
    return change.notNull() && change.defaultValue().isEmpty();
  }

  private StepBuilder expand() {
    List<String> forward = new ArrayList<>();
    forward.add(
        "ALTER TABLE "
            + name
            + " ADD COLUMN "
            + change.column()
            + " "
            + change.type()
            + change.defaultValue().map(value -> " DEFAULT " + value).orElse("")
            + (change.notNull() && !proves() ? " NOT NULL" : ""));
    List<String> drops = new ArrayList<>();
    if (proves()) {
      FillTrigger trigger = fillTrigger();
      forward.addAll(trigger.create());
      drops.addAll(trigger.drop());
    }
    // rows that are inserted while the column is on its way out shall have nothing in it
    String alter = "ALTER TABLE " + name + " ALTER COLUMN " + change.column();
    change.defaultValue().ifPresent(value -> drops.add(alter + " DROP DEFAULT"));
    if (change.notNull() && !proves()) {
      drops.add(alter + " DROP NOT NULL");
    }
    StepBuilder builder =
        transaction("Add column " + change.column() + " to " + name, origin, forward)
            .locks(LockMode.ACCESS_EXCLUSIVE, name)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
            .success(Criteria.columnExists(name, change.column()))
            .backSuccess(Criteria.columnGone(name, change.column()));
    return LeavingColumns.added(
            draft,
            table,
            number,
            new LeavingColumns.Leaving(
                change.column(),
                change.column(),
                change.type(),
                change.fill().map(fill -> this::computed)))
        .back(draft, builder, drops, worthKeeping());
  }

  private FillTrigger fillTrigger() {
    return new FillTrigger(
        name,
        number,
        change.column(),
        change.type(),
        change.fill().map(Fill::value).orElse("NULL"),
        false);
  }

  private String computed(UnaryOperator<String> row) {
    String again = comesAgain(change);
    Map<Identifier, String> columns =
        Expressions.columns(again, name).stream()
            .collect(Collectors.toMap(each -> each, each -> row.apply(each.quoted())));
    return Expressions.substitute(again, name, columns);
  }

  /** What another way forward would not give again: what clients wrote. */
  private String worthKeeping() {
    Identifier leaving = Names.leaving(change.column());
    return "t."
        + leaving
        + " IS DISTINCT FROM NULL AND "
        + Likeness.of(table).distinct("t." + leaving, comesAgain(change), change.type());
  }

  /** What a row that exists gets by going forward, as an expression over the row. */
  private static String comesAgain(AddColumn change) {
    String byDefault = Types.cast(change.defaultValue().orElse("NULL"), change.type());
    return change
        .fill()
        .map(
            fill -> {
              String filled = Types.cast(fill.value(), change.type());
              return fill.where()
                  .map(
                      where ->
                          "(CASE WHEN ("
                              + where
                              + ") THEN "
                              + filled
                              + " ELSE "
                              + byDefault
                              + " END)")
                  .orElse(filled);
            })
        .orElse(byDefault);
  }

  private Optional<String> comesAgainInOldShape() {
    String again = comesAgain(change);
    boolean old =
        Expressions.columns(again, name).stream()
            .allMatch(column -> table.column(column).isPresent());
    return old ? Optional.of(again) : Optional.empty();
  }

  private StepBuilder fill(Fill fill) {
    String value = Types.cast(fill.value(), change.type());
    String untouched =
        change
            .defaultValue()
            .map(
                text ->
                    Likeness.of(table)
                        .same(
                            "t." + change.column(), Types.cast(text, change.type()), change.type()))
            .orElse("t." + change.column() + " IS NOT DISTINCT FROM NULL");
    String condition =
        untouched
            + " AND "
            + Likeness.of(table).distinct("t." + change.column(), value, change.type())
            + fill.where().map(where -> " AND (" + where + ")").orElse("");
    String title = "Fill " + change.column() + " of " + name;
    return step(
            title,
            origin,
            Walks.open(
                title,
                name,
                "UPDATE "
                    + name
                    + " AS t SET "
                    + change.column()
                    + " = "
                    + value
                    + " WHERE "
                    + Walks.range("t")
                    + " AND "
                    + condition,
                condition))
        .locks(LockMode.ROW_EXCLUSIVE, name)
        .risk(Risk.MEDIUM)
        .success(filled(condition));
  }

  /** Only where new rows are filled by a trigger; else clients may go on making rows to fill. */
  private Criterion[] filled(String condition) {
    return proves()
        ? new Criterion[] {
          Criteria.noRow("no row of " + name + " is left to fill", name, condition)
        }
        : new Criterion[0];
  }

  private StepBuilder setNotNull() {
    List<String> forward = new ArrayList<>();
    forward.add(NotNull.set(draft.snapshot(), name, change.column()));
    forward.addAll(fillTrigger().drop());
    List<String> back = new ArrayList<>(fillTrigger().create());
    back.add("ALTER TABLE " + name + " ALTER COLUMN " + change.column() + " DROP NOT NULL");
    return transaction("Set " + change.column() + " of " + name + " NOT NULL", origin, forward)
        .backTransaction("Allow NULL in " + change.column() + " of " + name + " again", back)
        .locks(LockMode.ACCESS_EXCLUSIVE, name)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
        .success(Criteria.notNull(name, change.column(), true))
        .backSuccess(Criteria.notNull(name, change.column(), false));
  }
}
