package dev.ripcord.run;

import dev.ripcord.escalate.Alert;
import dev.ripcord.metric.Baseline;
import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Phase;
import dev.ripcord.recover.BackupNote;
import dev.ripcord.recover.RestorePoint;
import dev.ripcord.wayback.Archives;
import dev.ripcord.wayback.Feasibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What anybody at any terminal can know of a run.
 *
 * @param holder who has the run's lock now; absent if nobody has
 * @param controller who runs it, as it told last; absent if none ever told
 * @param requests that nobody took yet
 * @param lastRung what there is to recover from if no rollback helps
 * @param watched what the watch sees, beside what the controller told of triggers
 */
public record RunStatus(
    RunDocument.Identity run,
    Position position,
    Optional<Holder> holder,
    Optional<Heard> controller,
    List<Request> requests,
    Watched watched,
    LastRung lastRung,
    Outlook outlook) {
  public RunStatus {
    requests = List.copyOf(requests);
  }

  /** Which way the run goes, or that it does not. */
  public enum Direction {
    FORWARD,
    BACK,
    COMPLETE
  }

  /**
   * @param phases all five, in order
   * @param rollback where to and why, if it goes back
   */
  public record Position(
      Direction direction, List<PhaseStatus> phases, Optional<RollbackStatus> rollback) {
    public Position {
      phases = List.copyOf(phases);
    }
  }

  /**
   * @param done steps that are through
   * @param steps in all
   * @param gates before it
   */
  public record PhaseStatus(Phase phase, int done, int steps, List<Gate> gates) {
    public PhaseStatus {
      gates = List.copyOf(gates);
    }
  }

  /** Where to, and why. */
  public record RollbackStatus(String to, String why) {}

  /**
   * What a controller told last.
   *
   * @param silent how long ago that was
   */
  public record Heard(String who, String since, Duration silent, State state) {}

  /**
   * What the watch sees.
   *
   * @param baselines that triggers compare with, frozen at the start
   * @param alerts that are not over
   */
  public record Watched(List<Baseline> baselines, List<Alert> alerts) {
    public Watched {
      baselines = List.copyOf(baselines);
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * What there is to recover from if no rollback helps.
   *
   * @param precaution of the run
   * @param backup that it relies on; absent before it is there, or if there is none
   * @param points in the order in which they were made
   */
  public record LastRung(Precaution precaution, Optional<BackupNote> backup, List<Point> points) {
    public LastRung {
      points = List.copyOf(points);
    }
  }

  /**
   * A restore point.
   *
   * @param boundary the phase before which it was made, or {@code complete}
   */
  public record Point(String boundary, RestorePoint point) {}

  /**
   * What a rollback to the start would be now, and what it would need.
   *
   * @param steps that would be taken back
   * @param expires when the archives may go, once all phases are through
   */
  public record Outlook(
      int steps, Feasibility rollback, Archives archives, Optional<Instant> expires) {}
}
