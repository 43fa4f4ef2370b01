package dev.ripcord.escalate;

/** What people are told of an alert. */
public record Notice(Kind kind, Alert alert) {
  /** Why they are told. */
  public enum Kind {
    /** It is new. */
    RAISED,
    /** Something worse happened to it. */
    ROSE,
    /** Nobody acknowledged it in time. */
    ESCALATED,
    /** Nobody acknowledged it, and there is no higher level. */
    REPEATED,
    ACKNOWLEDGED,
    RESOLVED
  }
}
