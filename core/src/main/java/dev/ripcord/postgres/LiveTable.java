package dev.ripcord.postgres;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * A table that is copied.
 *
 * @param partition of another table, through which its rows are read
 * @param readable we may
 * @param rowSecurity hides rows from us
 * @param rows as the statistics say, at least 0
 * @param pages likewise
 * @param columns that can be written
 */
record LiveTable(
    long oid,
    QualifiedName name,
    boolean partitioned,
    boolean partition,
    boolean readable,
    boolean rowSecurity,
    long rows,
    long pages,
    List<Identifier> columns) {
  /** So many pages are read whole rather than sampled page by page: 80 MB. */
  private static final long FEW_PAGES = 10_000;

  /** The sample may turn out smaller than its share says. */
  private static final double MARGIN = 1.3;

  LiveTable {
    columns = List.copyOf(columns);
  }

  static LiveTable of(Row row) {
    return new LiveTable(
        row.number("oid"),
        QualifiedName.of(row.text("schema"), row.text("name")),
        row.flag("partitioned"),
        row.flag("partition"),
        row.flag("readable"),
        row.flag("row_security"),
        row.number("rows"),
        row.number("pages"),
        row.texts("columns").stream().map(Identifier::new).toList());
  }

  /** Without the rows of tables that inherit from it. */
  String from() {
    return (partitioned ? "" : "ONLY ") + name.quoted();
  }

  /**
   * Reads at most so many rows, spread over the table; the cost is bounded however large it is.
   *
   * @param seed the same rows for the same seed, as long as nobody writes
   */
  String sample(long wanted, long seed) {
    String share =
        rows <= wanted
            ? ""
            : " TABLESAMPLE %s (%s) REPEATABLE (%d)"
                .formatted(
                    pages > FEW_PAGES ? "SYSTEM" : "BERNOULLI",
                    Math.min(100, 100 * MARGIN * wanted / rows),
                    seed);
    return "COPY (SELECT "
        + columnsOf("t")
        + " FROM "
        + from()
        + " AS t"
        + share
        + " LIMIT "
        + wanted
        + ") TO STDOUT";
  }

  String columnsOf(String alias) {
    return columns.stream().map(column -> alias + "." + column.quoted()).collect(joining(", "));
  }

  /** Takes what {@link #sample} gives. */
  String load() {
    return "COPY "
        + name.quoted()
        + " ("
        + columns.stream().map(Identifier::quoted).collect(joining(", "))
        + ") FROM STDIN";
  }
}
