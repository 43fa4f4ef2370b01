package dev.ripcord.cli;

/**
 * Colours, by the SGR sequences that every terminal of today knows.
 *
 * @param enabled otherwise text stays as it is
 */
record Paint(boolean enabled) {
  static final Paint NONE = new Paint(false);

  String bold(String text) {
    return wrap("1", text);
  }

  String good(String text) {
    return wrap("32", text);
  }

  String bad(String text) {
    return wrap("1;31", text);
  }

  String warning(String text) {
    return wrap("33", text);
  }

  String faint(String text) {
    return wrap("2", text);
  }

  private String wrap(String code, String text) {
    return enabled && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
