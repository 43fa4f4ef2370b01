package dev.ripcord.rehearse;

import static dev.ripcord.execute.Traffic.NOBODY;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Course;
import dev.ripcord.workload.Layout;
import dev.ripcord.workload.Shape;
import dev.ripcord.workload.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays the plan forward and back while clients come and go as they would live: new-shape clients
 * once {@code expand} is through, old-shape clients until {@code contract} begins; on the way back
 * the same in reverse, the newer ones staying until their columns are taken from under them.
 */
final class Performance {
  private static final long LOCK_PATIENCE_MILLIS = 15_000;

  private final Stage stage;
  private final Traffic traffic;
  private final Clock clock;
  private final Course course;

  Performance(Stage stage, Traffic traffic, Clock clock) {
    this.stage = stage;
    this.traffic = traffic;
    this.clock = clock;
    this.course = stage.plan().course();
  }

  /** Forward to the end of the phase. */
  RunOutcome forward(Phase through, Observer observer) {
    for (Phase phase : Phase.values()) {
      if (phase.compareTo(through) > 0) {
        break;
      }
      if (phase == Phase.CONTRACT) {
        traffic.serve(Set.of(Shape.NEW), Layout.BEFORE_CONTRACT);
      }
      RunOutcome outcome = play(observer, engine -> engine.forward(phase));
      if (!(outcome instanceof RunOutcome.Completed)) {
        return outcome;
      }
      if (phase == Phase.EXPAND) {
        traffic.serve(Set.of(Shape.OLD, Shape.NEW), Layout.BEFORE_CONTRACT);
      } else if (phase == Phase.CONTRACT) {
        traffic.serve(Set.of(Shape.NEW), Layout.AFTER_CONTRACT);
      }
    }
    return new RunOutcome.Completed();
  }

  /**
   * How a way back ended.
   *
   * @param took wall time per phase, from the one where it began
   */
  record Back(RunOutcome outcome, Map<Phase, Duration> took) {
    Duration inAll() {
      return took.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
  }

  /** Back from the end, or the middle, of the phase to the start. */
  Back back(Phase from, Observer observer) {
    Map<Phase, Duration> took = new EnumMap<>(Phase.class);
    for (Phase phase : List.of(Phase.values()).reversed()) {
      if (phase.compareTo(from) > 0) {
        continue;
      }
      long start = System.nanoTime();
      RunOutcome outcome = play(observer, engine -> engine.back(phase));
      took.put(phase, Duration.ofNanos(System.nanoTime() - start));
      if (!(outcome instanceof RunOutcome.Completed)) {
        return new Back(outcome, took);
      }
      if (phase == Phase.CONTRACT) {
        traffic.serve(Set.of(Shape.OLD, Shape.NEW), Layout.BEFORE_CONTRACT);
      } else if (phase == Phase.EXPAND) {
        traffic.serve(Set.of(Shape.OLD), Layout.BEFORE_CONTRACT);
      }
    }
    return new Back(new RunOutcome.Completed(), took);
  }

  private interface Stretch {
    RunOutcome run(Engine engine);
  }

  /** With a new engine each time it was killed: nothing survives but the database. */
  private RunOutcome play(Observer observer, Stretch stretch) {
    while (true) {
      Optional<RunOutcome> outcome = once(observer, stretch);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  private Optional<RunOutcome> once(Observer observer, Stretch stretch) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOCK_PATIENCE_MILLIS);
    while (true) {
      try (Engine engine = open(observer)) {
        RunOutcome outcome;
        try {
          outcome = stretch.run(engine);
        } catch (Killer.Killed killed) {
          engine.kill();
          return Optional.empty();
        }
        boolean stillHeld = outcome instanceof RunOutcome.Refused;
        if (!stillHeld || System.nanoTime() > deadline) {
          return Optional.of(outcome);
        }
      }
      // the server takes a moment to notice that a killed engine's connection is gone
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private Engine open(Observer observer) {
    return Engine.open(course, stage.tested(), clock, observer, Engine.Founding.NOTHING, NOBODY);
  }
}
