package dev.ripcord.wayback;

/** How many rows there are, as far as it could be found out in the time that there was. */
public sealed interface Count {
  /** Such as {@code 12}, {@code at least 10} or {@code not counted (took more than 5 s)}. */
  String words();

  /** Whether there is certainly none. */
  default boolean none() {
    return this instanceof Exactly it && it.rows() == 0;
  }

  record Exactly(long rows) implements Count {
    @Override
    public String words() {
      return Long.toString(rows);
    }
  }

  /** So many were seen before the time was over. */
  record AtLeast(long rows) implements Count {
    @Override
    public String words() {
      return "at least " + rows;
    }
  }

  /** What the statistics say. */
  record About(long rows) implements Count {
    @Override
    public String words() {
      return "about " + rows;
    }
  }

  /**
   * @param reason in words
   */
  record Unknown(String reason) implements Count {
    @Override
    public String words() {
      return "not counted (" + reason + ")";
    }
  }
}
