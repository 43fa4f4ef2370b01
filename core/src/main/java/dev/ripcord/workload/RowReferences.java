package dev.ripcord.workload;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import java.util.stream.IntStream;

/** The statement that points rows at their parents once both are there. */
final class RowReferences {
  private RowReferences() {}

  static String update(RowReference reference, boolean all) {
    int width = reference.columns().size();
    String keys =
        IntStream.range(0, width)
            .mapToObj(i -> reference.parentColumns().get(i).quoted() + " AS key_" + i)
            .collect(joining(", "));
    String order =
        reference.parentColumns().stream().map(Identifier::quoted).collect(joining(", "));
    String present =
        reference.parentColumns().stream()
            .map(each -> each.quoted() + " IS NOT NULL")
            .collect(joining(" AND ", "", " AND " + referable(reference)));
    String assignments =
        IntStream.range(0, width)
            .mapToObj(i -> reference.columns().get(i).quoted() + " = parents.key_" + i)
            .collect(joining(", "));
    return """
        WITH parents AS MATERIALIZED (
          SELECT %s, row_number() OVER (ORDER BY %s) - 1 AS n FROM %s WHERE %s
        ), total AS MATERIALIZED (
          SELECT count(*) AS c FROM parents
        ), children AS MATERIALIZED (
          SELECT tableoid AS part, ctid AS place, row_number() OVER (ORDER BY tableoid, ctid) AS n
          FROM %s
        )
        UPDATE %s AS child
        SET %s
        FROM children
        CROSS JOIN total
        JOIN parents
          ON parents.n = floor(total.c * power(((children.n * 7919) %% 10007) / 10007.0, 3))::bigint
        WHERE child.tableoid = children.part AND child.ctid = children.place %s
        """
        .formatted(
            keys,
            order,
            reference.parent().quoted(),
            present,
            reference.child().quoted(),
            reference.child().quoted(),
            assignments,
            (all ? "" : "AND children.n % 10 <> 0 ") + notItself(reference));
  }

  /** Rows of tables that inherit from the parent satisfy no foreign key; those of partitions do. */
  static String referable(RowReference reference) {
    return "(tableoid = %1$s::regclass OR (SELECT relkind = 'p' FROM pg_class WHERE oid = %1$s::regclass))"
        .formatted(Literal.of(reference.parent().quoted()));
  }

  private static String notItself(RowReference reference) {
    if (!reference.child().equals(reference.parent())) {
      return "";
    }
    return IntStream.range(0, reference.columns().size())
        .mapToObj(
            i ->
                "parents.key_%d IS DISTINCT FROM child.%s"
                    .formatted(i, reference.parentColumns().get(i).quoted()))
        .collect(joining(" OR ", "AND (", ")"));
  }
}
