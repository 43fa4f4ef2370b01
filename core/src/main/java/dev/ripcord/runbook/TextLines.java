package dev.ripcord.runbook;

/** Collects the lines of the text form. */
final class TextLines {
  private final StringBuilder text = new StringBuilder();

  /** One line; line breaks in it become blanks. */
  void line(int indent, String line) {
    raw(indent, Words.oneLine(line));
  }

  /** {@code Name: value}; a value of several lines stands below, indented by two more. */
  void field(int indent, String name, String value) {
    if (value.isEmpty() || value.indexOf('\n') < 0) {
      raw(indent, value.isEmpty() ? name + ":" : name + ": " + value);
    } else {
      raw(indent, name + ":");
      block(indent + 2, value);
    }
  }

  /** Every line as it is, behind the indent; an empty line stays empty. */
  void block(int indent, String block) {
    for (String line : block.split("\n", -1)) {
      raw(indent, line);
    }
  }

  void blank() {
    text.append('\n');
  }

  void section(String heading) {
    blank();
    raw(0, heading);
    raw(0, "-".repeat(40));
  }

  private void raw(int indent, String line) {
    if (!line.isEmpty()) {
      text.append(" ".repeat(indent)).append(line);
    }
    text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
