package dev.ripcord.execute;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Course;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The single engine: takes a plan's steps forward and back, in rehearsal and live alike. It keeps
 * no state of its own: where a run stands is what its journal says, so a new engine goes on where a
 * killed one stopped. Holds the run's advisory lock while open, so that two cannot act at once.
 */
public final class Engine implements AutoCloseable {
  private static final String HOLDER = SqlResource.of(Engine.class, "run-lock-holder");

  /** What the journal says when clients of the old shape are served again. */
  public static final String SERVES_AGAIN = "the old shape serves again";

  private final Course course;
  private final Journal journal;
  private final Founding founding;
  private final UnitRunner units;
  private final Connection connection;
  private final Optional<RunOutcome.Refused> refusal;

  private Engine(
      Course course,
      UnitRunner units,
      Journal journal,
      Founding founding,
      Connection connection,
      Optional<RunOutcome.Refused> refusal) {
    this.course = course;
    this.journal = journal;
    this.founding = founding;
    this.connection = connection;
    this.refusal = refusal;
    this.units = units;
  }

  /** Likewise, where nobody else works. */
  public static Engine open(Plan plan, DatabaseUrl url, Clock clock, Observer observer) {
    return open(plan.course(), url, clock, observer, Founding.NOTHING, Traffic.NOBODY);
  }

  /**
   * Connects and takes the run's lock; without it every call is refused.
   *
   * @param founding is asked when the journal is made, that is, at most once in a run
   * @param traffic to which walks give way
   */
  public static Engine open(
      Course course,
      DatabaseUrl url,
      Clock clock,
      Observer observer,
      Founding founding,
      Traffic traffic) {
    Connection connection = new Connection(url);
    Journal journal = new Journal(course.hash(), clock);
    UnitRunner units = new UnitRunner(course.pace(), connection, journal, observer, traffic);
    return new Engine(
        course, units, journal, founding, connection, refusal(course.hash(), connection));
  }

  private static Optional<RunOutcome.Refused> refusal(String plan, Connection connection) {
    Session session = connection.session();
    if (connection.unfit().isPresent()) {
      return connection.unfit().map(RunOutcome.Refused::new);
    }
    if (!connection.locked()) {
      List<String> holders = session.query(HOLDER, row -> row.text("holder"));
      return Optional.of(
          new RunOutcome.Refused(
              RunOutcome.Cause.BUSY, "another run is at work: " + String.join("; ", holders)));
    }
    List<Entry> entries = Journal.read(session);
    Optional<Entry> broken = Journal.firstBroken(entries);
    if (broken.isPresent()) {
      return Optional.of(
          new RunOutcome.Refused("the journal was changed at entry " + broken.get().seq()));
    }
    return entries.stream()
        .filter(entry -> !entry.plan().equals(plan))
        .findFirst()
        .map(
            entry ->
                new RunOutcome.Refused(
                    "the database is in the middle of another plan, " + entry.plan()));
  }

  /** The server's process that works for us. */
  public int backendPid() {
    return connection.pid();
  }

  /**
   * Whom the unit that runs waits for at this moment; empty if for nobody that was seen. May be
   * asked from any thread.
   */
  public List<String> waitsFor() {
    return units.waitsFor();
  }

  /** Takes every step that is not through yet forward, up to the end of the phase. */
  public RunOutcome forward(Phase through) {
    Optional<RunOutcome> hindered = hindered();
    if (hindered.isPresent()) {
      return hindered.get();
    }
    Reading reading = new Reading();
    for (Step step : course.steps()) {
      if (step.phase().compareTo(through) > 0) {
        break;
      }
      Progress progress = reading.progress();
      RunOutcome outcome =
          switch (progress.state(step)) {
            case DONE -> new RunOutcome.Completed();
            case PENDING, STARTED -> forward(step);
            case UNDOING ->
                new RunOutcome.Failed(
                    step.id(), step.title(), "its way back has begun: roll back first", List.of());
          };
      if (!(outcome instanceof RunOutcome.Completed)) {
        return outcome;
      }
    }
    return new RunOutcome.Completed();
  }

