package dev.ripcord.escalate;

import java.util.Collection;

/** Which level an event has: the written rules. */
final class Rules {
  private Rules() {}

  /**
   * @param open alerts that are not over
   */
  static Level level(Event event, Collection<Alert> open) {
    return switch (event) {
      case Event.Fired it ->
          it.rollsBack() || anotherTrigger(it, open) ? Level.LEVEL_2 : Level.LEVEL_1;
      case Event.Blind it -> Level.LEVEL_1;
      case Event.Integrity it -> Level.LEVEL_3;
      case Event.StepFailing it -> Level.LEVEL_3;
      case Event.RollbackFailed it -> Level.EMERGENCY;
      case Event.AvailabilityGone it -> Level.EMERGENCY;
    };
  }

  /** The lowest level that an alert of this kind can have been at. */
  static Level lowest(Event.Kind kind) {
    return switch (kind) {
      case TRIGGER, BLIND -> Level.LEVEL_1;
      case INTEGRITY, STEP_FAILING -> Level.LEVEL_3;
      case ROLLBACK_FAILED, AVAILABILITY_GONE -> Level.EMERGENCY;
    };
  }

  private static boolean anotherTrigger(Event.Fired event, Collection<Alert> open) {
    return open.stream()
        .anyMatch(alert -> alert.cause().kind() == Event.Kind.TRIGGER && !alert.isOf(event));
  }
}
