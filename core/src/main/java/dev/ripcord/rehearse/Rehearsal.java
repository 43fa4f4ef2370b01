package dev.ripcord.rehearse;

import dev.ripcord.execute.RunOutcome;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.PhaseVerdict;
import dev.ripcord.rehearse.Proof.Verdict;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.workload.LedgerCounts;
import dev.ripcord.workload.Traffic;
import dev.ripcord.workload.TrafficOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Proves, or fails to prove, that a migration can be rolled back: for every phase forward through
 * it and back to the start under writers, compared with the start and their ledger; then once more
 * both ways, killed after every unit.
 */
public final class Rehearsal {
  private static final String CONFLICTS = SqlResource.of(Rehearsal.class, "count-conflicts");

  private static final long LONGEST_SOAK_SECONDS = 10;

  private final Stage stage;
  private final String serverVersion;
  private final RehearsalOptions options;
  private final Clock clock;
  private final Progress progress;
  private final Traffic traffic;
  private final Inspection inspection;
  private final StepMeter meter;
  private final Performance performance;
  private final Comparison comparison;
  private final KeptCheck kept;
  private final OwnChecks checks;
  private final List<Difference> lost = new ArrayList<>();
  private long conflicts;

  private Rehearsal(
      Stage stage,
      String serverVersion,
      RehearsalOptions options,
      Clock clock,
      Progress progress,
      Traffic traffic) {
    this.stage = stage;
    this.serverVersion = serverVersion;
    this.options = options;
    this.clock = clock;
    this.progress = progress;
    this.traffic = traffic;
    this.checks = OwnChecks.atStart(stage);
    this.inspection = Inspection.of(stage);
    this.meter = new StepMeter(stage.plan(), inspection.tested(), traffic, clock, progress);
    this.performance = new Performance(stage, traffic, clock);
    this.comparison = new Comparison(stage, inspection, traffic.written());
    this.kept = new KeptCheck(stage, inspection);
  }

  /**
   * Rehearses the migration on a scratch server.
   *
   * @throws dev.ripcord.problem.InputException if the migration does not fit its schema
   */
  public static Proof of(
      Migration migration, RehearsalOptions options, Clock clock, Progress progress) {
    return of(migration, options, Conduct.USUAL, clock, progress);
  }

  static Proof of(
      Migration migration,
      RehearsalOptions options,
      Conduct conduct,
      Clock clock,
      Progress progress) {
    Instant started = clock.instant();
    progress.event(new Progress.Started("starting PostgreSQL", 0));
    try (ScratchDatabases databases = databases(options)) {
      Stage stage = Stage.build(migration, options, conduct, databases, progress);
      try (Traffic traffic = traffic(stage, options, clock)) {
        traffic.resume();
        Rehearsal rehearsal =
            new Rehearsal(stage, databases.version(), options, clock, progress, traffic);
        return rehearsal.run(started);
      }
    }
  }

  private static ScratchDatabases databases(RehearsalOptions options) {
    return options
        .scratch()
        .map(ScratchDatabases::external)
        .orElseGet(
            () ->
                ScratchDatabases.embedded(
                    switch (options.origin()) {
                      case Origin.SchemaFile file ->
                          ScratchOptions.defaults().withMajor(options.serverMajor());
                      case Origin.Database live -> LiveStart.fitting(live.url());
                    }));
  }

  private static Traffic traffic(Stage stage, RehearsalOptions options, Clock clock) {
    return Traffic.start(
        new Traffic.Databases(stage.tested(), stage.control()),
        stage.scratch(),
        stage.plan().shapes(),
        new TrafficOptions(
            options.writers(), options.seed(), stage.conduct().writesPerSecond(), true),
        clock);
  }

  private Proof run(Instant started) {
    try (inspection) {
      List<Difference> lossy = new RoundTrips(stage).differences();
      List<PhaseVerdict> verdicts = new ArrayList<>();
      soak(stage.conduct().writesAtStart());
      for (Phase phase : Phase.values()) {
        PhaseVerdict verdict = rehearse(phase, lossy, verdicts);
        verdicts.add(verdict);
        progress.event(new Progress.PhaseJudged(verdict));
      }
      Proof.Interruptions interruptions = interruptions(verdicts);
      traffic.pause();
      return proof(started, verdicts, interruptions);
    }
  }

  private PhaseVerdict rehearse(Phase phase, List<Difference> lossy, List<PhaseVerdict> earlier) {
    boolean shaky = earlier.stream().anyMatch(each -> !(each.verdict() instanceof Verdict.Proven));
    if (shaky) {
      return new PhaseVerdict(
          phase,
          new Verdict.Unmeasured("a phase before it is not proven"),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);
    }
    long writes = traffic.ledger().acknowledged();
    meter.begins(phase, steps(phase));
    List<Difference> differences = new ArrayList<>();
    failure(performance.forward(phase, meter)).forEach(differences::add);
    soak(stage.conduct().writesPerState());
    conflicts += conflicts();
    meter.begins(phase, steps(phase));
    Performance.Back back = performance.back(phase, meter);
    failure(back.outcome()).forEach(differences::add);
    differences.addAll(compare(phase));
    if (phase == Phase.EXPAND) {
      differences.addAll(lossy);
    }
    return new PhaseVerdict(
        phase,
        verdict(
            stage.plan().phase(phase).steps(),
            meter::measured,
            traffic.ledger().acknowledged() - writes,
            differences),
        meter.forward(phase),
        back.inAll(),
        back.took().getOrDefault(phase, Duration.ZERO));
  }