  /** Where the lock went, a new engine looks how things stand and takes it if it is to be had. */
  private Optional<RunOutcome> hindered() {
    String lost = "the run's lock went with it: open a new engine";
    return refusal.isPresent() || connection.locked()
        ? refusal.map(RunOutcome.class::cast)
        : Optional.of(new RunOutcome.Broken("the run", "the connection", lost));
  }

  private RunOutcome forward(Step step) {
    boolean journalled = Journal.exists(connection.session());
    boolean creates = !journalled && step.forward() instanceof Action.Transaction;
    if (!journalled && !creates) {
      // before there is a journal, only checks run, and they can run again
      return units.verifyOnly(new Observer.Unit(step, step.id(), 0, step.forward()));
    }
    List<String> before =
        creates
            ? course.steps().stream().map(Step::id).takeWhile(id -> !id.equals(step.id())).toList()
            : List.of();
    return units.forward(
        new Observer.Unit(step, step.id(), 0, step.forward()),
        session -> {
          if (creates) {
            founding.found(session, journal);
            before.forEach(id -> journal.append(session, Entry.Kind.DONE, id, ""));
          }
        });
  }

  /**
   * Takes back every step that went forward or may have begun to, newest first, down to the
   * beginning of the phase.
   */
  public RunOutcome back(Phase downTo) {
    Optional<RunOutcome> hindered = hindered();
    if (hindered.isPresent()) {
      return hindered.get();
    }
    Reading reading = new Reading();
    boolean served = false;
    boolean some = false;
    for (Step step : course.steps().reversed()) {
      if (step.phase().compareTo(downTo) < 0) {
        break;
      }
      if (step.phase() == Phase.CONTRACT && !served) {
        served = true;
        RunOutcome outcome = serveAgain();
        if (!(outcome instanceof RunOutcome.Completed)) {
          return outcome;
        }
        reading = new Reading();
      }
      if (step.phase() == Phase.PREPARATION) {
        // whose way back takes the journal away
        reading = new Reading();
      }
      Progress progress = reading.progress();
      if (progress.state(step) != Progress.State.PENDING) {
        some = true;
        RunOutcome outcome = back(step, progress);
        if (!(outcome instanceof RunOutcome.Completed)) {
          return outcome;
        }
      }
    }
    boolean walked =
        served && !course.steps(Phase.CONTRACT).stream().allMatch(Engine::waitsForScansOnly);
    return walked && downTo == Phase.CONTRACT && some
        ? tellThatItServes()
        : new RunOutcome.Completed();
  }

  /**
   * Clients of the old shape shall not wait for what takes the longer the larger a table is: of
   * each step of {@code contract} first the units up to the first of those, newest step first; the
   * rest comes in its turn.
   */
  private RunOutcome serveAgain() {
    Progress progress = progress();
    List<Step> begun =
        course.steps(Phase.CONTRACT).reversed().stream()
            .filter(step -> progress.state(step) != Progress.State.PENDING)
            .takeWhile(Engine::waitsForScansOnly)
            .toList();
    boolean some = false;
    for (Step step : begun) {
      int prompt = (int) step.back().stream().takeWhile(action -> !action.growsWithRows()).count();
      if (prompt > 0 && !progress.undone(step, prompt)) {
        RunOutcome outcome = back(step, progress, prompt);
        if (!(outcome instanceof RunOutcome.Completed)) {
          return outcome;
        }
        some = true;
      }
    }
    boolean all = course.steps(Phase.CONTRACT).stream().allMatch(Engine::waitsForScansOnly);
    return some && all ? tellThatItServes() : new RunOutcome.Completed();
  }

  private RunOutcome tellThatItServes() {
    units.servesAgain();
    return note(Entry.Kind.NOTE, Phase.CONTRACT.word(), SERVES_AGAIN);
  }

  private static boolean waitsForScansOnly(Step step) {
    return step.back().stream().allMatch(Action.Transaction.class::isInstance);
  }

  private RunOutcome back(Step step, Progress progress) {
    return step.back().isEmpty()
        ? units.nothingToUndo(step)
        : back(step, progress, step.back().size());
  }

