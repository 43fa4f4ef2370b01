package dev.ripcord.recover;

import static java.util.stream.Collectors.joining;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A foreign key that has to do with a table of the merge.
 *
 * @param child from which it points, a partition where it is one's own
 * @param childRoot the whole of which that is a part, or itself
 * @param onDelete whether rows that point to a deleted one are changed or deleted with it
 * @param onUpdate likewise for a changed one
 */
record MergeReference(
    Identifier name,
    boolean deferrable,
    QualifiedName child,
    boolean childOnly,
    QualifiedName childRoot,
    QualifiedName parent,
    List<Identifier> childColumns,
    List<Identifier> parentColumns,
    List<String> operators,
    boolean onDelete,
    boolean onUpdate) {
  MergeReference {
    childColumns = List.copyOf(childColumns);
    parentColumns = List.copyOf(parentColumns);
    operators = List.copyOf(operators);
  }

  static List<MergeReference> read(Session inside, List<QualifiedName> tables) {
    return inside.query(
        SqlResource.of(MergeReference.class, "merge-references"),
        MergeReference::of,
        MergeShapes.schemas(tables),
        MergeShapes.names(tables));
  }

  private static MergeReference of(Row row) {
    return new MergeReference(
        new Identifier(row.text("name")),
        row.flag("deferrable"),
        QualifiedName.of(row.text("child_schema"), row.text("child_name")),
        row.flag("child_only"),
        QualifiedName.of(row.text("child_root_schema"), row.text("child_root_name")),
        QualifiedName.of(row.text("parent_schema"), row.text("parent_name")),
        row.texts("child_columns").stream().map(Identifier::new).toList(),
        row.texts("parent_columns").stream().map(Identifier::new).toList(),
        row.texts("operators"),
        acts(row.text("on_delete")),
        acts(row.text("on_update")));
  }

  /** CASCADE, SET NULL, SET DEFAULT. */
  private static boolean acts(String action) {
    return action.equals("c") || action.equals("n") || action.equals("d");
  }

  /** Of {@code each_row}: some row points to it. */
  String pointedTo() {
    return "EXISTS (SELECT FROM "
        + (childOnly ? "ONLY " : "")
        + child.quoted()
        + " AS pointing WHERE "
        + match("each_row", "pointing")
        + ")";
  }

  /** Of {@code each_row}: it points to a row that is not there. */
  String pointsNowhere() {
    String pointing =
        childColumns.stream()
            .map(column -> "each_row." + column.quoted() + " IS NOT NULL AND ")
            .collect(joining());
    return pointing
        + "NOT EXISTS (SELECT FROM "
        + parent.quoted()
        + " AS pointed WHERE "
        + match("pointed", "each_row")
        + ")";
  }

  /**
   * Of {@code given}, whose values are those of the columns that are pointed to: some row points to
   * them, and no row has them any more.
   *
   * @param values as they stand in SQL
   */
  String leftBehind(List<String> values) {
    String left =
        IntStream.range(0, childColumns.size())
            .mapToObj(
                i ->
                    "%s %s pointing.%s"
                        .formatted(values.get(i), operators.get(i), childColumns.get(i).quoted()))
            .collect(joining(" AND "));
    return "EXISTS (SELECT FROM "
        + (childOnly ? "ONLY " : "")
        + child.quoted()
        + " AS pointing WHERE "
        + left
        + " AND NOT EXISTS (SELECT FROM "
        + parent.quoted()
        + " AS pointed WHERE "
        + match("pointed", "pointing")
        + "))";
  }

  private String match(String pointed, String pointing) {
    return IntStream.range(0, childColumns.size())
        .mapToObj(
            i ->
                "%s.%s %s %s.%s"
                    .formatted(
                        pointed,
                        parentColumns.get(i).quoted(),
                        operators.get(i),
                        pointing,
                        childColumns.get(i).quoted()))
        .collect(joining(" AND "));
  }
}
