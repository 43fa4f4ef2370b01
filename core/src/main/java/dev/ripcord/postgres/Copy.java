package dev.ripcord.postgres;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** Bulk loads in the text format of COPY. */
public final class Copy {
  private static final int BUFFER = 1 << 16;

  private Copy() {}

  /**
   * Sends rows to a {@code COPY … FROM STDIN} statement in the default text format.
   *
   * @param rows values as their types read them; null is NULL
   * @return how many rows the server took
   */
  @CanIgnoreReturnValue
  public static long in(Session session, String statement, Iterator<List<@Nullable String>> rows) {
    try {
      CopyIn copy = session.copy().copyIn(statement);
      try {
        StringBuilder buffer = new StringBuilder(BUFFER + 1024);
        while (rows.hasNext()) {
          appendRow(buffer, rows.next());
          if (buffer.length() >= BUFFER) {
            send(copy, buffer);
          }
        }
        send(copy, buffer);
        return copy.endCopy();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Sends what stands behind such a statement in a script.
   *
   * @param rows in the format that the statement names
   * @throws DatabaseException if the server refuses the statement or one of the rows
   */
  public static void in(Session session, String statement, String rows) {
    try {
      long unused = session.copy().copyIn(statement, new StringReader(rows));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Passes rows on from one database to another as they come, in the text format, which every
   * version of the server reads.
   *
   * @param out {@code COPY … TO STDOUT}
   * @param in {@code COPY … FROM STDIN}
   * @return how many rows
   */
  static long through(Session from, String out, Session to, String in) {
    try {
      CopyOut source = from.copy().copyOut(out);
      try {
        return drain(source, to.copy().copyIn(in));
      } finally {
        if (source.isActive()) {
          source.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static long drain(CopyOut source, CopyIn target) throws SQLException {
    try {
      byte[] row = source.readFromCopy();
      while (row != null) {
        target.writeToCopy(row, 0, row.length);
        row = source.readFromCopy();
      }
      return target.endCopy();
    } finally {
      if (target.isActive()) {
        target.cancelCopy();
      }
    }
  }

  private static void send(CopyIn copy, StringBuilder buffer) throws SQLException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  private static void appendRow(StringBuilder buffer, List<@Nullable String> row) {
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        buffer.append('\t');
      }
      String value = row.get(i);
      if (value == null) {
        buffer.append("\\N");
      } else {
        appendEscaped(buffer, value);
      }
    }
    buffer.append('\n');
  }

  private static void appendEscaped(StringBuilder buffer, String value) {
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      String escaped =
          switch (value.charAt(i)) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "";
          };
      if (!escaped.isEmpty()) {
        buffer.append(value, from, i).append(escaped);
        from = i + 1;
      }
    }
    buffer.append(value, from, value.length());
  }
}
