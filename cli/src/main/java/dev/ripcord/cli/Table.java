package dev.ripcord.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Text in aligned columns. Cells may have several lines; colours do not count as width. */
final class Table {
  private static final String GAP = "  ";

  private final String indent;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String indent) {
    this.indent = indent;
  }

  /**
   * @param lines at least one
   * @param paint applied to each line
   */
  record Cell(List<String> lines, UnaryOperator<String> paint) {
    Cell {
      lines = lines.isEmpty() ? List.of("") : List.copyOf(lines);
    }

    static Cell of(String text) {
      return new Cell(List.of(text), UnaryOperator.identity());
    }

    int width() {
      return lines.stream().mapToInt(Table::width).max().orElse(0);
    }
  }

  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  /** All rows, each with a line end; no blanks at the end of a line. */
  String text() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<Cell> row : rows) {
      int height = row.stream().mapToInt(cell -> cell.lines().size()).max().orElse(0);
      for (int line = 0; line < height; line++) {
        text.append(line(row, line, widths)).append('\n');
      }
    }
    return text.toString();
  }

  private String line(List<Cell> row, int line, int[] widths) {
    StringBuilder text = new StringBuilder(indent);
    int blanks = 0;
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      String content = line < cell.lines().size() ? cell.lines().get(line) : "";
      if (!content.isEmpty()) {
        text.append(" ".repeat(blanks)).append(cell.paint().apply(content));
        blanks = 0;
      }
      blanks += widths[i] - width(content) + GAP.length();
    }
    return text.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Breaks a text at blanks so that no line is longer than this, where a word allows it. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
