package dev.ripcord.recover;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.List;

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
    StringBuilder match = new StringBuilder();
    for (int i = 0; i < childColumns.size(); i++) {
      match
          .append(i == 0 ? "" : " AND ")
          .append("each_row.")
          .append(parentColumns.get(i).quoted())
          .append(" ")
          .append(operators.get(i))
          .append(" pointing.")
          .append(childColumns.get(i).quoted());
    }
    return "EXISTS (SELECT FROM "
        + (childOnly ? "ONLY " : "")
        + child.quoted()
        + " AS pointing WHERE "
        + match
        + ")";
  }
}
