package dev.ripcord.aftermath;

import java.util.List;

/** A document in Markdown, line by line. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown title(String title) {
    text.append("# ").append(line(title)).append('\n');
    return this;
  }

  Markdown section(String title) {
    text.append("\n## ").append(line(title)).append("\n\n");
    return this;
  }

  Markdown paragraph(String words) {
    text.append('\n').append(line(words)).append('\n');
    return this;
  }

  Markdown item(String words) {
    text.append("- ").append(line(words)).append('\n');
    return this;
  }

  /** The items, or what it says where there are none. */
  Markdown items(List<String> items, String none) {
    (items.isEmpty() ? List.of(none) : items).forEach(this::item);
    return this;
  }

  Markdown head(String... cells) {
    row(cells);
    text.append("|").append("---|".repeat(cells.length)).append('\n');
    return this;
  }

  Markdown row(String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(line(cell).replace("|", "\\|")).append(" |");
    }
    text.append('\n');
    return this;
  }

  Markdown code(List<String> lines) {
    text.append("\n```sh\n");
    lines.forEach(each -> text.append(line(each)).append('\n'));
    text.append("```\n");
    return this;
  }

  private static String line(String words) {
    return words.replaceAll("\\s+", " ").strip();
  }

  String text() {
    return text.toString();
  }
}
