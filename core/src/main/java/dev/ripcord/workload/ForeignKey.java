package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.NewKey;
import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/**
 * A foreign key with its columns side by side.
 *
 * @param isNew whether only the new shape has it
 */
record ForeignKey(
    QualifiedName child,
    List<Identifier> columns,
    QualifiedName parent,
    List<Identifier> parentColumns,
    boolean isNew) {
  ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** All of a database, without those that partitions inherit. */
  static List<ForeignKey> all(Session session) {
    return session.query(SqlResource.of(ForeignKey.class, "foreign-keys"), ForeignKey::read);
  }

  static ForeignKey of(QualifiedName child, NewKey key) {
    return new ForeignKey(child, key.columns(), key.parent(), key.referenced(), true);
  }

  /** Whether rows of the child hang on a row of the parent. */
  boolean holds(Session session, WriteTable parent, List<String> key) {
    String query =
        "SELECT EXISTS (SELECT FROM "
            + child
            + " AS c WHERE ("
            + Cascaded.list(columns, "c.")
            + ") = (SELECT "
            + Cascaded.list(parentColumns, "")
            + " FROM "
            + parent.name()
            + Operation.where(parent)
            + ")) AS holds";
    return session.query(query, row -> row.flag("holds"), key.toArray()).getFirst();
  }

  private static ForeignKey read(Row row) {
    return new ForeignKey(
        QualifiedName.of(row.text("child_schema"), row.text("child")),
        names(row, "columns"),
        QualifiedName.of(row.text("parent_schema"), row.text("parent")),
        names(row, "parent_columns"),
        false);
  }

  private static List<Identifier> names(Row row, String column) {
    return row.texts(column).stream().map(Identifier::new).toList();
  }
}
