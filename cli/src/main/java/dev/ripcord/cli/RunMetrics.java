package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.RunEvent;
import io.prometheus.metrics.core.datapoints.StateSetDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Arrays;
import java.util.List;

/**
 * What a run tells, as metrics that a Prometheus can scrape: their names are in docs/monitoring.md.
 */
final class RunMetrics implements RunEvent.Listener {
  static final List<String> SIGHTS =
      List.of("healthy", "breached", "no-data", "stale", "source-down");

  private final RunEvent.Listener next;
  private final StateSet phase;
  private final Gauge goingBack;
  private final Gauge waiting;
  private final Counter steps;
  private final Gauge stepSeconds;
  private final Gauge progress;
  private final Gauge rows;
  private final Gauge rowsPerSecond;
  private final Gauge throttled;
  private final Counter lockRetries;
  private final Counter rollbacks;
  private final Counter hooksFailed;
  private final Counter connectionsLost;
  private final StateSet trigger;
  private final Gauge unacknowledged;

  /**
   * @param next is told of the same events
   */
  RunMetrics(PrometheusRegistry registry, RunEvent.Listener next) {
    this.next = next;
    phase =
        StateSet.builder()
            .name("ripcord_phase")
            .help("The phase that is being taken, or went through last.")
            .states(Arrays.stream(Phase.values()).map(Phase::word).toArray(String[]::new))
            .register(registry);
    goingBack = gauge(registry, "ripcord_going_back", "1 while a rollback is under way.");
    waiting = gauge(registry, "ripcord_waiting", "1 while the run waits at a gate.");
    steps =
        Counter.builder()
            .name("ripcord_steps")
            .help("Steps taken by this process.")
            .labelNames("direction")
            .register(registry);
    stepSeconds =
        Gauge.builder()
            .name("ripcord_last_step")
            .unit(Unit.SECONDS)
            .help("How long the newest step took.")
            .register(registry);
    progress =
        Gauge.builder()
            .name("ripcord_walk_progress")
            .unit(Unit.RATIO)
            .help("How far the present walk over a table is.")
            .register(registry);
    rows = gauge(registry, "ripcord_walk_rows", "Rows that the present walk has changed.");
    rowsPerSecond =
        gauge(registry, "ripcord_walk_rows_per_second", "How fast the present walk changes rows.");
    throttled =
        gauge(registry, "ripcord_walk_throttled", "1 while the walk goes slower than it could.");
    lockRetries =
        counter(registry, "ripcord_lock_retries", "Locks that were not to be had in time.");
    rollbacks = counter(registry, "ripcord_rollbacks", "Rollbacks that began in this process.");
    hooksFailed = counter(registry, "ripcord_hooks_failed", "Hooks that failed for good.");
    connectionsLost =
        counter(registry, "ripcord_connections_lost", "Connections to the database that broke.");
    trigger =
        StateSet.builder()
            .name("ripcord_trigger")
            .help("What each trigger says now.")
            .labelNames("name", "shadow")
            .states(SIGHTS.toArray(String[]::new))
            .register(registry);
    unacknowledged =
        gauge(registry, "ripcord_alerts_unacknowledged", "Alerts that nobody acknowledged yet.");
  }

  private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
    return Gauge.builder().name(name).help(help).register(registry);
  }

  private static Counter counter(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  @Override
  public void event(RunEvent event) {
    count(event);
    next.event(event);
  }

  private void count(RunEvent event) {
    switch (event) {
      case RunEvent.StepStarted step -> {
        phase(step.unit());
        goingBack.set(step.forward() ? 0 : 1);
        waiting.set(0);
        progress.set(0);
        throttled.set(0);
        rowsPerSecond.set(0);
      }
      case RunEvent.Batch batch -> {
        progress.set(batch.percent() / 100.0);
        rows.set((double) batch.rows());
        rowsPerSecond.set((double) batch.rowsPerSecond());
        throttled.set(batch.held().isEmpty() ? 0 : 1);
      }
      case RunEvent.Looking looking -> {}
      case RunEvent.Blocked blocked -> lockRetries.inc();
      case RunEvent.StepDone step -> {
        steps.labelValues(step.forward() ? "forward" : "back").inc();
        stepSeconds.set(step.took().toNanos() / 1e9);
      }
      case RunEvent.PhaseDone done -> phase(done.phase().word());
      case RunEvent.Waiting at -> waiting.set(1);
      case RunEvent.GateOpened gate -> waiting.set(0);
      case RunEvent.HookRan hook -> {
        if (!hook.succeeded()) {
          hooksFailed.inc();
        }
      }
      case RunEvent.TurnedBack turned -> {
        rollbacks.inc();
        goingBack.set(1);
        waiting.set(0);
      }
      case RunEvent.OldShapeServes serves -> {}
      case RunEvent.ConnectionLost lost -> connectionsLost.inc();
      case RunEvent.Judged judged -> {
        StateSetDataPoint state =
            trigger.labelValues(judged.trigger(), Boolean.toString(judged.shadow()));
        SIGHTS.forEach(state::setFalse);
        state.setTrue(judged.verdict());
      }
      case RunEvent.Alerts alerts -> unacknowledged.set(alerts.unacknowledged());
      case RunEvent.Checking checking -> {}
      case RunEvent.Checked checked -> {}
      case RunEvent.Exported exported -> {}
      case RunEvent.Note note -> {}
    }
  }

  private void phase(String unit) {
    for (Phase each : Phase.values()) {
      if (unit.startsWith(each.word())) {
        Arrays.stream(Phase.values()).map(Phase::word).forEach(phase::setFalse);
        phase.setTrue(each.word());
      }
    }
  }
}
