package dev.ripcord.plan;

/**
 * How exactly a step can be undone.
 *
 * @param what is lost or cannot come back; empty for {@code EXACT}
 */
public record Reversibility(Level level, String what) {
  /** Nothing is lost. */
  public static final Reversibility EXACT = new Reversibility(Level.EXACT, "");

  /** From best to worst. */
  public enum Level {
    EXACT,
    EXACT_EXCEPT_COLUMN_ORDER,
    LOSSY,
    IRREVERSIBLE;

    /** As the runbook prints it: {@code exact-except-column-order}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
