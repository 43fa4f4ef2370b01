package dev.ripcord.postgres;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A foreign key of tables that are copied.
 *
 * @param holds for all rows: it is validated and enforced
 * @param nullable those of its columns that may be null
 * @param parentTypes as {@code format_type} prints them
 * @param parentChild operators that compare parent with child, as SQL
 * @param parentParent operators that compare parents, as SQL
 */
record LiveKey(
    Identifier name,
    LiveTable child,
    LiveTable parent,
    boolean holds,
    List<Identifier> columns,
    List<Identifier> nullable,
    List<Identifier> parentColumns,
    List<String> parentTypes,
    List<String> parentChild,
    List<String> parentParent) {
  LiveKey {
    columns = List.copyOf(columns);
    nullable = List.copyOf(nullable);
    parentColumns = List.copyOf(parentColumns);
    parentTypes = List.copyOf(parentTypes);
    parentChild = List.copyOf(parentChild);
    parentParent = List.copyOf(parentParent);
  }

  /** On the copy: the keys of parents that are not there, each once, printed. */
  String missingKeys() {
    return "SELECT "
        + each(", ", i -> "k" + i + "::text")
        + " FROM (SELECT DISTINCT "
        + each(", ", i -> "c." + columns.get(i) + "::" + parentTypes.get(i) + " AS k" + i)
        + " FROM "
        + child.from()
        + " AS c WHERE "
        + orphan()
        + ") AS missing";
  }

  /** On the copy, of a row {@code c}: it names a parent that is not there. */
  private String orphan() {
    return each(" AND ", i -> "c." + columns.get(i) + " IS NOT NULL")
        + " AND NOT EXISTS (SELECT FROM "
        + parent.from()
        + " AS p WHERE "
        + each(
            " AND ",
            i -> "p." + parentColumns.get(i) + " " + parentChild.get(i) + " c." + columns.get(i))
        + ")";
  }

  /** On the live server: the parents with these keys, each once. */
  String parents(List<List<String>> keys) {
    String values =
        keys.stream()
            .map(
                key ->
                    "("
                        + each(
                            ", ",
                            i ->
                                "CAST("
                                    + Literal.of(key.get(i))
                                    + " AS "
                                    + parentTypes.get(i)
                                    + ")")
                        + ")")
            .collect(joining(", "));
    return "COPY (SELECT "
        + parent.columnsOf("p")
        + " FROM "
        + parent.from()
        + " AS p WHERE EXISTS (SELECT FROM (VALUES "
        + values
        + ") AS wanted ("
        + each(", ", i -> "k" + i)
        + ") WHERE "
        + each(
            " AND ", i -> "p." + parentColumns.get(i) + " " + parentParent.get(i) + " wanted.k" + i)
        + ")) TO STDOUT";
  }

  /** On the copy: rows without parent let go of it, as far as their columns allow. */
  String letGo() {
    return "UPDATE "
        + child.from()
        + " AS c SET "
        + nullable.stream().map(column -> column.quoted() + " = NULL").collect(joining(", "))
        + " WHERE "
        + orphan();
  }

  /** On the copy: rows without parent go. */
  String remove() {
    return "DELETE FROM " + child.from() + " AS c WHERE " + orphan();
  }

  private String each(String between, IntFunction<String> text) {
    return IntStream.range(0, columns.size()).mapToObj(text).collect(joining(between));
  }
}
