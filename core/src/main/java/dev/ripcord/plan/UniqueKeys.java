package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What makes columns of a table unique. */
final class UniqueKeys {
  private static final Pattern PLAIN =
      Pattern.compile(
          "^CREATE UNIQUE INDEX .* USING btree \\((.*?)\\)(?!.* WHERE )( INCLUDE .*| WITH .*)?$",
          Pattern.DOTALL);

  /** Types without an operator class for btree. */
  private static final Set<String> NOT_ORDERED =
      Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

  private static final Pattern DEFERRAL = Pattern.compile("( DEFERRABLE)( INITIALLY DEFERRED)?$");

  private UniqueKeys() {}

  /**
   * Whether a foreign key may reference the columns: something valid, immediate and total makes
   * just these unique (CREATE TABLE in the manual, REFERENCES).
   */
  static boolean referenceable(Snapshot.Table table, Collection<Identifier> columns) {
    Set<Identifier> wanted = Set.copyOf(columns);
    boolean constraint =
        table.constraints().stream()
            .filter(each -> !each.incoming() && (each.kind() == 'p' || each.kind() == 'u'))
            .filter(each -> !deferrable(each) && !each.definition().contains("WITHOUT OVERLAPS"))
            .anyMatch(each -> Set.copyOf(each.columns()).equals(wanted));
    return constraint
        || table.indexes().stream()
            .filter(each -> each.unique() && each.valid() && !each.constraint())
            .anyMatch(each -> plainColumns(each).equals(wanted));
  }

  /** False, with a problem for each column over which no unique index can be built. */
  static boolean indexable(
      Draft draft, Change change, Snapshot.Table table, List<Identifier> columns) {
    List<Snapshot.Column> found = NewShape.columns(draft, change, table, columns);
    boolean indexable = !found.isEmpty();
    for (Snapshot.Column column : found) {
      if (NOT_ORDERED.contains(TypeName.of(column.type()).name())) {
        draft.problem(
            change,
            "column " + column.name() + " is " + column.type() + ", which no index orders",
            "columns of types with an order");
        indexable = false;
      }
    }
    return indexable;
  }

  /** What follows the table's name in the definition of an index. */
  static String using(String definition) {
    return definition.substring(definition.indexOf(" USING "));
  }

  /** How the constraint is deferred, as its definition ends. */
  static String deferral(Snapshot.Constraint constraint) {
    Matcher matcher = DEFERRAL.matcher(constraint.definition());
    return matcher.find() ? matcher.group() : "";
  }

  static boolean deferrable(Snapshot.Constraint constraint) {
    return constraint.definition().contains(" DEFERRABLE");
  }

  /** The columns of an index over nothing but columns; empty for all others. */
  private static Set<Identifier> plainColumns(Snapshot.Index index) {
    Matcher matcher = PLAIN.matcher(index.definition());
    if (!matcher.matches()) {
      return Set.of();
    }
    List<String> written =
        List.of(
            matcher
                .group(1)
                .replaceAll("( ASC| DESC)?( NULLS (FIRST|LAST))?(?=,|$)", "")
                .split(", "));
    Set<String> quoted = Set.copyOf(index.columns().stream().map(Identifier::quoted).toList());
    return quoted.containsAll(written)
        ? Set.copyOf(
            index.columns().stream().filter(each -> written.contains(each.quoted())).toList())
        : Set.of();
  }
}
