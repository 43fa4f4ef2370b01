package dev.ripcord.escalate;

/** How serious it is. */
public enum Level {
  LEVEL_1,
  LEVEL_2,
  LEVEL_3,
  EMERGENCY;

  /** Where silence leads; the last one stays. */
  public Level next() {
    return switch (this) {
      case LEVEL_1 -> LEVEL_2;
      case LEVEL_2 -> LEVEL_3;
      case LEVEL_3, EMERGENCY -> EMERGENCY;
    };
  }

  boolean above(Level other) {
    return compareTo(other) > 0;
  }

  static Level higher(Level one, Level other) {
    return one.above(other) ? one : other;
  }
}
