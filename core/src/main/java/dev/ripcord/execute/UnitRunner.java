package dev.ripcord.execute;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs one unit: with its journal entry, its success criteria, and bounded retries. */
final class UnitRunner implements AutoCloseable {
  /** So often a walk begins again whose criteria do not hold at its end. */
  private static final int WALKS = 5;

  private final Connection connection;
  private final Journal journal;
  private final Observer observer;
  private final LockPatience patience;
  private final Walker walker;
  private final LockSampler sampler;
  private final IndexBuilder indexes;

  UnitRunner(
      Pace pace, Connection connection, Journal journal, Observer observer, Traffic traffic) {
    this.connection = connection;
    this.journal = journal;
    this.observer = observer;
    this.sampler = new LockSampler(connection, observer.looksOn());
    this.patience = new LockPatience(pace, connection, journal, observer, sampler);
    this.walker = new Walker(pace, connection, observer, patience, journal, traffic);
    this.indexes = new IndexBuilder(patience);
  }

  /** A check before there is a journal. */
  RunOutcome verifyOnly(Observer.Unit unit) {
    observer.starting(unit);
    long start = System.nanoTime();
    if (!(unit.action() instanceof Action.Verify verify)) {
      throw new IllegalStateException("without a journal only checks run: " + unit.id());
    }
    Optional<RunOutcome.Failed> unmet =
        Outcomes.unmet(connection.session(), unit, verify.criteria());
    if (unmet.isPresent()) {
      return unmet.get();
    }
    observer.finished(unit, measured(start, 0, Map.of(), LockCare.NONE));
    return new RunOutcome.Completed();
  }

  /** Whom the unit that runs waits for. */
  List<String> waitsFor() {
    return sampler.tally().waitsFor();
  }

  /**
   * @param first what is written down before the unit's own entry, in the same transaction
   */
  RunOutcome forward(Observer.Unit unit, Completion first) {
    Completion completion =
        session -> {
          first.journal(session);
          journal.append(session, Entry.Kind.DONE, unit.id(), unit.step().title());
        };
    return run(unit, unit.step().success(), completion);
  }

  /**
   * @param last whether the step is undone thereby
   */
  RunOutcome back(Observer.Unit unit, boolean last) {
    Completion completion =
        session -> {
          if (Journal.exists(session)) { // the last unit of all takes the journal away
            journal.append(session, Entry.Kind.UNIT_UNDONE, unit.id(), unit.action().title());
            if (last) {
              journal.append(session, Entry.Kind.UNDONE, unit.step().id(), unit.step().title());
              // a walk that was rolled back half-way starts from the beginning next time
              Walker.forget(session, unit.step().id());
            }
          }
        };
    return run(unit, last ? unit.step().backSuccess() : List.of(), completion);
  }

  void servesAgain() {
    observer.servesAgain();
  }

  /** Writes an entry that is of the run and not of a unit. */
  Session.Commit write(Entry.Kind kind, String unit, String detail) {
    return patience.insistently(session -> journal.append(session, kind, unit, detail));
  }

  /** A step without a way back is undone by saying so. */
  RunOutcome nothingToUndo(Step step) {
    Observer.Unit unit = new Observer.Unit(step, step.id(), 0, step.forward());
    Session.Commit commit;
    try {
      commit =
          patience.insistently(
              session -> {
                journal.append(session, Entry.Kind.UNDONE, step.id(), step.title());
                Walker.forget(session, step.id());
              });
    } catch (LockLost lost) {
      return Outcomes.broken(unit, String.valueOf(lost.getMessage()));
    } catch (DatabaseException e) {
      return Outcomes.refused(unit, e);
    }
    return commit == Session.Commit.COMMITTED
        ? new RunOutcome.Completed()
        : lookAfterUnknown(unit, progress -> progress.state(step) == Progress.State.PENDING);
  }

  private static boolean through(Progress progress, Observer.Unit unit) {
    Progress.State state = progress.state(unit.step());
    return unit.forward()
        ? state == Progress.State.DONE
        // the last unit of a step makes it pending, and the last of all takes the journal away
        : state == Progress.State.PENDING || progress.undone(unit.step(), unit.number());
  }

