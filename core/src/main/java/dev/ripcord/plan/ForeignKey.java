package dev.ripcord.plan;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A foreign key as {@code pg_get_constraintdef} prints it, taken apart.
 *
 * @param columns quoted where needed
 * @param referenced columns of the parent, in the same order
 * @param onDelete such as {@code SET NULL}; {@code NO ACTION} where nothing is said
 */
record ForeignKey(
    Snapshot.Constraint constraint,
    QualifiedName parent,
    List<String> columns,
    List<String> referenced,
    String onDelete) {
  private static final String LIST = "\\(((?:\"(?:[^\"]|\"\")*\"|[^()\"])*)\\)";
  private static final Pattern DEFINITION =
      Pattern.compile(
          "FOREIGN KEY " + LIST + " REFERENCES (?:\"(?:[^\"]|\"\")*\"|[^(\"])*" + LIST + "(.*)",
          Pattern.DOTALL);
  private static final Pattern ON_DELETE =
      Pattern.compile(" ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT|NO ACTION)");
  private static final Pattern SET_COLUMNS =
      Pattern.compile(" SET (?:NULL|DEFAULT) " + LIST + "[^()]*$");
  private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")*\"|[^,\\s\"]+");

  ForeignKey {
    columns = List.copyOf(columns);
    referenced = List.copyOf(referenced);
  }

  static ForeignKey of(Snapshot.Constraint constraint) {
    Matcher matcher = DEFINITION.matcher(constraint.definition());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a foreign key: " + constraint.definition());
    }
    Matcher action = ON_DELETE.matcher(matcher.group(3));
    return new ForeignKey(
        constraint,
        constraint.references().orElseThrow(),
        names(matcher.group(1)),
        names(matcher.group(2)),
        action.find() ? action.group(1) : "NO ACTION");
  }

  private static List<String> names(String list) {
    return NAME.matcher(list).results().map(result -> result.group()).toList();
  }

  /**
   * Its definition over another column.
   *
   * @param old quoted where needed
   * @param other likewise
   * @param referenced whether the column is one of the parent's
   */
  String over(String old, String other, boolean referenced) {
    Matcher matcher = DEFINITION.matcher(constraint.definition());
    if (!matcher.matches()) {
      throw new IllegalStateException("not a foreign key: " + constraint.definition());
    }
    String definition = constraint.definition();
    int place = referenced ? 2 : 1;
    String tail = definition.substring(matcher.end(place));
    if (!referenced) {
      // ON DELETE SET NULL (columns)
      Matcher set = SET_COLUMNS.matcher(tail);
      if (set.find()) {
        tail =
            tail.substring(0, set.start(1))
                + replaced(set.group(1), old, other)
                + tail.substring(set.end(1));
      }
    }
    return definition.substring(0, matcher.start(place))
        + replaced(matcher.group(place), old, other)
        + tail;
  }

  private static String replaced(String list, String old, String other) {
    return String.join(
        ", ", names(list).stream().map(name -> name.equals(old) ? other : name).toList());
  }

  boolean valid() {
    return constraint.holds();
  }

  /** Whether the key forbids to delete a parent, instead of doing something to its children. */
  boolean forbids() {
    return onDelete.equals("NO ACTION") || onDelete.equals("RESTRICT");
  }

  /**
   * What the key would have done to rows whose parent was deleted while it was away. Where it would
   * have forbidden that, the rows fit no more and are kept aside.
   */
  String orphans(QualifiedName child, QualifiedName kept) {
    String orphaned = Walks.range("t") + " AND " + orphaned(columns, parent, referenced);
    return switch (onDelete) {
      case "CASCADE" -> "DELETE FROM " + child + " AS t WHERE " + orphaned;
      case "SET NULL" -> update(child, "NULL", orphaned);
      case "SET DEFAULT" -> update(child, "DEFAULT", orphaned);
      default ->
          "WITH gone AS (DELETE FROM "
              + child
              + " AS t WHERE "
              + orphaned
              + " RETURNING t.*) INSERT INTO "
              + kept
              + " SELECT * FROM gone";
    };
  }

  /** A condition over {@code t}: it references something, and that is not there. */
  static String orphaned(List<String> columns, QualifiedName parent, List<String> referenced) {
    return orphaned(columns, column -> "t." + column, parent, referenced);
  }

  /** Likewise, over columns as the function writes them. */
  static String orphaned(
      List<String> columns,
      UnaryOperator<String> written,
      QualifiedName parent,
      List<String> referenced) {
    List<String> given = new ArrayList<>();
    List<String> matches = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = written.apply(columns.get(i));
      given.add(column + " IS NOT NULL");
      matches.add("p." + referenced.get(i) + " = " + column);
    }
    return String.join(" AND ", given)
        + " AND NOT EXISTS (SELECT FROM "
        + parent
        + " AS p WHERE "
        + String.join(" AND ", matches)
        + ")";
  }

  private String update(QualifiedName child, String value, String condition) {
    return "UPDATE "
        + child
        + " AS t SET "
        + String.join(", ", columns.stream().map(each -> each + " = " + value).toList())
        + " WHERE "
        + condition;
  }
}
