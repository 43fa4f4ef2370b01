package dev.ripcord.escalate;

/** What happened that people must know of. */
public sealed interface Event {
  /** The kind, as the database keeps it. */
  Kind kind();

  /** Which one: the same kind and name again, while its alert is open, is the same alert. */
  String name();

  /** Each kind of event. */
  enum Kind {
    TRIGGER,
    BLIND,
    INTEGRITY,
    STEP_FAILING,
    ROLLBACK_FAILED,
    AVAILABILITY_GONE;

    /** As people call it: {@code step failing}. */
    public String words() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * A trigger fired.
   *
   * @param name key of the trigger
   * @param rollsBack whether ripcord rolls back because of it, by itself
   */
  record Fired(String name, boolean rollsBack) implements Event {
    @Override
    public Kind kind() {
      return Kind.TRIGGER;
    }
  }

  /** Nobody knows how a metric is: no data, stale, or its source is down. */
  record Blind(String name) implements Event {
    @Override
    public Kind kind() {
      return Kind.BLIND;
    }
  }

  /** Data are not what they should be. */
  record Integrity(String name) implements Event {
    @Override
    public Kind kind() {
      return Kind.INTEGRITY;
    }
  }

  /** A step of the rollback fails and is tried again. */
  record StepFailing(String name) implements Event {
    @Override
    public Kind kind() {
      return Kind.STEP_FAILING;
    }
  }

  /** The rollback stopped in this phase. */
  record RollbackFailed(String name) implements Event {
    @Override
    public Kind kind() {
      return Kind.ROLLBACK_FAILED;
    }
  }

  /** The service is not there. */
  record AvailabilityGone(String name) implements Event {
    @Override
    public Kind kind() {
      return Kind.AVAILABILITY_GONE;
    }
  }
}
