package dev.ripcord.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/**
 * Where output goes: results to {@code out}, everything said meanwhile to {@code error}.
 *
 * @param out in UTF-8, whatever the locale says
 * @param paint colours for {@code out}, if it may have them
 * @param errorPaint colours for {@code error}, likewise
 * @param rewrites whether {@code error} is a terminal, on which a line can be written again
 * @param columns of that terminal
 */
record Terminal(
    PrintWriter out,
    PrintWriter error,
    Paint paint,
    Paint errorPaint,
    boolean rewrites,
    int columns) {
  private static final int DEFAULT_COLUMNS = 80;

  /**
   * The terminal of this process. Java cannot ask its streams one by one whether they are
   * terminals, so the launcher tells by properties; without them there is none.
   */
  static Terminal of(Properties properties, Map<String, String> environment) {
    boolean outIsTerminal = Boolean.parseBoolean(properties.getProperty("ripcord.terminal.out"));
    boolean errorIsTerminal =
        Boolean.parseBoolean(properties.getProperty("ripcord.terminal.error"));
    boolean colours =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new Paint(colours && outIsTerminal),
        new Paint(colours && errorIsTerminal),
        errorIsTerminal,
        columns(properties.getProperty("ripcord.terminal.columns", "")));
  }

  private static int columns(String text) {
    // a terminal that does not know its size says 0
    return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : DEFAULT_COLUMNS;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /** Says one line on {@code error}, without secrets. */
  void say(String line) {
    error.println(Secrets.hide(line));
    error.flush();
  }

  /** Prints a result, as it is. */
  void print(String text) {
    out.print(text);
    out.flush();
  }
}
