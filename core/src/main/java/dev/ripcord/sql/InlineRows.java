package dev.ripcord.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A script of which the rows behind {@code COPY … FROM stdin} have been taken out, as pg_dump
 * writes them: up to a line of a backslash and a full stop.
 *
 * @param sql with an empty line for each line of rows, so that whatever follows keeps its line
 * @param rows by the line of their statement, from 1; each of them with its line end
 */
public record InlineRows(String sql, Map<Integer, String> rows) {
  private static final Pattern COPY =
      Pattern.compile("COPY\\s.*\\sFROM\\s+STDIN\\b[^;]*;\\s*", Pattern.CASE_INSENSITIVE);

  public InlineRows {
    rows = Map.copyOf(rows);
  }

  /**
   * Takes them out; without that last line all that follows is rows, as psql sees it too. All else
   * stays to the letter: a carriage return may stand in the body of a function.
   */
  public static InlineRows of(String script) {
    StringBuilder sql = new StringBuilder(script.length());
    Map<Integer, String> rows = new HashMap<>();
    StringBuilder behind = new StringBuilder();
    int copy = 0;
    int number = 0;
    for (int start = 0; start < script.length(); ) {
      int lineFeed = script.indexOf('\n', start);
      int next = lineFeed < 0 ? script.length() : lineFeed + 1;
      String line = script.substring(start, next);
      start = next;
      number++;
      if (copy == 0) {
        sql.append(line);
        copy = COPY.matcher(line).matches() ? number : 0;
        continue;
      }
      sql.append('\n');
      if (line.stripTrailing().equals("\\.")) {
        rows.put(copy, behind.toString());
        behind.setLength(0);
        copy = 0;
      } else {
        behind.append(line);
      }
    }
    if (copy > 0) {
      rows.put(copy, behind.toString());
    }
    return new InlineRows(sql.toString(), rows);
  }
}
