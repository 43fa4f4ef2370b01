package dev.ripcord.aftermath;

import java.util.List;

/** A document in Markdown, line by line. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown(String title) {
    text.append("# ").append(line(title)).append('\n');
  }

  void section(String title) {
    text.append("\n## ").append(line(title)).append("\n\n");
  }

  void paragraph(String words) {
    text.append('\n').append(line(words)).append('\n');
  }

  void item(String words) {
    text.append("- ").append(line(words)).append('\n');
  }

  /** The items, or what it says where there are none. */
  void items(List<String> items, String none) {
    (items.isEmpty() ? List.of(none) : items).forEach(this::item);
  }

  void head(String... cells) {
    row(cells);
    text.append("|").append("---|".repeat(cells.length)).append('\n');
  }

  void row(String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(line(cell).replace("|", "\\|")).append(" |");
    }
    text.append('\n');
  }

  void code(List<String> lines) {
    text.append("\n```sh\n");
    lines.forEach(each -> text.append(line(each)).append('\n'));
    text.append("```\n");
  }

  private static String line(String words) {
    return words.replaceAll("\\s+", " ").strip();
  }

  String text() {
    return text.toString();
  }
}
