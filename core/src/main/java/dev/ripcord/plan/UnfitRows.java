package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Rows that a constraint on its way back refuses. Those that {@code down} makes fit get its values,
 * as they were they are kept aside; all others are moved aside.
 *
 * @param down new values of columns, as expressions over the row; may be empty
 * @param unfit a condition over {@code t} that holds for a row that the constraint refuses
 * @param fits a condition over a row whose columns are written as the function has it
 * @param distinct columns of which two rows may not have the same values; empty if any may
 * @param concerns columns that the constraint is about
 */
record UnfitRows(
    Snapshot.Table table,
    Map<Identifier, String> down,
    String unfit,
    Fits fits,
    List<Identifier> distinct,
    List<Identifier> concerns,
    KeptRows kept) {
  UnfitRows {
    down = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(down));
    distinct = List.copyOf(distinct);
    concerns = List.copyOf(concerns);
  }

  /** A condition, given how a column is written. */
  interface Fits {
    String over(UnaryOperator<String> column);
  }

  /**
   * The walks that leave none of them.
   *
   * @param movable whether no other row hangs on such rows, so that they may go
   */
  List<Action> walks(Identifier constraint, boolean movable) {
    List<Action> walks = new ArrayList<>();
    if (!down.isEmpty()) {
      String title = "Make rows of " + table.name() + " fit " + constraint;
      walks.add(
          movable
              ? Walks.open(title, table.name(), repair(), "(" + unfit + ") AND " + fitting())
              : Walks.walk(title, table.name(), repair(), unfit));
    }
    if (movable) {
      walks.add(
          kept.moveAside(
              "Keep rows of " + table.name() + " that " + constraint + " refuses", unfit));
    }
    return walks;
  }

  /**
   * Of the rows that {@link #walks} leaves none of.
   *
   * @param unit number of the first of these walks
   */
  List<Look> looks(int unit, Identifier constraint, boolean movable) {
    String refused = "rows of " + table.name() + " that " + constraint + " refuses";
    Fate otherwise =
        movable ? new Fate.Kept(kept.store()) : new Fate.Refused("constraint " + constraint);
    if (down.isEmpty()) {
      return movable ? List.of(look(unit, refused, unfit, otherwise)) : List.of();
    }
    return List.of(
        look(
            unit,
            refused + ", which new values make fit",
            "(" + unfit + ") AND " + fitting(),
            new Fate.MadeFit("new values", java.util.Optional.of(kept.store()))),
        look(
            movable ? unit + 1 : unit,
            refused + ", which no new value makes fit",
            "(" + unfit + ") AND NOT " + fitting(),
            otherwise));
  }

  private Look look(int unit, String title, String condition, Fate fate) {
    return new Look(unit, title, table.name(), condition, Examples.of(table, concerned()), fate);
  }

  /** The columns by which people see why a row does not fit. */
  private List<Identifier> concerned() {
    List<Identifier> columns = new ArrayList<>(concerns);
    columns.removeAll(table.rowKey());
    return columns;
  }

  /** Of a row {@code t}, as {@code down} would leave it. */
  private String fitting() {
    return "(" + fits.over(this::overRow) + ")";
  }

  /** A column of {@code t} as {@code down} would leave it. */
  private String overRow(String column) {
    Identifier name = Identifier.parse(column);
    String value = down.get(name);
    if (value == null) {
      return "t." + column;
    }
    Map<Identifier, String> written = new LinkedHashMap<>();
    Expressions.columns(value, table.name()).forEach(each -> written.put(each, "t." + each));
    return Types.cast(
        Expressions.substitute(value, table.name(), written),
        table.column(name).orElseThrow().type());
  }

  private String repair() {
    QualifiedName name = table.name();
    List<Identifier> columns = List.copyOf(down.keySet());
    List<String> values = new ArrayList<>();
    List<String> sets = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String type = table.column(columns.get(i)).orElseThrow().type();
      values.add(
          Types.cast(down.getOrDefault(columns.get(i), "NULL"), type) + " AS ripcord_" + (i + 1));
      sets.add(columns.get(i) + " = fit.ripcord_" + (i + 1));
    }
    String key =
        table.primaryKey().stream()
            .map(column -> "u." + column + " = (fit.ripcord_row)." + column)
            .collect(joining(" AND "));
    return "WITH unfit AS (SELECT (t.*)::"
        + name
        + " AS ripcord_row, "
        + String.join(", ", values)
        + " FROM "
        + name
        + " AS t WHERE "
        + Walks.range("t")
        + " AND ("
        + unfit
        + ") FOR UPDATE), numbered AS (SELECT unfit.*, "
        + number(columns)
        + " AS ripcord_number FROM unfit), fit AS (SELECT * FROM numbered WHERE ripcord_number = 1"
        + " AND ("
        + fits.over(column -> written(column, columns, "numbered"))
        + ")), copied AS (INSERT INTO "
        + kept.store()
        + " SELECT (fit.ripcord_row).* FROM fit) UPDATE "
        + name
        + " AS u SET "
        + String.join(", ", sets)
        + " FROM fit WHERE "
        + key;
  }

  /** Of rows that {@code down} would make equal only one is taken at a time. */
  private String number(List<Identifier> columns) {
    if (distinct.isEmpty()) {
      return "1";
    }
    List<String> written =
        distinct.stream().map(each -> written(each.quoted(), columns, "unfit")).toList();
    return "CASE WHEN "
        + written.stream().map(each -> each + " IS NULL").collect(joining(" OR "))
        + " THEN 1 ELSE row_number() OVER (PARTITION BY "
        + String.join(", ", written)
        + ") END";
  }

  /** A column as {@code down} leaves it. */
  private static String written(String column, List<Identifier> columns, String from) {
    int place = columns.indexOf(Identifier.parse(column));
    return place < 0 ? "(" + from + ".ripcord_row)." + column : from + ".ripcord_" + (place + 1);
  }
}
