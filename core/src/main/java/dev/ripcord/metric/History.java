package dev.ripcord.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A source that knows its past. */
public interface History {
  /** The values from one moment to another, a step apart, oldest first. Never throws. */
  Past past(Instant from, Instant to, Duration step);

  /** What a source knows of its past. */
  sealed interface Past {
    /** Its values; a moment without a usable one is left out. */
    record Values(List<Reading.Value> values) implements Past {
      public Values {
        values = List.copyOf(values);
      }
    }

    /** Why it does not say. Redacted text, one line. */
    record Unknown(String why) implements Past {}
  }
}
