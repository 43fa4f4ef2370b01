package dev.ripcord.run;

import dev.ripcord.hook.HooksJson;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.vigil.Orders;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Begins, resumes and rolls back runs on one database. */
public final class Runs {
  private final DatabaseUrl url;
  private final Clock clock;
  private final RunOptions options;
  private final Brake brake;
  private final Outside outside;
  private final RunEvent.Listener listener;
  private final long began = System.nanoTime();

  /**
   * @param brake stops what runs, from another thread
   * @param outside what is reached beside the database
   */
  public Runs(
      DatabaseUrl url,
      Clock clock,
      RunOptions options,
      Brake brake,
      Outside outside,
      RunEvent.Listener listener) {
    this.url = url;
    this.clock = clock;
    this.options = options;
    this.brake = brake;
    this.outside = outside;
    this.listener = RunEvent.Listener.inTurn(listener);
  }

  /** Why none can begin, if the database has a run: a plan would be made of its half-done state. */
  public Optional<RunResult> alreadyThere() {
    return stored()
        .map(
            document ->
                new RunResult.Refused(
                    List.of(
                        "the run "
                            + document.identity().id()
                            + " is in this database: go on with ripcord resume, or take it back"
                            + " with ripcord rollback")));
  }

  /**
   * Begins a run.
   *
   * @param plan made for this database as it is now
   */
  public RunResult begin(Plan plan) {
    if (plan.nothingToDo()) {
      return new RunResult.Completed(
          List.of("every change of '" + plan.migration().name() + "' is in the schema already"));
    }
    Admission admission =
        Admission.of(plan, options, outside, Precaution.find(plan.migration(), url, clock));
    if (!admission.refusals().isEmpty()) {
      return new RunResult.Refused(admission.refusals());
    }
    return live(document(plan, admission), admission.opening(), false)
        .perform(new LiveRun.Aim.GoOn());
  }

  /** Goes on with the run of this database, in the direction that it has. */
  public RunResult resume() {
    return stored()
        .map(document -> live(document, "", true).perform(new LiveRun.Aim.GoOn()))
        .orElseGet(Runs::none);
  }

  /** Takes the run of this database back; a controller that has it is asked to turn round. */
  public RunResult rollback(Back to, String reason) {
    Optional<RunResult> stopped = wouldStop(to);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    String why =
        options
            .overrides()
            .anyway()
            .map(anyway -> (reason + ", although something is in the way: " + anyway).strip())
            .orElse(reason);
    Request.Asker who = new Request.Asker(options.who(), why);
    while (true) {
      Optional<RunDocument> document = stored();
      if (document.isEmpty()) {
        return none();
      }
      RunResult result = live(document.get(), "", true).perform(new LiveRun.Aim.GoBack(to, who));
      if (!(result instanceof RunResult.Busy)) {
        return result;
      }
      Optional<RunResult> followed =
          new Follower(url, options, brake.signals(), listener).ask(document.get(), to, who);
      if (followed.isPresent()) {
        return followed.get();
      }
    }
  }

  /**
   * Gives up the way back of a run that is complete.
   *
   * @param now why before the archives expire; absent if only then
   */
  public RunResult end(Optional<String> now) {
    return stored()
        .map(document -> live(document, "", true).perform(new LiveRun.Aim.End(now)))
        .orElseGet(Runs::none);
  }

  /** A rollback that has begun goes on; one that would stop on its way is said so beforehand. */
  private Optional<RunResult> wouldStop(Back to) {
    try (Session session = open(Look.LONG)) {
      Optional<RunDocument> document = RunStore.read(session);
      if (document.isEmpty()) {
        return Optional.empty();
      }
      Standing standing = RunStore.standing(session, document.get());
      if (standing.goingBack()) {
        return Optional.empty();
      }
      if (to instanceof Back.EndOf end && !standing.through(end.phase())) {
        return Optional.of(
            new RunResult.Refused(
                List.of(
                    end.phase().word()
                        + " is not through, so there is no end of it to go back to")));
      }
      if (options.overrides().anyway().isPresent()) {
        return Optional.empty();
      }
      List<String> stoppers =
          new ArrayList<>(Prospect.stoppers(session, document.get(), standing, to));
      if (stoppers.isEmpty()) {
        return Optional.empty();
      }
      stoppers.add(instead(session, document.get(), standing, to));
      return Optional.of(new RunResult.Refused(stoppers));
    }
  }

  /** The way back that goes furthest of those that nothing stops. */
  private static String instead(Session session, RunDocument document, Standing standing, Back to) {
    for (Phase phase : Phase.values()) {
      if (phase.compareTo(to.downTo()) >= 0
          && phase != Phase.CLEANUP
          && standing.reached().filter(reached -> reached.compareTo(phase) > 0).isPresent()
          && Prospect.stoppers(session, document, standing, new Back.EndOf(phase)).isEmpty()) {
        return "possible now: ripcord rollback --to " + phase.word();
      }
    }
    return "--anyway REASON goes back as far as it goes; it can be resumed";
  }

  private LiveRun live(RunDocument document, String opening, boolean there) {
    return new LiveRun(
        document,
        new Controller.Seat(
            url, options.who(), clock, brake.signals(), listener, opening, new Board()),
        options,
        outside,
        there,
        began);
  }

  private Optional<RunDocument> stored() {
    try (Session session = open(Look.BRIEF)) {
      return RunStore.read(session);
    }
  }

  /** A rollback is needed most where clients hold every connection. */
  private Session open(Duration patience) {
    return new Room(brake.signals(), listener).open(() -> Look.open(url, "ripcord look", patience));
  }

  private static RunResult none() {
    return new RunResult.Refused(List.of("there is no run in this database"));
  }

  private RunDocument document(Plan plan, Admission admission) {
    Migration migration = plan.migration();
    return new RunDocument(
        RunDocument.Identity.of(migration, options.who(), clock.instant()),
        plan.course(),
        new HooksJson.Stored(migration.gates(), migration.hooks()),
        Orders.of(migration),
        plan.before().fingerprint(),
        admission.precaution(),
        admission.proof().map(Proof::rehearsed));
  }
}