  /** What is journalled when a unit is through, in the transaction that makes it so. */
  interface Completion {
    void journal(Session session);
  }

  private RunOutcome run(Observer.Unit unit, List<Criterion> criteria, Completion completion) {
    observer.starting(unit);
    long start = System.nanoTime();
    sampler.begin();
    try {
      RunOutcome outcome =
          switch (unit.action()) {
            case Action.Transaction transaction ->
                transaction(unit, transaction, criteria, completion, start);
            case Action.ConcurrentIndex index -> index(unit, index, criteria, completion, start);
            case Action.Walk walk -> walk(unit, walk, criteria, completion, start);
            case Action.Verify verify -> verify(unit, verify, completion, start);
            case Action.Manual manual ->
                Outcomes.failed(unit, "waits for a person: " + manual.instruction(), List.of());
          };
      return outcome;
    } catch (CriterionUnmet unmet) {
      return unmet.outcome();
    } catch (LockLost lost) {
      return Outcomes.broken(unit, String.valueOf(lost.getMessage()));
    } catch (DatabaseException e) {
      return Outcomes.refused(unit, e);
    } finally {
      sampler.end();
    }
  }

  private RunOutcome transaction(
      Observer.Unit unit,
      Action.Transaction transaction,
      List<Criterion> criteria,
      Completion completion,
      long start) {
    LockLimit limit = patience.growing();
    Settled done = new Settled();
    RunOutcome outcome =
        patience.insist(
            unit,
            limit,
            session -> {
              done.commit =
                  patience.transaction(
                      limit,
                      inside -> {
                        execute(inside, unit, transaction, limit);
                        Optional<RunOutcome.Failed> unmet = Outcomes.unmet(inside, unit, criteria);
                        if (unmet.isPresent()) {
                          throw new CriterionUnmet(unmet.get());
                        }
                        done.locks = HeldLocks.of(inside, null);
                        completion.journal(inside);
                        // last of all: whoever waits behind us now is let go by the COMMIT
                        sampler.tally().add(LockWaits.around(inside, null));
                      });
              return new RunOutcome.Completed();
            });
    return outcome instanceof RunOutcome.Completed ? settle(unit, done, start, 0) : outcome;
  }

  private void execute(
      Session inside, Observer.Unit unit, Action.Transaction transaction, LockLimit limit) {
    if (!Origin.isSql(unit.step().origin())) {
      transaction.statements().forEach(inside::execute);
      return;
    }
    for (String statement : transaction.statements()) {
      inside.execute(statement);
      // it may have set lock_timeout, as what pg_dump writes does
      patience.fence(inside, limit);
    }
    // whoever it has become cannot write our journal
    inside.execute(Connection.OURSELVES);
  }

  /** How the attempt ended that was not tried again. */
  private static final class Settled {
    private Session.Commit commit = Session.Commit.UNKNOWN;
    private Map<String, LockMode> locks = Map.of();
  }

  /**
   * After the last attempt, never within one: what is committed must not be tried again because
   * something fails that comes after it.
   */
  private RunOutcome settle(Observer.Unit unit, Settled done, long start, long changed) {
    if (done.commit == Session.Commit.UNKNOWN) {
      RunOutcome looked = lookAfterUnknown(unit, progress -> through(progress, unit));
      if (!(looked instanceof RunOutcome.Completed)) {
        return looked;
      }
    }
    if (Origin.isSql(unit.step().origin()) && !connection.restored()) {
      return Outcomes.broken(
          unit, "it is through, but has left settings that cannot be put back: resume");
    }
    Observer.Measured measured = measured(start, changed, done.locks, sampler.tally().care());
    sampler.end();
    try {
      patience.aside(
          session -> journal.append(session, Entry.Kind.MEASURED, unit.id(), measured.inWords()));
    } catch (LockLost lost) {
      // the unit is through all the same; the next one finds it out, and begins nothing
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      // likewise: the journal has no measurement of it
    }
    observer.finished(unit, measured);
    return new RunOutcome.Completed();
  }

