package dev.ripcord.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ripcord.postgres.ReadableTable.ReadableColumn;
import dev.ripcord.postgres.RowStream.StreamedRow;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as they are printed, in the order of their keys' UTF-8 bytes, a cursor's
 * worth at a time; inside {@link CatalogReader#atOneMoment}.
 */
public final class KeyedRows implements AutoCloseable {
  private final RowStream stream;
  private final boolean marked;

  private KeyedRows(RowStream stream, boolean marked) {
    this.stream = stream;
    this.marked = marked;
  }

  /**
   * One row.
   *
   * @param key printed; a NULL looks like an empty string
   * @param values printed, null for NULL
   * @param marked whether the condition is true of it
   */
  public record KeyedRow(List<String> key, List<@Nullable String> values, boolean marked) {
    /** By the bytes of the keys, which is the order of the stream. */
    public static int compare(List<String> one, List<String> other) {
      for (int i = 0; i < one.size(); i++) {
        int order =
            Arrays.compareUnsigned(one.get(i).getBytes(UTF_8), other.get(i).getBytes(UTF_8));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  /**
   * What is read.
   *
   * @param only whether children by inheritance are left out; false for a partitioned table
   * @param key not empty
   * @param columns whose values are read
   * @param mark a condition over columns; SQL of the user's
   */
  public record Wanted(
      QualifiedName table,
      boolean only,
      List<Identifier> key,
      List<Identifier> columns,
      Optional<String> mark) {
    public Wanted {
      key = List.copyOf(key);
      columns = List.copyOf(columns);
    }
  }

  /**
   * Begins to read.
   *
   * @throws DatabaseException if the server refuses
   */
  public static KeyedRows open(Session inside, Wanted wanted) {
    List<ReadableColumn> key = wanted.key().stream().map(KeyedRows::readable).toList();
    List<String> values = new ArrayList<>();
    wanted.columns().forEach(column -> values.add(printed(column)));
    wanted.mark().ifPresent(mark -> values.add("(" + mark + "\n) IS TRUE"));
    ReadableTable table = new ReadableTable(wanted.table(), wanted.only(), null, key);
    return new KeyedRows(
        RowStream.expressions(inside, table, key, values), wanted.mark().isPresent());
  }

  /** An expression of what the type's output function prints of a column of {@code each_row}. */
  public static String printed(Identifier column) {
    return readable(column).printed();
  }

  private static ReadableColumn readable(Identifier column) {
    return new ReadableColumn(column, false, Optional.empty());
  }

  /** The row that comes next; null after the last one. */
  public @Nullable KeyedRow next() {
    StreamedRow row = stream.current();
    if (row == null) {
      return null;
    }
    stream.advance();
    List<String> key = row.key().stream().map(bytes -> new String(bytes, UTF_8)).toList();
    int width = row.values().size() - (marked ? 1 : 0);
    boolean mark = marked && "t".equals(row.values().get(width));
    return new KeyedRow(key, row.values().subList(0, width), mark);
  }

  @Override
  public void close() {
    stream.close();
  }
}
