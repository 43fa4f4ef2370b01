package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** A foreign key as the row generator follows it. */
record RowReference(
    String name,
    QualifiedName child,
    QualifiedName parent,
    boolean deferrable,
    List<Identifier> columns,
    List<Identifier> parentColumns) {
  RowReference {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  static List<RowReference> readAll(Session session) {
    return session.query(
        SqlResource.of(RowReference.class, "row-references"),
        row ->
            new RowReference(
                row.text("name"),
                QualifiedName.of(row.text("child_schema"), row.text("child")),
                QualifiedName.of(row.text("parent_schema"), row.text("parent")),
                row.flag("deferrable"),
                row.texts("columns").stream().map(Identifier::new).toList(),
                row.texts("parent_columns").stream().map(Identifier::new).toList()));
  }
}
