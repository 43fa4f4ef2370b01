package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Suggestions;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A plan in the making: what the change planners add steps, shapes and problems to. */
final class Draft {
  private final Snapshot snapshot;
  private final List<Change> changes;
  private final Map<Phase, List<Step>> steps = new EnumMap<>(Phase.class);
  private final Map<QualifiedName, TableShape> shapes = new TreeMap<>();
  private final Map<QualifiedName, Map<Identifier, Identifier>> pending = new TreeMap<>();
  private final Map<QualifiedName, Map<Identifier, Identifier>> renamed = new TreeMap<>();
  private final Set<String> claims = new HashSet<>();
  private final List<Plan.KeptValues> kept = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<QualifiedName> made = new HashSet<>();
  private final Set<String> passing = new HashSet<>();
  private int numbers;
  private boolean lateNames;

  /**
   * @param changes all that the migration has
   */
  Draft(Snapshot snapshot, List<Change> changes) {
    this.snapshot = snapshot;
    this.changes = List.copyOf(changes);
    for (Phase phase : Phase.values()) {
      steps.put(phase, new ArrayList<>());
    }
  }

  /** A number that no other object of this plan has. */
  int nextNumber() {
    return ++numbers;
  }

  void problem(Change change, String what, String expected) {
    problem(change.place(), what, expected);
  }

  void problem(Place place, String what, String expected) {
    problems.add(new Problem(place, what, expected));
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
          snapshot.tables().isEmpty()
              ? "a table, but the database has none"
              : Suggestions.expected(
                  name.quoted(),
                  snapshot.tables().stream().map(table -> table.name().quoted()).toList()));
    }
    return found.filter(table -> Partitions.allow(this, change, table));
  }

  /** The column as it is; reports a problem and is empty when there is none. */
  Optional<Snapshot.Column> column(Change change, Snapshot.Table table, Identifier name) {
    Optional<Snapshot.Column> found = table.column(name);
    if (found.isEmpty()) {
      problem(
          change,
          "table " + table.name() + " has no column " + name,
          Suggestions.expected(
              name.quoted(), table.columns().stream().map(each -> each.name().quoted()).toList()));
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

  /** False, with a problem, when the table has no key to archive by. */
  boolean hasKey(Change change, Snapshot.Table table) {
    if (table.rowKey().isEmpty()) {
      problem(
          change,
          "table " + table.name() + " has no primary key, so its rows could not be restored",
          "a primary key, or a unique index over NOT NULL columns, made by a migration before"
              + " this one; or 'sql:' with a 'down:' of yours");
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

  /** Says that the migration makes or replaces the type, so that nothing kept may depend on it. */
  void passingType(QualifiedName type) {
    passing.add(EnumTypes.plain(type.quoted()));
  }

  /** The type in which values are kept that may outlive the column: text if the type may go. */
  String stored(String type) {
    return passing.contains(EnumTypes.plain(type)) ? "text" : type;
  }

  /** New-shape names to the names that they go by until {@code contract}. */
  Map<Identifier, Identifier> pendingColumns(QualifiedName table) {
    return pending.getOrDefault(table, Map.of());
  }

  /** Whether some name of the new shape is not there before {@code contract}. */
  boolean hasLateNames() {
    return lateNames || !pending.isEmpty();
  }

  /** Says that a table gets its name at {@code contract}. */
  void lateName() {
    lateNames = true;
  }

  /** Says that a table will be there that is not there yet. */
  void makesTable(QualifiedName table) {
    made.add(table);
  }

  boolean hasTable(QualifiedName table) {
    return made.contains(table) || snapshot.table(table).isPresent();
  }

  /** Says that a column has another name from {@code contract} on. */
  void renames(QualifiedName table, Identifier from, Identifier to) {
    renamed.computeIfAbsent(table, any -> new LinkedHashMap<>()).put(from, to);
  }

  /** The table with the names that its columns have in {@code cleanup}. */
  Snapshot.Table atCleanup(Snapshot.Table table) {
    return table.renamed(renamed.getOrDefault(table.name(), Map.of()));
  }

  /**
   * False, with a problem, when another change of this migration takes the same object along: each
   * of the two would bring it back as it was without the other.
   */
  boolean claim(Change change, String object) {
    if (claims.add(object)) {
      return true;
    }
    problem(
        change,
        object + " depends on another column that this migration replaces too",
        "one of the two changes in a migration of its own");
    return false;
  }

  boolean claimed(String object) {
    return claims.contains(object);
  }

  void keeps(Plan.KeptValues values) {
    kept.add(values);
  }

  List<Plan.KeptValues> kept() {
    return List.copyOf(kept);
  }

  /** All changes of the migration. */
  List<Change> changes() {
    return changes;
  }

  Snapshot snapshot() {
    return snapshot;
  }
}
