package dev.ripcord.postgres;

import dev.ripcord.postgres.ReadableTable.ReadableColumn;
import dev.ripcord.postgres.RowStream.StreamedRow;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.RowDifference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.TableDifference;
import dev.ripcord.sql.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Finds the rows that differ between the same table of two databases, in memory for few rows. */
public final class RowComparison {
  private final Snapshot.Table table;
  private final int examples;
  private final List<RowDifference> found = new ArrayList<>();
  private long missing;
  private long extra;
  private long changed;

  private RowComparison(Snapshot.Table table, int examples) {
    this.table = table;
    this.examples = examples;
  }

  /**
   * Compares by primary key, without one by whole rows and how often each is there.
   *
   * @param left outside a transaction
   * @param right outside a transaction; another session than {@code left}
   * @param table its columns are those compared, and both sides must have them
   * @param examples how many differing rows to name at most
   * @throws DatabaseException if a server refuses
   * @throws RipcordException if a side does not have the table or one of the columns
   */
  public static TableDifference compare(
      Session left, Session right, Snapshot.Table table, int examples) {
    if (left == right) {
      throw new IllegalArgumentException("two sessions are needed to read two sides at a time");
    }
    return CatalogReader.atOneMoment(
        left,
        leftInside ->
            CatalogReader.atOneMoment(
                right,
                rightInside -> new RowComparison(table, examples).run(leftInside, rightInside)));
  }

  private TableDifference run(Session leftSession, Session rightSession) {
    try (RowStream left = open(leftSession);
        RowStream right = open(rightSession)) {
      StreamedRow one = left.current();
      StreamedRow other = right.current();
      while (one != null || other != null) {
        int order = one == null ? 1 : other == null ? -1 : one.compareKey(other);
        if (order < 0) {
          missing++;
          note(new RowDifference.Missing(describe(Objects.requireNonNull(one))));
        } else if (order > 0) {
          extra++;
          note(new RowDifference.Extra(describe(Objects.requireNonNull(other))));
        } else {
          compare(Objects.requireNonNull(one), Objects.requireNonNull(other));
        }
        if (order <= 0) {
          left.advance();
        }
        if (order >= 0) {
          right.advance();
        }
        one = left.current();
        other = right.current();
      }
    }
    return new TableDifference(table.name(), missing, extra, changed, found);
  }

  private RowStream open(Session session) {
    ReadableTable readable = ReadableTable.all(session).get(table.name());
    if (readable == null) {
      throw new RipcordException(ProblemCode.DATABASE, "table " + table.name() + " is not there");
    }
    List<ReadableColumn> key =
        table.primaryKey().stream().map(name -> DataReader.column(readable, name)).toList();
    List<ReadableColumn> columns =
        names().stream().map(name -> DataReader.column(readable, name)).toList();
    return RowStream.open(session, readable, key, columns);
  }

  /** By name, so that the order of columns does not matter where the whole row is the key. */
  private List<Identifier> names() {
    return table.columns().stream().map(Snapshot.Column::name).sorted().toList();
  }

  private void compare(StreamedRow left, StreamedRow right) {
    if (left.values().equals(right.values())) {
      return;
    }
    changed++;
    if (found.size() < examples) {
      List<Identifier> names = names();
      List<RowDifference.Cell> cells = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if (!Objects.equals(left.values().get(i), right.values().get(i))) {
          cells.add(
              new RowDifference.Cell(
                  names.get(i).quoted(), left.values().get(i), right.values().get(i)));
        }
      }
      note(new RowDifference.Changed(describe(left), cells));
    }
  }

  private void note(RowDifference difference) {
    if (found.size() < examples) {
      found.add(difference);
    }
  }

  private String describe(StreamedRow row) {
    if (table.primaryKey().isEmpty()) {
      List<Identifier> names = names();
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        cells.add(names.get(i).quoted() + "=" + row.values().get(i));
      }
      return String.join(", ", cells);
    }
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.key().size(); i++) {
      String value = new String(row.key().get(i), StandardCharsets.UTF_8);
      cells.add(table.primaryKey().get(i).quoted() + "=" + value);
    }
    return cells.stream().collect(Collectors.joining(", "));
  }
}
