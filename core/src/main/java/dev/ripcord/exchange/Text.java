package dev.ripcord.exchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;

/** Makes what was said fit to be kept. */
public final class Text {
  private static final int LONGEST_LINE = 400;
  private static final Pattern ESCAPE = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]|\uFEFF");

  private Text() {}

  /** Without what steers a terminal, or what PostgreSQL cannot store. */
  public static String plain(String text) {
    String lines = ESCAPE.matcher(text.replace("\r\n", "\n")).replaceAll("").replace('\r', '\n');
    return UNPRINTABLE.matcher(lines).replaceAll("\uFFFD").strip();
  }

  /** On one line; of a long text the end, where a command says what went wrong. */
  public static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    int length = line.codePointCount(0, line.length());
    return length <= LONGEST_LINE
        ? line
        : "…" + line.substring(line.offsetByCodePoints(0, length - LONGEST_LINE + 1));
  }

  /** Such as {@code 0.25 s}. */
  public static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toMillis(), 3)
            .setScale(2, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return seconds.toPlainString() + " s";
  }
}
