package dev.ripcord.migration;

import java.time.Duration;

/** What a run waits for before a phase. */
public sealed interface Gate {
  /** The phase before it must have been watched for so long. */
  record Soak(Duration duration) implements Gate {}

  /** A person says yes. */
  record Approval() implements Gate {}
}
