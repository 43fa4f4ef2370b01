package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import java.util.stream.Stream;

/** How far back a rollback goes. */
public sealed interface Back {
  /** To the start: nothing of the run remains. */
  record Start() implements Back {}

  /** To the end of a phase, which itself stands. */
  record EndOf(Phase phase) implements Back {
    public EndOf {
      if (phase == Phase.CLEANUP) {
        throw new IllegalArgumentException("nothing comes after cleanup that could be taken back");
      }
    }
  }

  /** The phases that are taken back are those from this one on. */
  default Phase downTo() {
    return switch (this) {
      case Start start -> Phase.PREPARATION;
      case EndOf end ->
          Stream.of(Phase.values())
              .filter(phase -> phase.compareTo(end.phase()) > 0)
              .findFirst()
              .orElseThrow();
    };
  }

  /** As the journal has it. */
  default String words() {
    return switch (this) {
      case Start start -> "the start";
      case EndOf end -> "the end of " + end.phase().word();
    };
  }

  /** What {@link #words} wrote. */
  static Back parse(String words) {
    for (Phase phase : Phase.values()) {
      if (phase != Phase.CLEANUP && new EndOf(phase).words().equals(words)) {
        return new EndOf(phase);
      }
    }
    return new Start();
  }
}
