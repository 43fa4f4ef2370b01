package dev.ripcord.aftermath;

import java.util.Optional;
import java.util.stream.Stream;

/** The procedures of the reference, of which ripcord knows what they ask for. */
public enum Procedure {
  STABILITY("Monitor system stability for 24-48 hours post-rollback", Share.WHOLE),
  TESTING("Conduct thorough post-rollback testing of all critical paths", Share.FACTS),
  TIMING("Review and analyze rollback metrics and timing", Share.WHOLE),
  LESSONS("Document lessons learned and rollback procedure improvements", Share.DRAFT),
  MEETING("Schedule post-mortem meeting with all stakeholders", Share.DRAFT),
  IMPROVEMENT("Update rollback procedures based on actual experience", Share.FACTS),
  TELLING("Communicate rollback completion to all stakeholders", Share.WHOLE),
  ARCHIVE("Archive rollback logs and artifacts for future reference", Share.WHOLE),
  THRESHOLDS("Review and update monitoring thresholds if needed", Share.DRAFT),
  NEXT_ATTEMPT("Plan for next migration attempt with improved procedures", Share.DRAFT),
  SECURITY("Conduct security review to ensure no vulnerabilities introduced", Share.FACTS),
  RECOVERY("Update disaster recovery procedures if affected by rollback", Share.DRAFT),
  CAPACITY("Review capacity planning based on rollback resource usage", Share.WHOLE),
  DOCUMENTATION("Update documentation with rollback experience and timings", Share.DRAFT);

  private final String text;
  private final Share share;

  Procedure(String text, Share share) {
    this.text = text;
    this.share = share;
  }

  /** What ripcord does of it. */
  public enum Share {
    /** All of it, unless something that it needs is missing. */
    WHOLE,
    /** It writes what is known; a person finishes it. */
    DRAFT,
    /** A person does it; ripcord lists the facts that are needed. */
    FACTS
  }

  /** As the reference has it. */
  public String text() {
    return text;
  }

  Share share() {
    return share;
  }

  /** Absent for a procedure that a file adds. */
  static Optional<Procedure> of(String text) {
    return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst();
  }
}