  /** The connection broke at COMMIT: look, never guess. */
  private RunOutcome lookAfterUnknown(Observer.Unit unit, Predicate<Progress> through) {
    if (!connection.reconnect()) {
      return Outcomes.broken(
          unit, "the connection broke at COMMIT and the server has not decided yet: resume later");
    }
    return through.test(Progress.of(Journal.read(connection.session())))
        ? new RunOutcome.Completed()
        : Outcomes.broken(
            unit,
            "the connection broke at COMMIT; the journal shows that it did not happen: resume");
  }

  private RunOutcome index(
      Observer.Unit unit,
      Action.ConcurrentIndex index,
      List<Criterion> criteria,
      Completion completion,
      long start) {
    Optional<RunOutcome.Failed> theirs = indexes.notOurs(unit, index, connection.session());
    if (theirs.isPresent()) {
      return theirs.get();
    }
    Optional<RunOutcome> hindered = markStarted(unit);
    if (hindered.isPresent()) {
      return hindered.get();
    }
    RunOutcome built =
        patience.insist(
            unit,
            session -> {
              sampler.beginBuild();
              indexes.build(session, index);
              return new RunOutcome.Completed();
            });
    return built instanceof RunOutcome.Completed
        ? finish(unit, criteria, completion, start, 0, sampler.tally().locks())
        : built;
  }

  private RunOutcome walk(
      Observer.Unit unit,
      Action.Walk walk,
      List<Criterion> criteria,
      Completion completion,
      long start) {
    Optional<RunOutcome> hindered = markStarted(unit);
    if (hindered.isPresent()) {
      return hindered.get();
    }
    List<Criterion> all = Stream.concat(walk.criteria().stream(), criteria.stream()).toList();
    long changed = 0;
    for (int walks = 1; ; walks++) {
      Walker.Walked walked = walker.walk(unit, walk);
      if (walked.failure().isPresent()) {
        return walked.failure().get();
      }
      changed += walked.changed();
      try {
        return finish(
            unit,
            all,
            session -> {
              completion.journal(session);
              Walker.forget(session, unit.id());
            },
            start,
            changed,
            walked.locks());
      } catch (CriterionUnmet unmet) {
        if (walks == WALKS) {
          return unmet.outcome();
        }
        // clients moved rows from before us to behind us; a place at the end would find none of
        // them
        Walker.forget(connection.session(), unit.id());
      }
    }
  }

  private RunOutcome verify(
      Observer.Unit unit, Action.Verify verify, Completion completion, long start) {
    return finish(unit, verify.criteria(), completion, start, 0, Map.of());
  }

  private RunOutcome finish(
      Observer.Unit unit,
      List<Criterion> criteria,
      Completion completion,
      long start,
      long changed,
      Map<String, LockMode> locks) {
    Settled done = new Settled();
    done.locks = locks;
    RunOutcome outcome =
        patience.insist(
            unit,
            session -> {
              done.commit =
                  patience.transaction(
                      inside -> {
                        Optional<RunOutcome.Failed> unmet = Outcomes.unmet(inside, unit, criteria);
                        if (unmet.isPresent()) {
                          throw new CriterionUnmet(unmet.get());
                        }
                        completion.journal(inside);
                      });
              return new RunOutcome.Completed();
            });
    return outcome instanceof RunOutcome.Completed ? settle(unit, done, start, changed) : outcome;
  }

  /** From here on the way back must run, even if this is the last that we ever write. */
  private Optional<RunOutcome> markStarted(Observer.Unit unit) {
    if (!unit.forward()) {
      return Optional.empty();
    }
    Session.Commit commit =
        patience.insistently(
            session ->
                journal.append(session, Entry.Kind.STARTED, unit.id(), unit.action().title()));
    if (commit == Session.Commit.UNKNOWN) {
      // without the entry a rollback would not look for what we leave; it may be written twice
      boolean unused = connection.reconnect();
      return Optional.of(
          Outcomes.broken(unit, "the connection broke before anything was done: resume"));
    }
    return Optional.empty();
  }

  private static Observer.Measured measured(
      long start, long changed, Map<String, LockMode> locks, LockCare care) {
    return new Observer.Measured(Duration.ofNanos(System.nanoTime() - start), changed, locks, care);
  }

  @Override
  public void close() {
    sampler.close();
  }
}
