package dev.ripcord.aftermath;

import java.util.Optional;

/** What ripcord writes of a rollback, each a file in Markdown. */
public enum Report {
  POST_MORTEM("post-mortem.md"),
  TIMING("timing.md"),
  THRESHOLDS("thresholds.md"),
  NEXT_ATTEMPT("next-attempt.md"),
  CAPACITY("capacity.md");

  private final String file;

  Report(String file) {
    this.file = file;
  }

  /** Its name in the folder of the reports. */
  public String file() {
    return file;
  }

  /** The one that a procedure asks for. */
  static Optional<Report> of(Procedure procedure) {
    return switch (procedure) {
      case LESSONS, MEETING, RECOVERY, DOCUMENTATION -> Optional.of(POST_MORTEM);
      case TIMING -> Optional.of(TIMING);
      case THRESHOLDS -> Optional.of(THRESHOLDS);
      case NEXT_ATTEMPT -> Optional.of(NEXT_ATTEMPT);
      case CAPACITY -> Optional.of(CAPACITY);
      case STABILITY, TESTING, IMPROVEMENT, TELLING, ARCHIVE, SECURITY -> Optional.empty();
    };
  }
}
