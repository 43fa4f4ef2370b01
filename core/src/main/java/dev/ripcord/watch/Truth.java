package dev.ripcord.watch;

/**
 * What a part of a condition is at one moment: Kleene's three values, and neither, for where there
 * is nothing to measure, or a window that was not watched for long enough. That is healthy, whether
 * somebody asks for it or for its opposite.
 */
enum Truth {
  TRUE,
  FALSE,
  NEITHER,
  UNKNOWN;

  Truth opposite() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case NEITHER -> NEITHER;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** One false decides; else what is not known stays so. */
  Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    if (this == UNKNOWN || other == UNKNOWN) {
      return UNKNOWN;
    }
    return this == NEITHER || other == NEITHER ? NEITHER : TRUE;
  }

  Truth or(Truth other) {
    return opposite().and(other.opposite()).opposite();
  }
}
