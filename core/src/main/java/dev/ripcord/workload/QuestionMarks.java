package dev.ripcord.workload;

/** Question marks of users' expressions, which the driver would take for parameters. */
final class QuestionMarks {
  private QuestionMarks() {}

  /** Doubles those outside of strings, names and comments, as the driver wants operators. */
  static String doubled(String expression) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < expression.length()) {
      int end = endOfQuoted(expression, at);
      if (end > at) {
        result.append(expression, at, end);
        at = end;
      } else {
        char each = expression.charAt(at++);
        result.append(each == '?' ? "??" : String.valueOf(each));
      }
    }
    return result.toString();
  }

  private static int endOfQuoted(String text, int at) {
    char first = text.charAt(at);
    if (first == '\'') {
      boolean escapes = at > 0 && Character.toLowerCase(text.charAt(at - 1)) == 'e';
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != '\'') {
        end += escapes && text.charAt(end) == '\\' ? 2 : 1;
      }
      return Math.min(end + 1, text.length());
    }
    if (first == '"') {
      return past(text, "\"", at + 1);
    }
    if (text.startsWith("--", at)) {
      return past(text, "\n", at);
    }
    if (text.startsWith("/*", at)) {
      return past(text, "*/", at + 2);
    }
    if (first == '$') {
      int close = text.indexOf('$', at + 1);
      if (close > 0 && text.substring(at + 1, close).matches("([A-Za-z_]\\w*)?")) {
        return past(text, text.substring(at, close + 1), close + 1);
      }
    }
    return at;
  }

  private static int past(String text, String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }
}
