package dev.ripcord.execute;

import dev.ripcord.plan.Criterion;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a unit ends that is not through. */
final class Outcomes {
  private Outcomes() {}

  static RunOutcome.Failed failed(
      Observer.Unit unit, @Nullable String reason, List<String> details) {
    return new RunOutcome.Failed(unit.id(), unit.action().title(), String.valueOf(reason), details);
  }

  /** The first criterion that does not hold; empty if all do. */
  static Optional<RunOutcome.Failed> unmet(
      Session session, Observer.Unit unit, List<Criterion> criteria) {
    for (Criterion criterion : criteria) {
      @Nullable String answer = session.scalar(criterion.query());
      if (!Objects.equals(answer, criterion.expected())) {
        return Optional.of(
            failed(
                unit,
                "not so: " + criterion.title(),
                List.of(
                    criterion.query(),
                    "answered " + answer + ", expected " + criterion.expected())));
      }
    }
    return Optional.empty();
  }

  static RunOutcome.Broken broken(Observer.Unit unit, String reason) {
    return new RunOutcome.Broken(unit.id(), unit.action().title(), reason);
  }

  /** What the server said, unless the connection is gone, which is not the unit's failure. */
  static RunOutcome.Failed refused(Observer.Unit unit, DatabaseException e) {
    if (e.connectionLost()) {
      throw e;
    }
    return failed(unit, e.getMessage(), List.of("SQLSTATE " + e.sqlState()));
  }
}