  /** Unmeasured is never proven. */
  static Verdict verdict(
      List<Step> steps, Predicate<Step> measured, long writes, List<Difference> differences) {
    if (!differences.isEmpty()) {
      return new Verdict.NotProven(Differences.grouped(differences));
    }
    if (writes == 0) {
      return new Verdict.Unmeasured("no write of a client was acknowledged");
    }
    List<String> unmeasured = steps.stream().filter(measured.negate()).map(Step::id).toList();
    return unmeasured.isEmpty()
        ? new Verdict.Proven()
        : new Verdict.Unmeasured("no measurement of " + String.join(", ", unmeasured));
  }

  private List<Difference> compare(Phase phase) {
    soak(stage.conduct().writesAtStart());
    traffic.pause();
    progress.event(new Progress.Comparing(phase));
    List<Difference> found = new ArrayList<>(comparison.differences());
    found.addAll(checks.broken());
    List<Difference> unkept = kept.missing(traffic.expectedKept());
    found.addAll(unkept);
    lost.addAll(unkept);
    found.stream().filter(each -> each.part().equals("data")).forEach(lost::add);
    List<Difference> defects = defects();
    found.addAll(defects);
    traffic.forgetKept();
    traffic.resume();
    return found;
  }

  private List<Difference> defects() {
    return traffic.ledger().defects().stream()
        .map(
            defect ->
                new Difference(
                    "ledger",
                    defect.table(),
                    defect.kind() + ": " + defect.detail(),
                    List.of(defect.key() + ": " + defect.statement())))
        .toList();
  }

  private Proof.Interruptions interruptions(List<PhaseVerdict> verdicts) {
    boolean allProven =
        verdicts.stream().allMatch(each -> each.verdict() instanceof Verdict.Proven);
    if (!allProven) {
      return new Proof.Interruptions(
          0, 0, new Verdict.Unmeasured("a phase is not proven even without being killed"));
    }
    progress.event(new Progress.Started("killing the engine after every unit", 0));
    Killer killer = new Killer(progress);
    List<Difference> differences = new ArrayList<>();
    failure(performance.forward(Phase.CLEANUP, killer)).forEach(differences::add);
    soak(stage.conduct().writesPerState());
    failure(performance.back(Phase.CLEANUP, killer).outcome()).forEach(differences::add);
    differences.addAll(compare(Phase.CLEANUP));
    return new Proof.Interruptions(
        killer.forwardKills(), killer.backKills(), verdict(killer, differences));
  }

  private static Verdict verdict(Killer killer, List<Difference> differences) {
    if (!differences.isEmpty()) {
      return new Verdict.NotProven(
          Differences.grouped(
              differences.stream()
                  .map(each -> new Difference("resume", each.where(), each.what(), each.examples()))
                  .toList()));
    }
    return killer.forwardKills() > 0 && killer.backKills() > 0
        ? new Verdict.Proven()
        : new Verdict.Unmeasured("the engine was never killed");
  }

  private static List<Difference> failure(RunOutcome outcome) {
    return switch (outcome) {
      case RunOutcome.Completed completed -> List.of();
      case RunOutcome.Failed failed ->
          List.of(
              new Difference(
                  "step",
                  failed.unit() + " (" + failed.title() + ")",
                  failed.reason(),
                  failed.details()));
      case RunOutcome.Broken broken ->
          List.of(
              new Difference(
                  "step", broken.unit() + " (" + broken.title() + ")", broken.reason(), List.of()));
      case RunOutcome.Refused refused ->
          List.of(new Difference("step", "the run", refused.reason(), List.of()));
    };
  }

  private int steps(Phase through) {
    return (int)
        stage.plan().steps().stream().filter(step -> step.phase().compareTo(through) <= 0).count();
  }

  /** Lets the writers work in the state that is reached, for what it proves is worth no more. */
  private void soak(long writes) {
    long wanted = traffic.ledger().acknowledged() + writes;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SOAK_SECONDS);
    // no step runs that would be measured meanwhile
    traffic.hurry();
    while (traffic.ledger().acknowledged() < wanted && System.nanoTime() < deadline) {
      traffic.check();
      LedgerCounts counts = traffic.ledger();
      progress.event(new Progress.WritesAcknowledged(counts.acknowledged(), counts.refusedInAll()));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    traffic.steady();
  }

  private long conflicts() {
    Session session = inspection.tested();
    // a run that failed before it had a schema of its own has counted none
    return Journal.exists(session)
        ? session.query(CONFLICTS, row -> row.number("conflicts")).getFirst()
        : 0;
  }

  private Proof proof(
      Instant started, List<PhaseVerdict> verdicts, Proof.Interruptions interruptions) {
    LedgerCounts counts = traffic.ledger();
    lost.addAll(defects());
    Plan plan = stage.plan();
    return new Proof(
        plan,
        plan.before().fingerprint().hash(),
        serverVersion,
        options.seed(),
        stage.rows(),
        verdicts,
        meter.measurements(),
        new Proof.LedgerResult(
            counts.acknowledged(),
            counts.oldShape(),
            counts.newShape(),
            counts.refusedInAll(),
            kept.found(),
            Differences.grouped(lost),
            conflicts),
        interruptions,
        started,
        clock.instant(),
        stage.live());
  }
}
