package dev.ripcord.run;

import static java.util.stream.Collectors.joining;

import dev.ripcord.escalate.Outbox;
import dev.ripcord.journal.Entry;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Baselines;
import dev.ripcord.metric.Sources;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Phase;
import dev.ripcord.secret.Secrets;
import dev.ripcord.validate.Subject;
import dev.ripcord.vigil.Orders;
import dev.ripcord.vigil.Vigil;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The watch over a run, from the side of its controller: baselines before the first phase, nothing
 * begun while somebody is blind, a turn where a trigger says so; and all of it in the journal.
 */
final class Sentry implements AutoCloseable {
  private static final Duration BETWEEN_MEASUREMENTS = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final RunDocument document;
  private final Orders orders;
  private final Controller.Seat seat;
  private final RunOptions options;
  private final Secrets secrets;
  private final Alarms alarms;
  private final Jotter jotter;

  /** Open from the first phase that is watched; who only goes back needs none. */
  private Optional<Eyes> eyes = Optional.empty();

  /** Whether this process knows what is usual, as far as it could be measured. */
  private boolean resumed;

  /** When that was last tried, as {@link System#nanoTime} has it. */
  private long measuredAt = System.nanoTime();

  /** What is usual, as the journal has it. */
  private List<Baseline> known = List.of();

  /** What is asked, and who judges it. */
  private record Eyes(Sources sources, Vigil vigil) implements AutoCloseable {
    @Override
    public void close() {
      vigil.close();
      sources.close();
    }
  }

  private Sentry(
      RunDocument document,
      Controller.Seat seat,
      RunOptions options,
      Secrets secrets,
      Alarms alarms,
      Jotter jotter) {
    this.document = document;
    this.orders = document.orders();
    this.seat = seat;
    this.options = options;
    this.secrets = secrets;
    this.alarms = alarms;
    this.jotter = jotter;
  }

  /** Takes its post; its eyes are closed yet. */
  static Sentry begin(
      RunDocument document, Controller.Seat seat, RunOptions options, Outbox.Means means) {
    Jotter jotter = new Jotter();
    Alarms alarms = Alarms.open(document, seat, means, jotter);
    return new Sentry(document, seat, options, means.secrets(), alarms, jotter);
  }

  private Eyes eyes() {
    if (eyes.isEmpty()) {
      Sources sources = Sources.open(orders.metrics(), surroundings());
      Vigil vigil =
          Vigil.begin(orders, sources, alarms.alarm(), seat.clock(), new Hearer(seat, jotter));
      eyes = Optional.of(new Eyes(sources, vigil));
    }
    return eyes.get();
  }

  /** Writes down what was seen since the last time. On the engine's thread. */
  void settle(Controller controller) {
    alarms
        .alarm()
        .trouble()
        .ifPresent(
            failure -> {
              String what = "calling people failed, and is tried again: " + failure;
              seat.listener().event(new RunEvent.Note(what));
              jotter.jot(Entry.Kind.ALERT, "alarm", what);
            });
    jotter.settle(controller);
  }

  /** Likewise, where a phase ends: what is said again and again begins anew. */
  void settleAll(Controller controller) {
    jotter.sum();
    settle(controller);
  }

  /** From now on the triggers of this phase may turn the run round. */
  void arm(Phase phase) {
    if (phase != Phase.PREPARATION && !orders.triggers().isEmpty()) {
      eyes().vigil().arm(Set.of(phase));
    }
  }

  /** From now on none may. */
  void disarm() {
    eyes.map(Eyes::vigil).ifPresent(Vigil::disarm);
  }

  /** What checks after a rollback reach for. */
  Surroundings surroundings() {
    return new Surroundings(seat.url(), secrets, orders.checks(), seat.clock());
  }

  /** Who is told. */
  Alarms alarms() {
    return alarms;
  }

  /** From here on nobody looks into the run's tables: they are about to go. */
  void quiet(Controller controller) {
    eyes.ifPresent(Eyes::close);
    eyes = Optional.empty();
    alarms.alarm().quiet();
    settle(controller);
  }

  /** What was frozen before: whoever goes on with a run compares with the same. */
  void resume(Controller controller) {
    if (resumed || orders.triggers().isEmpty()) {
      return;
    }
    known = Frozen.in(controller.standing().entries());
    if (!known.isEmpty() || changed(controller)) {
      resumed = true;
      eyes().vigil().compareWith(known);
    }
  }

