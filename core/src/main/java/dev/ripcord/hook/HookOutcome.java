package dev.ripcord.hook;

import dev.ripcord.exchange.Text;
import dev.ripcord.migration.Hook;
import java.time.Duration;

/** How a hook ended. No secret stands in it. */
public sealed interface HookOutcome {
  /** What it said last, redacted and bounded; may be empty. */
  String output();

  /** From the first attempt to the end of the last. */
  Duration took();

  /** How often it was tried; none if it could not even begin. */
  int attempts();

  /** It did what it should. */
  record Succeeded(String output, Duration took, int attempts) implements HookOutcome {}

  /**
   * The last attempt failed.
   *
   * @param reason in words, redacted
   */
  record Failed(String reason, String output, Duration took, int attempts) implements HookOutcome {}

  /**
   * The last attempt was not through in time, and was ended.
   *
   * @param timeout of one attempt
   */
  record TimedOut(Duration timeout, String output, Duration took, int attempts)
      implements HookOutcome {}

  /** It was ended because the run shall not go on; whether it did what it should is not known. */
  record Interrupted(String output, Duration took, int attempts) implements HookOutcome {}

  /** Whether it did what it should. */
  default boolean succeeded() {
    return this instanceof Succeeded;
  }

  /** One line for journal and terminal. */
  default String detail(Hook hook) {
    String how =
        switch (this) {
          case Succeeded it -> "succeeded";
          case Failed it -> "failed (" + it.reason() + ")";
          case Interrupted it -> "was interrupted, and ended";
          case TimedOut it -> "was not through in " + Text.seconds(it.timeout()) + " and was ended";
        };
    String line =
        hook.when().words()
            + ", hook "
            + hook.name()
            + ": "
            + how
            + (attempts() > 1 ? ", attempt " + attempts() : "")
            + " after "
            + Text.seconds(took());
    return output().isBlank() ? line : line + "; it said: " + Text.line(output());
  }
}
