package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The way back to uniqueness that clients may have broken meanwhile. A trigger refuses further
 * doubles, as the index will; a plain index lets it find them. Of rows with the same values the one
 * with the smallest primary key stays as it is. Then the unique index is built, and nothing can be
 * in its way.
 */
final class UniqueAgain {
  /** Units that come before the walks. */
  private static final int FIRST_WALK = 2;

  private final Snapshot.Table table;
  private final QualifiedName name;
  private final List<Identifier> columns;
  private final QualifiedName index;
  private final String definition;
  private final int number;
  private final KeptRows kept;
  private final List<Identifier> order;

  /**
   * @param columns that shall be unique
   * @param index its name
   * @param definition of an index that is the same but for its name
   */
  UniqueAgain(
      Draft draft,
      Snapshot.Table table,
      List<Identifier> columns,
      QualifiedName index,
      String definition) {
    this(draft, table, columns, index, definition, table.primaryKey());
  }

  /**
   * @param order unique columns that tell rows apart, and which of them comes first
   */
  UniqueAgain(
      Draft draft,
      Snapshot.Table table,
      List<Identifier> columns,
      QualifiedName index,
      String definition,
      List<Identifier> order) {
    this.table = table;
    this.name = table.name();
    this.columns = columns;
    this.index = index;
    this.definition = definition;
    this.number = draft.nextNumber();
    this.kept = new KeptRows(draft, table, index.name().toString());
    this.order = order;
    draft.shape(name, shape -> shape.withDoubles(columns));
  }

  /** False, with a problem, when other rows may hang on rows that would have to go. */
  static boolean movable(Draft draft, Change change, Snapshot.Table table) {
    List<String> incoming = incoming(table);
    if (!incoming.isEmpty()) {
      draft.problem(
          change,
          "rows that fit no more could not be kept aside on the way back: "
              + String.join(", ", incoming)
              + " may reference them",
          "'down:' with values that fit");
    }
    return incoming.isEmpty();
  }

  /** Foreign keys that reference the table, in words. */
  static List<String> incoming(Snapshot.Table table) {
    return table.constraints().stream()
        .filter(Snapshot.Constraint::incoming)
        .map(
            each ->
                "foreign key "
                    + each.name()
                    + each.references().map(other -> " of " + other).orElse(""))
        .toList();
  }

  KeptRows kept() {
    return kept;
  }

  /**
   * All units but those that make a constraint of the index.
   *
   * @param down new values for rows that are doubles
   * @param movable whether rows may be moved aside
   * @param use goes in the transaction that ends the trigger
   */
  List<Action> units(Map<Identifier, String> down, boolean movable, List<String> use) {
    QualifiedName helper = new QualifiedName(name.schema(), Names.helper(index.name()));
    List<Action> units = new ArrayList<>();
    units.add(
        new Action.ConcurrentIndex(
            "Build index " + helper.name() + " to find doubles by",
            helper,
            true,
            "CREATE INDEX CONCURRENTLY " + helper.name() + " ON " + name + " (" + list("") + ")"));
    List<String> guard = new ArrayList<>(guard());
    guard.addAll(kept.create());
    units.add(new Action.Transaction("Refuse further doubles in " + name, guard));
    units.addAll(unfit(down).walks(index.name(), movable));
    units.add(
        new Action.ConcurrentIndex(
            "Build unique index " + index.name() + " on " + name,
            index,
            true,
            "CREATE UNIQUE INDEX CONCURRENTLY "
                + index.name()
                + " ON "
                + name
                + UniqueKeys.using(definition)));
    List<String> end = new ArrayList<>(use);
    end.add("DROP TRIGGER " + Names.guardTrigger(number) + " ON " + name);
    end.add("DROP FUNCTION " + function() + "()");
    units.add(new Action.Transaction("Let " + index.name() + " refuse doubles instead", end));
    units.add(
        new Action.ConcurrentIndex(
            "Drop index " + helper.name(),
            helper,
            false,
            "DROP INDEX CONCURRENTLY IF EXISTS " + helper));
    return units;
  }

  /**
   * Of what {@link #units} deals with.
   *
   * @param unit number of the first of these
   */
  Look[] looks(int unit, Map<Identifier, String> down, boolean movable) {
    return unfit(down).looks(unit + FIRST_WALK, index.name(), movable).toArray(Look[]::new);
  }

  private UnfitRows unfit(Map<Identifier, String> down) {
    return new UnfitRows(table, down, doubled(), this::alone, columns, columns, kept);
  }

  private List<String> guard() {
    String given =
        columns.stream().map(each -> "NEW." + each + " IS NOT NULL").collect(joining(" AND "));
    String changed = "(" + list("NEW.") + ") IS DISTINCT FROM (" + list("OLD.") + ")";
    String other =
        "SELECT FROM " + name + " AS e WHERE " + same(column -> "NEW." + column) + " AND ";
    String message =
        Literal.of("duplicate key value violates unique constraint " + index.name().quoted());
    return List.of(
        "CREATE FUNCTION "
            + function()
            + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT"
            + " AS $ripcord$\nBEGIN\n  IF TG_OP = 'UPDATE' THEN\n    IF NOT ("
            + changed
            + ") THEN RETURN NEW; END IF;\n  END IF;\n  IF "
            + given
            + " THEN\n    PERFORM pg_advisory_xact_lock(hashtextextended("
            + turn()
            + ", TG_RELID::bigint));\n    IF TG_OP = 'INSERT' THEN\n      IF EXISTS ("
            + other
            + "true) THEN\n        RAISE unique_violation USING MESSAGE = "
            + message
            + ";\n      END IF;\n    ELSIF EXISTS ("
            + other
            + "("
            + key("e.")
            + ") <> ("
            + key("OLD.")
            + ")) THEN\n      RAISE unique_violation USING MESSAGE = "
            + message
            + ";\n    END IF;\n  END IF;\n  RETURN NEW;\nEND\n$ripcord$",
        "CREATE TRIGGER "
            + Names.guardTrigger(number)
            + " BEFORE INSERT OR UPDATE ON "
            + name
            + " FOR EACH ROW EXECUTE FUNCTION "
            + function()
            + "()",
        "ALTER TABLE " + name + " ENABLE ALWAYS TRIGGER " + Names.guardTrigger(number));
  }

  /** Whoever writes equal values waits for each other, though they need not be the same. */
  private String turn() {
    boolean same =
        columns.stream()
            .map(each -> table.column(each))
            .allMatch(
                each ->
                    each.filter(it -> it.deterministic() && Types.comparedAsIs(it.type()))
                        .isPresent());
    return same ? "ROW(" + list("NEW.") + ")::text" : Literal.of(index.quoted());
  }

  private QualifiedName function() {
    return Names.work(name, "guard", number);
  }

  private String doubled() {
    return "EXISTS (SELECT FROM "
        + name
        + " AS e WHERE "
        + same(column -> "t." + column)
        + " AND ("
        + key("e.")
        + ") < ("
        + key("t.")
        + "))";
  }

  private String alone(UnaryOperator<String> column) {
    return "NOT EXISTS (SELECT FROM " + name + " AS e WHERE " + same(column) + ")";
  }

  private String same(UnaryOperator<String> column) {
    return columns.stream()
        .map(each -> "e." + each + " = " + column.apply(each.quoted()))
        .collect(joining(" AND "));
  }

  private String list(String qualifier) {
    return columns.stream().map(each -> qualifier + each).collect(joining(", "));
  }

  private String key(String qualifier) {
    return order.stream().map(each -> qualifier + each).collect(joining(", "));
  }
}