  /** Whether something was changed already: what is measured now is not what was usual. */
  private static boolean changed(Controller controller) {
    Standing standing = controller.standing();
    return Arrays.stream(Phase.values())
        .anyMatch(phase -> phase != Phase.PREPARATION && standing.begun(phase));
  }

  /** Absent when nothing that is watched keeps this phase from beginning. */
  Optional<RunResult> before(Phase phase, Controller controller) {
    if (phase == Phase.PREPARATION || orders.triggers().isEmpty()) {
      return Optional.empty();
    }
    String said = "";
    while (true) {
      measure(phase, controller);
      settle(controller);
      List<Vigil.Hold> reasons = eyes().vigil().holding(phase);
      if (reasons.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> although = options.overrides().blind();
      if (although.isPresent()
          && reasons.stream().noneMatch(each -> each.why() == Vigil.Why.BREACHED)) {
        controller.note(
            Entry.Kind.WATCH,
            phase.word(),
            Subject.ALTHOUGH_BLIND + although.get() + ": " + words(reasons));
        return Optional.empty();
      }
      String what = "held before " + phase.word() + ": " + words(reasons);
      boolean settling = reasons.stream().allMatch(each -> each.why() == Vigil.Why.UNJUDGED);
      if (!settling && !what.equals(said)) {
        said = what;
        wait(phase, what, controller);
        if (!options.consent().waits()) {
          return Optional.of(new RunResult.Held(phase, what));
        }
      }
      pause();
    }
  }

  private static String words(List<Vigil.Hold> reasons) {
    return reasons.stream().map(Vigil.Hold::words).collect(joining("; "));
  }

  private void wait(Phase phase, String what, Controller controller) {
    controller.at(new State(phase.word(), what, State.Walk.NONE));
    seat.listener().event(new RunEvent.Waiting(phase, what));
    controller.note(Entry.Kind.WATCH, phase.word(), what);
  }

  /**
   * Measured once for a run, and frozen in its journal. Without its baseline a trigger is blind,
   * and holds the phase for that; then it is measured again.
   */
  private void measure(Phase phase, Controller controller) {
    resume(controller);
    Usual usual = new Usual(orders, eyes().sources(), seat.clock());
    Map<String, Metric> missing = usual.missing(known);
    boolean blindly = options.overrides().blind().isPresent();
    boolean soon = resumed && System.nanoTime() - measuredAt < BETWEEN_MEASUREMENTS.toNanos();
    if (missing.isEmpty() || soon || (resumed && blindly)) {
      return;
    }
    measuredAt = System.nanoTime();
    if (!resumed) {
      wait(phase, "measuring the baseline of " + String.join(", ", missing.keySet()), controller);
    }
    Baselines.Captured captured =
        changed(controller)
            ? usual.before(missing, begun(controller))
            : usual.measure(
                missing,
                eyes().vigil()::readings,
                () -> {
                  pause();
                  return !blindly;
                });
    List<Baseline> more = new ArrayList<>(known);
    for (Baseline baseline : captured.baselines()) {
      controller.note(Entry.Kind.BASELINE, baseline.metric(), Frozen.line(baseline));
      more.add(baseline);
    }
    known = List.copyOf(more);
    if (!resumed) {
      for (String problem : captured.problems()) {
        controller.note(Entry.Kind.WATCH, phase.word(), problem);
        seat.listener().event(new RunEvent.Note(problem));
      }
    }
    if (!resumed || !captured.baselines().isEmpty()) {
      resumed = true;
      eyes().vigil().compareWith(known);
    }
  }

  private static Instant begun(Controller controller) {
    return Instant.parse(controller.standing().entries().getFirst().at());
  }

  private void pause() {
    seat.signals().check();
    LockSupport.parkNanos(LOOK_EVERY.toNanos());
  }

  @Override
  public void close() {
    eyes.ifPresent(Eyes::close);
    alarms.close();
    if (alarms.isGone()) {
      Export.append(options.exports(), document, seat.clock(), jotter.left())
          .ifPresent(trouble -> seat.listener().event(new RunEvent.Note(trouble)));
    }
  }
}