  /**
   * @param through the last unit that is taken, from 1
   */
  private RunOutcome back(Step step, Progress progress, int through) {
    for (int number = 1; number <= through; number++) {
      if (!progress.undone(step, number)) {
        Observer.Unit unit =
            new Observer.Unit(
                step, step.id() + "/back-" + number, number, step.back().get(number - 1));
        RunOutcome outcome = units.back(unit, number == step.back().size());
        if (!(outcome instanceof RunOutcome.Completed)) {
          return outcome;
        }
      }
    }
    return new RunOutcome.Completed();
  }

  /**
   * Drops all that was kept for a way back, and the journal: after this there is none.
   *
   * @param guard a statement in the same transaction that fails if it may not go
   */
  public RunOutcome end(String guard) {
    Optional<RunOutcome> hindered = hindered();
    if (hindered.isPresent()) {
      return hindered.get();
    }
    Action drop =
        new Action.Transaction(
            "Drop what was kept for the way back", List.of(guard, "DROP SCHEMA ripcord CASCADE"));
    return units.back(new Observer.Unit(course.steps().getFirst(), "end", 1, drop), false);
  }

  /** Whether every step of the plan went forward. */
  public boolean complete() {
    return progress().complete(course.steps());
  }

  /** Whether nothing may be done because somebody else has the run. */
  public boolean busy() {
    return refusal.map(RunOutcome.Refused::cause).equals(Optional.of(RunOutcome.Cause.BUSY));
  }

  /** Why nothing may be done; empty if the run is ours. */
  public Optional<String> refusal() {
    return refusal.map(RunOutcome.Refused::reason);
  }

  /**
   * Writes down what is of the run and not of a step; nothing, while there is no journal.
   *
   * @param unit that it is about, such as a phase's word
   */
  public RunOutcome note(Entry.Kind kind, String unit, String detail) {
    Optional<RunOutcome> hindered = hindered();
    if (hindered.isPresent()) {
      return hindered.get();
    }
    if (!Journal.exists(connection.session())) {
      return new RunOutcome.Completed();
    }
    try {
      if (units.write(kind, unit, detail) == Session.Commit.COMMITTED
          || written(kind, unit, detail)) {
        return new RunOutcome.Completed();
      }
      return new RunOutcome.Broken(
          unit, detail, "the connection broke while it was written down: resume");
    } catch (LockLost lost) {
      return new RunOutcome.Broken(unit, detail, String.valueOf(lost.getMessage()));
    }
  }

  /** The connection broke at COMMIT: look, never guess. */
  private boolean written(Entry.Kind kind, String unit, String detail) {
    if (!connection.reconnect()) {
      return false;
    }
    List<Entry> entries = Journal.read(connection.session());
    Entry last = entries.isEmpty() ? null : entries.getLast();
    return last != null
        && last.kind() == kind
        && last.unit().equals(unit)
        && last.detail().equals(detail);
  }

  /** Has the server cancel what it is doing for us; from any thread. */
  public void cancel() {
    connection.session().cancel();
  }

  /** The journal as it is now. */
  public List<Entry> journal() {
    return Journal.read(connection.session());
  }

  /**
   * The journal read once for many steps: while the lock is ours nobody else writes it, and a
   * step's entries say nothing of another step. A connection that had to be replaced left the lock
   * to anybody for a moment, so it is read anew.
   */
  private final class Reading {
    private Session by = connection.session();
    private Progress read = Engine.this.progress();

    Progress progress() {
      if (by != connection.session()) {
        by = connection.session();
        read = Engine.this.progress();
      }
      return read;
    }
  }

  /** How far the run got. */
  public Progress progress() {
    return Progress.of(Journal.read(connection.session()));
  }

  /** How far walks got that are not through, to be compared with the same of another moment. */
  public String walked() {
    return Journal.exists(connection.session()) ? Places.all(connection.session()) : "";
  }

  /** Drops the connection without a word, as the death of this process would. */
  public void kill() {
    connection.session().abort();
  }

  /** Lets go of the lock and the connection. */
  @Override
  public void close() {
    units.close();
    connection.close();
  }
}
