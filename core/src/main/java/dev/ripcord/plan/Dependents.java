package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.schema.Attached.Bound;
import dev.ripcord.schema.Attached.Kind;
import dev.ripcord.schema.Dependent;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses, before anything is touched, what hangs on a column in a way that could not be carried
 * over or brought back exactly.
 */
final class Dependents {
  private static final String EXPECTED =
      "a column that has none of these; change them in a migration before";

  private Dependents() {}

  /** A column may be replaced by one other; what {@link Luggage} knows goes along. */
  static boolean allowReplacement(
      Draft draft, Change change, Snapshot.Table table, Snapshot.Column column) {
    Identifier name = column.name();
    boolean retyped = change instanceof ColumnChange.ChangeType;
    List<String> obstacles = KeyObstacles.of(draft.snapshot(), change, table, column);
    obstacles.addAll(unproven(table, name));
    obstacles.addAll(wholeRows(table));
    Set<String> carried = new HashSet<>();
    boolean remade = Rebound.remade(table, name, retyped);
    for (Bound each : Rebound.concerned(table, name, remade)) {
      carried.add(each.what());
      reason(each, retyped, remade).ifPresent(why -> obstacles.add(each.what() + " (" + why + ")"));
    }
    table.dependents().stream()
        .filter(each -> each.columns().contains(name) && !carried.contains(each.what()))
        .filter(each -> !each.what().startsWith("statistics object "))
        .forEach(each -> obstacles.add(each.what() + why(each.what())));
    return report(draft, change, column, obstacles)
        && claim(draft, change, claims(table, name, carried));
  }

  /** What the swap of a column changes beside its table. */
  static Set<QualifiedName> relations(Snapshot snapshot, Change change) {
    Set<QualifiedName> relations = new LinkedHashSet<>();
    switch (change) {
      case ColumnChange.RenameColumn it ->
          snapshot
              .table(it.table())
              .ifPresent(table -> relations(relations, table, it.from(), false));
      case ColumnChange.ChangeType it ->
          snapshot
              .table(it.table())
              .ifPresent(table -> relations(relations, table, it.column(), true));
      default -> {}
    }
    return relations;
  }

  private static void relations(
      Set<QualifiedName> relations, Snapshot.Table table, Identifier column, boolean retyped) {
    Rebound.concerned(table, column, Rebound.remade(table, column, retyped))
        .forEach(each -> each.relation().ifPresent(relations::add));
    table.constraints().stream()
        .filter(each -> each.incoming() && each.columns().contains(column))
        .forEach(each -> each.references().ifPresent(relations::add));
  }

  private static Optional<String> reason(Bound bound, boolean retyped, boolean remade) {
    if (bound.obstacle().isPresent()) {
      return bound.obstacle();
    }
    if (retyped && bound.kind() == Kind.FUNCTION) {
      return Optional.of("its result may depend on the type");
    }
    if (bound.kind() == Kind.FUNCTION && bound.keyed()) {
      return Optional.of("it groups by the primary key");
    }
    if (bound.kind() == Kind.VIEW) {
      return remade ? bound.dropObstacle() : Optional.empty();
    }
    if (!bound.direct() || bound.kind() == Kind.OTHER) {
      return Optional.of("it stands on a view that must be dropped and made again");
    }
    return Optional.empty();
  }

  /** Why it is not carried, where that is not plain. */
  private static String why(String what) {
    if (what.startsWith("generated ")) {
      return " (the table would have to be rewritten)";
    }
    if (what.startsWith("publication ")) {
      return " (subscribers would get the columns under other names at once)";
    }
    return "";
  }

  private static Set<String> claims(Snapshot.Table table, Identifier column, Set<String> carried) {
    Set<String> claims = new LinkedHashSet<>(carried);
    table.indexes().stream()
        .filter(each -> each.columns().contains(column))
        .forEach(each -> claims.add("index " + each.name()));
    table.constraints().stream()
        .filter(each -> "cfx".indexOf(each.kind()) >= 0 && each.columns().contains(column))
        .forEach(
            each ->
                claims.add(
                    "constraint "
                        + each.name()
                        + " of "
                        + (each.incoming() ? each.references().orElseThrow() : table.name())));
    table.attached().statistics().stream()
        .filter(each -> each.columns().contains(column))
        .forEach(each -> claims.add("statistics " + each.name()));
    return claims;
  }

  private static boolean claim(Draft draft, Change change, Set<String> claims) {
    return claims.stream().filter(each -> !draft.claim(change, each)).collect(joining()).isEmpty();
  }

