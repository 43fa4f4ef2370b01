package dev.ripcord.rehearse;

import static dev.ripcord.execute.Traffic.NOBODY;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Founding;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plays the plan forward and back while clients come and go as they would live: new-shape clients
 * once {@code expand} is through, old-shape clients until {@code contract} begins; on the way back
 * the same in reverse, the newer ones staying until their columns are taken from under them.
 */
final class Performance {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(15);

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
    try (Way way = new Way(observer)) {
      for (Phase phase : Phase.values()) {
        if (phase.compareTo(through) > 0) {
          break;
        }
        if (phase == Phase.CONTRACT) {
          traffic.serve(Set.of(Shape.NEW), Layout.BEFORE_CONTRACT);
        }
        RunOutcome outcome = way.take(engine -> engine.forward(phase));
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
    try (Way way = new Way(observer)) {
      for (Phase phase : List.of(Phase.values()).reversed()) {
        if (phase.compareTo(from) > 0) {
          continue;
        }
        long start = System.nanoTime();
        RunOutcome outcome = way.take(engine -> engine.back(phase));
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
  }

  private interface Stretch {
    RunOutcome run(Engine engine);
  }

  /** One way, with one engine for as long as it lives. */
  private final class Way implements AutoCloseable {
    private final Observer observer;
    private @Nullable Engine engine;

    Way(Observer observer) {
      this.observer = observer;
    }

    /** With a new engine each time it was killed: nothing survives but the database. */
    RunOutcome take(Stretch stretch) {
      long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
      while (true) {
        Engine open = engine();
        try {
          RunOutcome outcome = stretch.run(open);
          boolean stillHeld = outcome instanceof RunOutcome.Refused;
          if (!stillHeld || System.nanoTime() > deadline) {
            return outcome;
          }
          close();
          // the server takes a moment to notice that a killed engine's connection is gone
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        } catch (Killer.Killed killed) {
          open.kill();
          close();
          deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
        }
      }
    }

    private Engine engine() {
      Engine open = engine;
      if (open == null) {
        open = Engine.open(course, stage.tested(), clock, observer, Founding.NOTHING, NOBODY);
        engine = open;
      }
      return open;
    }

    @Override
    public void close() {
      Engine open = engine;
      engine = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
