package dev.ripcord.rehearse;

import dev.ripcord.execute.Observer;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.workload.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Measures each step while the engine takes it: time, locks, rewritten tables, and how long writers
 * had to wait. A step that ran several times counts with its longest run.
 */
final class StepMeter implements Observer {
  private static final String FILE_NODES = SqlResource.of(StepMeter.class, "file-nodes");

  private final Plan plan;
  private final Session session;
  private final Traffic traffic;
  private final Clock clock;
  private final Progress progress;
  private final Map<String, Tally> tallies = new HashMap<>();
  private Phase rehearsed = Phase.PREPARATION;
  private int number;
  private int of;
  private Instant began = Instant.EPOCH;
  private Map<Long, Node> nodes = Map.of();

  private record Node(String table, long file) {}

  /** What is known of one step so far. */
  private static final class Tally {
    private Duration forward = Duration.ZERO;
    private Duration back = Duration.ZERO;
    private Duration backOfThisRun = Duration.ZERO;
    private boolean wentForward;
    private boolean wentBack;
    private long walked;
    private long walkedBack;
    private Duration stall = Duration.ZERO;
    private final Map<String, LockMode> locks = new TreeMap<>();
    private final Map<String, LockMode> backLocks = new TreeMap<>();
    private final TreeSet<String> rewritten = new TreeSet<>();
  }

  /**
   * @param session to the database that is migrated
   */
  StepMeter(Plan plan, Session session, Traffic traffic, Clock clock, Progress progress) {
    this.plan = plan;
    this.session = session;
    this.traffic = traffic;
    this.clock = clock;
    this.progress = progress;
  }

  /** A way begins: for progress only. */
  void begins(Phase phase, int steps) {
    rehearsed = phase;
    number = 0;
    of = steps;
  }

  @Override
  public void starting(Unit unit) {
    if (unit.number() <= 1) {
      progress.event(
          new Progress.StepStarted(
              rehearsed, direction(unit), unit.step().id(), unit.step().title(), ++number, of));
      if (!unit.forward()) {
        tally(unit).backOfThisRun = Duration.ZERO;
      }
    }
    nodes = unit.action() instanceof Action.Transaction ? fileNodes() : Map.of();
    began = clock.instant();
  }

  @Override
  public void finished(Unit unit, Measured measured) {
    Tally tally = tally(unit);
    Duration stall = traffic.longestStallBetween(began, clock.instant());
    tally.stall = longer(tally.stall, stall);
    if (unit.forward()) {
      tally.wentForward = true;
      tally.forward = longer(tally.forward, measured.took());
      tally.walked = Math.max(tally.walked, measured.changed());
      merge(tally.locks, measured.locks());
    } else {
      tally.backOfThisRun = tally.backOfThisRun.plus(measured.took());
      tally.back = longer(tally.back, tally.backOfThisRun);
      tally.walkedBack = Math.max(tally.walkedBack, measured.changed());
      merge(tally.backLocks, measured.locks());
      tally.wentBack = tally.wentBack || unit.number() == unit.step().back().size();
    }
    noteRewritten(tally);
    if (unit.forward() || unit.number() == unit.step().back().size()) {
      Duration took = unit.forward() ? measured.took() : tally.backOfThisRun;
      progress.event(new Progress.StepDone(rehearsed, direction(unit), unit.step().id(), took));
    }
  }

  private static Progress.Direction direction(Unit unit) {
    return unit.forward() ? Progress.Direction.FORWARD : Progress.Direction.BACK;
  }

  private Tally tally(Unit unit) {
    return tallies.computeIfAbsent(unit.step().id(), any -> new Tally());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static void merge(Map<String, LockMode> into, Map<String, LockMode> more) {
    more.forEach((table, mode) -> into.merge(table, mode, StepMeasurement::stronger));
  }

  private void noteRewritten(Tally tally) {
    if (nodes.isEmpty()) {
      return;
    }
    Map<Long, Node> now = fileNodes();
    nodes.forEach(
        (id, before) -> {
          Node after = now.get(id);
          if (after != null && after.file() != before.file()) {
            tally.rewritten.add(before.table());
          }
        });
  }

  private Map<Long, Node> fileNodes() {
    Map<Long, Node> found = new HashMap<>();
    session
        .query(
            FILE_NODES,
            row ->
                Map.entry(
                    row.number("id"),
                    new Node(
                        QualifiedName.of(row.text("schema"), row.text("name")).quoted(),
                        row.number("node"))))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /** How long the steps of a phase took forward, together. */
  Duration forward(Phase phase) {
    return plan.phase(phase).steps().stream()
        .map(step -> tallies.getOrDefault(step.id(), new Tally()).forward)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** All that was measured, in forward order; a step that was not measured both ways is missing. */
  List<StepMeasurement> measurements() {
    return plan.steps().stream().filter(this::measured).map(this::measurement).toList();
  }

  /** Whether the step ran forward, and back if it has a way back. */
  boolean measured(Step step) {
    Tally tally = tallies.getOrDefault(step.id(), new Tally());
    return tally.wentForward && (tally.wentBack || step.back().isEmpty());
  }

  private StepMeasurement measurement(Step step) {
    Tally tally = tallies.getOrDefault(step.id(), new Tally());
    return new StepMeasurement(
        step.id(),
        tally.forward,
        tally.back,
        tally.walked,
        tally.walkedBack,
        tally.locks,
        tally.backLocks,
        List.copyOf(tally.rewritten),
        tally.stall);
  }
}
