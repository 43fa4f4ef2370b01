package dev.ripcord.workload;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** A foreign key with its columns side by side. */
record ForeignKey(
    QualifiedName child,
    List<Identifier> columns,
    QualifiedName parent,
    List<Identifier> parentColumns) {
  ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** All of a database, without those that partitions inherit. */
  static List<ForeignKey> all(Session session) {
    return session.query(SqlResource.of(ForeignKey.class, "foreign-keys"), ForeignKey::read);
  }

  private static ForeignKey read(Row row) {
    return new ForeignKey(
        QualifiedName.of(row.text("child_schema"), row.text("child")),
        names(row, "columns"),
        QualifiedName.of(row.text("parent_schema"), row.text("parent")),
        names(row, "parent_columns"));
  }

  private static List<Identifier> names(Row row, String column) {
    return row.texts(column).stream().map(Identifier::new).toList();
  }
}
