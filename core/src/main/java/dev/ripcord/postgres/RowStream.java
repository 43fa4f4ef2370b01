package dev.ripcord.postgres;

import dev.ripcord.postgres.ReadableTable.ReadableColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table in the order of their keys, a cursor's worth at a time; inside a transaction.
 */
final class RowStream implements AutoCloseable {
  private final Statement statement;
  private final ResultSet results;
  private final int keys;
  private final int width;
  private final FetchSize fetch = new FetchSize();
  private @Nullable StreamedRow current;

  /**
   * @param key printed values that order the row, as UTF-8
   * @param values printed, null for NULL
   */
  record StreamedRow(List<byte[]> key, List<@Nullable String> values) {
    int compareKey(StreamedRow other) {
      for (int i = 0; i < key.size(); i++) {
        int order = Arrays.compareUnsigned(key.get(i), other.key.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  private RowStream(Statement statement, String sql, int keys, int width) throws SQLException {
    this.statement = statement;
    this.results = statement.executeQuery(sql);
    this.keys = keys;
    this.width = width;
  }

  /**
   * @param key columns of the primary key; if there are none the whole row is the key
   * @param columns whose values are read
   */
  static RowStream open(
      Session session,
      ReadableTable table,
      List<ReadableColumn> key,
      List<ReadableColumn> columns) {
    List<String> values = columns.stream().map(ReadableColumn::printed).toList();
    return expressions(session, table, key, values);
  }

  /**
   * @param values expressions of {@code each_row} that are read; may be SQL of the user's
   */
  static RowStream expressions(
      Session session, ReadableTable table, List<ReadableColumn> key, List<String> values) {
    try {
      Statement statement = session.connection().createStatement();
      statement.setEscapeProcessing(false);
      statement.setFetchSize(FetchSize.FIRST_ROWS);
      RowStream stream =
          new RowStream(
              statement, statement(table, key, values), Math.max(1, key.size()), values.size());
      stream.advance();
      return stream;
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Bytes in UTF-8 have one order in every database, whatever its encoding and collation, and it is
   * the order in which {@link StreamedRow#compareKey} compares.
   */
  private static String statement(
      ReadableTable table, List<ReadableColumn> key, List<String> values) {
    List<String> keys =
        key.isEmpty()
            ? List.of("ROW(" + String.join(", ", values) + ")::text")
            : key.stream().map(ReadableColumn::printed).toList();
    String selected =
        Stream.concat(
                keys.stream().map(text -> "pg_catalog.convert_to(" + text + ", 'UTF8')"),
                values.stream())
            .collect(Collectors.joining(", "));
    String places =
        Stream.iterate(1, place -> place + 1)
            .limit(keys.size())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return "SELECT " + selected + " FROM " + table.from() + " ORDER BY " + places;
  }

  /** The row that the stream stands at, null after the last one. */
  @Nullable StreamedRow current() {
    return current;
  }

  void advance() {
    try {
      current = results.next() ? read() : null;
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private StreamedRow read() throws SQLException {
    List<byte[]> key = new ArrayList<>(keys);
    long size = 0;
    for (int i = 1; i <= keys; i++) {
      byte[] bytes = results.getBytes(i);
      key.add(bytes == null ? new byte[0] : bytes);
      size += key.getLast().length;
    }
    List<@Nullable String> values = new ArrayList<>(width);
    for (int i = 1; i <= width; i++) {
      String value = results.getString(keys + i);
      values.add(value);
      size += value == null ? 0 : value.length();
    }
    if (fetch.add(size)) {
      results.setFetchSize(fetch.rows());
    }
    return new StreamedRow(key, values);
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
