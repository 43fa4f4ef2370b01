package dev.ripcord.runbook;

/** Collects the lines of the Markdown form; text of users cannot break out of its place. */
final class MarkdownLines {
  private final StringBuilder text = new StringBuilder();

  void heading(int level, String heading) {
    text.append(text.isEmpty() ? "" : "\n").append("#".repeat(level)).append(' ');
    raw(escaped(heading));
    raw("");
  }

  void paragraph(String paragraph) {
    raw("");
    raw(escaped(paragraph));
    raw("");
  }

  void field(String name, String value) {
    item("**" + name + ":** " + escaped(value));
  }

  void item(String item) {
    raw("- " + item);
  }

  /** A code block whose fence is longer than any in it. */
  void fence(String language, String block) {
    fence("", language, block);
  }

  /** In a list item. */
  void nestedFence(String language, String block) {
    fence("  ", language, block);
  }

  private void fence(String indent, String language, String block) {
    String fence = "`".repeat(Math.max(3, longestRun(block) + 1));
    raw("");
    raw(indent + fence + language);
    for (String line : block.split("\n", -1)) {
      raw(line.isEmpty() ? "" : indent + line);
    }
    raw(indent + fence);
    raw("");
  }

  void raw(String line) {
    text.append(line).append('\n');
  }

  /** A code span. */
  static String code(String value) {
    String fence = "`".repeat(longestRun(value) + 1);
    String blank = longestRun(value) > 0 || value.isBlank() ? " " : "";
    return fence + blank + Words.oneLine(value) + blank + fence;
  }

  private static int longestRun(String value) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < value.length(); i++) {
      run = value.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** On one line, with everything that Markdown could take for its own behind a backslash. */
  String escaped(String value) {
    return Words.oneLine(value).replaceAll("([\\\\`*_\\[\\]<>|~#])", "\\\\$1");
  }

  @Override
  public String toString() {
    return text.toString().replaceAll("\n{3,}", "\n\n").stripTrailing() + "\n";
  }
}
