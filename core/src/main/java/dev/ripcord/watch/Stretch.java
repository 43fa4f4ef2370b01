package dev.ripcord.watch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Polls in a row that all said the same; from the first to the last that brought a sample. */
final class Stretch {
  private @Nullable Instant begin;
  private @Nullable Instant last;
  private int samples;

  void end() {
    begin = null;
    last = null;
    samples = 0;
  }

  /** Goes on, or begins here. */
  void add(Instant now, boolean news) {
    if (begin == null) {
      begin = now;
      last = now;
    }
    if (news) {
      last = now;
      samples++;
    }
  }

  boolean open() {
    return begin != null;
  }

  Duration span() {
    return begin == null || last == null ? Duration.ZERO : Duration.between(begin, last);
  }

  int samples() {
    return samples;
  }

  boolean fills(Duration window, int minimum) {
    return open() && samples >= minimum && span().compareTo(window) >= 0;
  }
}
