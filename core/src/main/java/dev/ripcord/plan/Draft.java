package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Phase;
import dev.ripcord.problem.Problem;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A plan in the making: what the change planners add steps, shapes and problems to. */
final class Draft {
  private final Snapshot snapshot;
  private final Map<Phase, List<Step>> steps = new EnumMap<>(Phase.class);
  private final Map<QualifiedName, TableShape> shapes = new TreeMap<>();
  private final Map<QualifiedName, Map<Identifier, Identifier>> pending = new TreeMap<>();
  private final List<Plan.KeptValues> kept = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int numbers;

  Draft(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (Phase phase : Phase.values()) {
      steps.put(phase, new ArrayList<>());
    }
  }

  /** A number that no other object of this plan has. */
  int nextNumber() {
    return ++numbers;
  }

  void problem(Change change, String what, String expected) {
    problems.add(new Problem(change.place(), what, expected));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The table as it is; reports a problem and is empty when there is none. */
  Optional<Snapshot.Table> table(Change change, QualifiedName name) {
    Optional<Snapshot.Table> found = snapshot.table(name);
    if (found.isEmpty()) {
      problem(
          change,
          "table " + name + " does not exist",
          "one of " + snapshot.tables().stream().map(table -> table.name().quoted()).toList());
    } else if (found.get().partitioned()) {
      problem(
          change,
          "table " + name + " is partitioned, a partition, or inherits, which is not supported",
          "an ordinary table");
      return Optional.empty();
    }
    return found;
  }

  /** The column as it is; reports a problem and is empty when there is none. */
  Optional<Snapshot.Column> column(Change change, Snapshot.Table table, Identifier name) {
    Optional<Snapshot.Column> found = table.column(name);
    if (found.isEmpty()) {
      problem(
          change,
          "table " + table.name() + " has no column " + name,
          "one of " + table.columns().stream().map(each -> each.name().quoted()).toList());
    }
    return found;
  }

  /** False, with a problem, when the table has a column of this name already. */
  boolean isNew(Change change, Snapshot.Table table, Identifier name) {
    if (table.column(name).isPresent()) {
      problem(change, "table " + table.name() + " has a column " + name + " already", "a new name");
      return false;
    }
    return true;
  }

  /** False, with a problem, when the table has no primary key to archive by. */
  boolean hasKey(Change change, Snapshot.Table table) {
    if (table.primaryKey().isEmpty()) {
      problem(
          change,
          "table " + table.name() + " has no primary key, so its rows could not be restored",
          "a table with a primary key");
      return false;
    }
    return true;
  }

  /** Adds a step at the end of its phase; its id is the phase and the place in it. */
  void add(Phase phase, StepBuilder builder) {
    List<Step> those = steps.get(phase);
    if (those == null) {
      throw new IllegalStateException("no list for " + phase);
    }
    String id = String.format(Locale.ROOT, "%s-%02d", phase.word(), those.size() + 1);
    those.add(builder.build(id, phase));
  }

  List<Plan.PhasePlan> phases() {
    return steps.entrySet().stream()
        .map(entry -> new Plan.PhasePlan(entry.getKey(), entry.getValue()))
        .toList();
  }

  void shape(QualifiedName table, UnaryOperator<TableShape> change) {
    TableShape empty = new TableShape(table, false, List.of(), Map.of(), List.of());
    shapes.put(table, change.apply(shapes.getOrDefault(table, empty)));
  }

  /** What changes before this one make of the table. */
  Optional<TableShape> shape(QualifiedName table) {
    return Optional.ofNullable(shapes.get(table));
  }

  List<TableShape> shapes() {
    return List.copyOf(shapes.values());
  }

  /** Says that a column of the new shape goes by another name until {@code contract}. */
  void pendingColumn(QualifiedName table, Identifier name, Identifier until) {
    Map<Identifier, Identifier> those =
        pending.computeIfAbsent(table, any -> new LinkedHashMap<>());
    those.put(name, until);
  }

  /** New-shape names to the names that they go by until {@code contract}. */
  Map<Identifier, Identifier> pendingColumns(QualifiedName table) {
    return pending.getOrDefault(table, Map.of());
  }

  void keeps(Plan.KeptValues values) {
    kept.add(values);
  }

  List<Plan.KeptValues> kept() {
    return List.copyOf(kept);
  }

  Snapshot snapshot() {
    return snapshot;
  }
}
