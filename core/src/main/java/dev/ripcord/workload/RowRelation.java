package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table as the row generator sees it.
 *
 * @param ruled whether rules rewrite what is inserted or updated
 * @param deferrable its keys and exclusion constraints that are checked later, as SQL names them
 * @param virtual columns that are computed when they are read, as SQL names them
 * @param uniqueKeys the columns of each unique index
 */
record RowRelation(
    QualifiedName name,
    boolean partitioned,
    boolean partition,
    boolean ruled,
    List<String> deferrable,
    List<String> virtual,
    List<Set<Identifier>> uniqueKeys) {
  RowRelation {
    deferrable = List.copyOf(deferrable);
    virtual = List.copyOf(virtual);
    uniqueKeys = List.copyOf(uniqueKeys);
  }

  static RowRelation read(Session session, QualifiedName name) {
    return session
        .query(
            SqlResource.of(RowRelation.class, "row-relation"),
            row ->
                new RowRelation(
                    name,
                    row.flag("partitioned"),
                    row.flag("partition"),
                    row.flag("ruled"),
                    row.texts("deferrable"),
                    row.texts("virtual"),
                    row.texts("unique_keys").stream().map(RowRelation::key).toList()),
            name.schema().value(),
            name.name().value())
        .getFirst();
  }

  private static Set<Identifier> key(String joined) {
    return Arrays.stream(joined.split("\u0001", -1))
        .filter(each -> !each.isEmpty())
        .map(Identifier::new)
        .collect(Collectors.toUnmodifiableSet());
  }
}