  /** A column may be split or merged when only NOT NULL and a default hang on it. */
  static boolean allowTransform(
      Draft draft, Change change, Snapshot.Table table, Snapshot.Column column) {
    List<String> obstacles = all(table, column);
    if (!column.grants().isEmpty()) {
      obstacles.add("privileges granted on it alone");
    }
    table.indexes().stream()
        .filter(each -> each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("index " + each.name()));
    table.constraints().stream()
        .filter(each -> each.kind() == 'c' && each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("check " + each.name()));
    return report(draft, change, column, obstacles);
  }

  /** A column may be dropped when no constraint but NOT NULL and checks of its own hang on it. */
  static boolean allowDrop(
      Draft draft, Change change, Snapshot.Table table, Snapshot.Column column) {
    List<String> obstacles = all(table, column);
    table.constraints().stream()
        .filter(each -> "cux".indexOf(each.kind()) >= 0 && !each.incoming())
        .filter(each -> each.columns().contains(column.name()))
        .filter(each -> each.kind() != 'c' || each.columns().size() > 1)
        .forEach(each -> obstacles.add("constraint " + each.name()));
    table.indexes().stream()
        .filter(each -> each.unique() && !each.constraint())
        .filter(each -> each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("unique index " + each.name()));
    return report(draft, change, column, obstacles);
  }

  /** A column may be added, and taken away again, where nothing else holds the table's rows. */
  static boolean allowAddition(Draft draft, Change change, Snapshot.Table table) {
    // a view over a function that returns rows goes on with the columns that it knows
    List<String> holders =
        wholeRows(table).stream().filter(each -> each.startsWith("column ")).toList();
    if (!holders.isEmpty()) {
      draft.problem(
          change,
          "table " + table.name() + " gets no column: " + String.join(", ", holders),
          "a table whose row type nothing else uses");
    }
    return holders.isEmpty();
  }

  /** A column that is dropped goes from every row that is stored elsewhere, too. */
  private static List<String> wholeRows(Snapshot.Table table) {
    return table.dependents().stream()
        .filter(Dependent::wholeRows)
        .map(each -> each.what() + " (it has whole rows of the table)")
        .toList();
  }

  private static List<String> all(Snapshot.Table table, Snapshot.Column column) {
    List<String> obstacles = own(table, column);
    obstacles.addAll(wholeRows(table));
    table.dependents().stream()
        .filter(each -> each.columns().contains(column.name()))
        .forEach(each -> obstacles.add(each.what()));
    table.triggers().stream()
        .filter(each -> each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("trigger " + each.name()));
    return obstacles;
  }

  /** What the column is in itself. */
  private static List<String> own(Snapshot.Table table, Snapshot.Column column) {
    Identifier name = column.name();
    List<String> obstacles = new ArrayList<>();
    switch (column.generation()) {
      case STORED ->
          obstacles.add("its value is generated and stored (the table would have to be rewritten)");
      case VIRTUAL, IDENTITY_ALWAYS, IDENTITY_BY_DEFAULT -> obstacles.add("its value is generated");
      case NONE -> {}
    }
    if (table.attached().sequences().stream().anyMatch(each -> each.column().equals(name))
        && column.generation() == Snapshot.Generation.NONE) {
      obstacles.add("a sequence that belongs to it");
    }
    if (table.primaryKey().contains(name)) {
      obstacles.add("the primary key");
    } else if (table.rowKey().contains(name)) {
      obstacles.add("the unique key by which rows are found");
    }
    unproven(table, name).forEach(obstacles::add);
    table.constraints().stream()
        .filter(each -> each.kind() == 'f' && each.columns().contains(name))
        .forEach(each -> obstacles.add("foreign key " + each.name()));
    table.constraints().stream()
        .filter(each -> each.kind() == 'x' && each.columns().contains(name))
        .forEach(each -> obstacles.add("exclusion constraint " + each.name()));
    return obstacles;
  }

  /** What comes back is proven for every row. */
  private static List<String> unproven(Snapshot.Table table, Identifier column) {
    return table.constraints().stream()
        .filter(each -> each.kind() == 'n' && each.columns().equals(List.of(column)))
        .filter(each -> !each.holds())
        .map(each -> "NOT NULL " + each.name() + " (it is NOT VALID)")
        .toList();
  }

  private static boolean report(
      Draft draft, Change change, Snapshot.Column column, List<String> obstacles) {
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "column " + column.name() + " cannot be taken away: " + String.join(", ", obstacles),
          EXPECTED);
    }
    return obstacles.isEmpty();
  }
}
