package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Old columns and the new ones that take their place: a rename, a split, a merge, a change of type
 * are all this.
 *
 * @param number unique in the plan
 * @param origin the change, in words
 * @param up for each new column its value over the old columns' names
 * @param down for each old column its value over the new columns' final names
 * @param renamedTypes types that have another name from {@code contract} on, by the one before
 */
record Replacement(
    Snapshot.Table table,
    int number,
    String origin,
    List<Snapshot.Column> old,
    List<Fresh> fresh,
    Map<Identifier, String> up,
    Map<Identifier, String> down,
    Map<String, String> renamedTypes) {

  /**
   * A new column.
   *
   * @param name its final name
   * @param until the name that it goes by until {@code contract}; the final one unless an old
   *     column has that
   * @param defaultValue set at {@code contract}
   */
  record Fresh(
      Identifier name,
      Identifier until,
      String type,
      boolean notNull,
      Optional<String> defaultValue,
      Optional<String> collation,
      Optional<String> comment) {
    boolean inPlace() {
      return !name.equals(until);
    }
  }

  Likeness likeness() {
    return Likeness.of(table);
  }

  QualifiedName name() {
    return table.name();
  }

  Identifier trigger() {
    return Names.syncTrigger(number);
  }

  QualifiedName function() {
    return Names.syncFunction(name(), number);
  }

  /**
   * Whether every column is another one under a new name, of a type whose own {@code =} tells any
   * two values apart.
   */
  boolean renames() {
    return fresh.stream().allMatch(each -> copied(each).isPresent())
        && old.stream().allMatch(each -> copied(each, each.type()).isPresent())
        && old.stream().allMatch(each -> Types.comparedAsIs(each.type()));
  }

  /** The new column's value, given how the old columns are to be written. */
  String up(Fresh column, UnaryOperator<String> oldColumn) {
    return copied(column)
        .map(each -> oldColumn.apply(each.name().quoted()))
        .orElseGet(() -> computed(column, oldColumn));
  }

  private Optional<Snapshot.Column> copied(Fresh column) {
    return old.stream()
        .filter(each -> each.name().quoted().equals(up.get(column.name())))
        .filter(each -> each.type().equals(column.type()))
        .findFirst();
  }

  private String computed(Fresh column, UnaryOperator<String> oldColumn) {
    Map<Identifier, String> written = new LinkedHashMap<>();
    old.forEach(each -> written.put(each.name(), oldColumn.apply(each.name().quoted())));
    String expression = up.get(column.name());
    if (expression == null) {
      throw new IllegalStateException("no up for " + column.name());
    }
    return Types.cast(Expressions.substitute(expression, name(), written), column.type());
  }

  /** The old column's value, given how the new columns are to be written. */
  String down(Snapshot.Column column, UnaryOperator<String> freshColumn, boolean afterContract) {
    String type = afterContract ? after(column.type()) : column.type();
    return copied(column, type)
        .map(each -> freshColumn.apply(now(each, afterContract)))
        .orElseGet(() -> computed(column, type, freshColumn, afterContract));
  }

  private Optional<Fresh> copied(Snapshot.Column column, String type) {
    return fresh.stream()
        .filter(each -> each.name().quoted().equals(down.get(column.name())))
        .filter(each -> each.type().equals(type))
        .findFirst();
  }

  private static String now(Fresh column, boolean afterContract) {
    return (afterContract ? column.name() : column.until()).quoted();
  }

  private String computed(
      Snapshot.Column column,
      String type,
      UnaryOperator<String> freshColumn,
      boolean afterContract) {
    Map<Identifier, String> written = new LinkedHashMap<>();
    fresh.forEach(each -> written.put(each.name(), freshColumn.apply(now(each, afterContract))));
    String expression = down.get(column.name());
    if (expression == null) {
      throw new IllegalStateException("no down for " + column.name());
    }
    return Types.cast(Expressions.substitute(expression, name(), written), type);
  }

  /** The type's name from {@code contract} on. */
  String after(String type) {
    return renamedTypes.getOrDefault(type, type);
  }

  /** All new columns NULL: nobody has filled this row yet. */
  String unfilled(UnaryOperator<String> freshColumn) {
    return fresh.stream()
        .map(each -> freshColumn.apply(each.until().quoted()) + " IS NOT DISTINCT FROM NULL")
        .collect(joining(" AND "));
  }

  /** Some new column differs from what {@code up} makes of the old ones. */
  String differsFromUp(Likeness.Distinct distinct, UnaryOperator<String> written) {
    return fresh.stream()
        .map(
            each ->
                distinct.of(written.apply(each.until().quoted()), up(each, written), each.type()))
        .collect(joining(" OR "));
  }

  /** Some old column differs from what {@code down} makes of the new ones, before contract. */
  String differsFromDown(Likeness.Distinct distinct, UnaryOperator<String> written) {
    return old.stream()
        .map(
            each ->
                distinct.of(
                    written.apply(each.name().quoted()), down(each, written, false), each.type()))
        .collect(joining(" OR "));
  }
}
