package dev.ripcord.run;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.execute.Traffic;
import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The engine with its heartbeat: one process that has the run. */
final class Controller implements AutoCloseable {
  /** SQLSTATE query_canceled. */
  private static final String CANCELLED = "57014";

  private final RunDocument document;
  private final DatabaseUrl url;
  private final Engine engine;
  private final Heartbeat heartbeat;
  private final Signals signals;
  private final Teller teller;

  private Controller(
      RunDocument document,
      DatabaseUrl url,
      Engine engine,
      Heartbeat heartbeat,
      Signals signals,
      Teller teller) {
    this.document = document;
    this.url = url;
    this.engine = engine;
    this.heartbeat = heartbeat;
    this.signals = signals;
    this.teller = teller;
  }

  /**
   * @param seat whose run it is, and where events go
   */
  static Controller open(RunDocument document, Seat seat) {
    Heartbeat heartbeat =
        Heartbeat.start(seat.url(), seat.who(), seat.clock().instant(), seat.signals());
    Teller teller = new Teller(heartbeat, seat);
    try {
      Engine engine =
          Engine.open(
              document.course(),
              seat.url(),
              seat.clock(),
              teller,
              (session, journal) -> {
                RunStore.write(session, document);
                journal.append(session, Entry.Kind.BEGUN, document.identity().id(), seat.opening());
              },
              Traffic.CLIENTS);
      return new Controller(document, seat.url(), engine, heartbeat, seat.signals(), teller);
    } catch (RuntimeException | Error e) {
      heartbeat.close();
      throw e;
    }
  }

  /**
   * Where a controller sits.
   *
   * @param opening what the journal's first entry says
   */
  record Seat(
      DatabaseUrl url,
      String who,
      Clock clock,
      Signals signals,
      RunEvent.Listener listener,
      String opening) {}

  RunDocument document() {
    return document;
  }

  Optional<String> refusal() {
    return engine.refusal();
  }

  Standing standing() {
    return Standing.of(document.course(), engine.journal());
  }

  /** A short look at the database beside the engine. */
  <T> T look(Function<Session, T> question) {
    try (Session session = Session.open(url, "ripcord look")) {
      return question.apply(session);
    }
  }

  /** Marks requests as taken. */
  void takeRequests(Predicate<Request> which) {
    try (Session session = Session.open(url, "ripcord look")) {
      Requests.open(session).stream()
          .filter(which)
          .forEach(request -> Requests.take(session, request));
    }
  }

  /** Is called when clients of the old shape are served again. */
  void onServing(Runnable told) {
    teller.serving = told;
  }

  void at(State state) {
    heartbeat.at(state);
  }

  /** Takes steps; what is asked for meanwhile interrupts it, also in a long statement. */
  RunOutcome take(Function<Engine, RunOutcome> stretch) {
    signals.cancelling(engine::cancel);
    try {
      RunOutcome outcome = stretch.apply(engine);
      if (outcome instanceof RunOutcome.Broken broken) {
        throw new Broken(broken.reason());
      }
      return outcome;
    } catch (DatabaseException e) {
      if (e.sqlState().equals(CANCELLED)) {
        // the cancel met the engine between two units
        signals.check();
      }
      throw e;
    } finally {
      signals.letGo();
    }
  }

  /** The connection broke and the journal tells how far it got: a new controller goes on. */
  static final class Broken extends dev.ripcord.problem.RipcordException {
    private static final long serialVersionUID = 1L;

    private Broken(String reason) {
      super(dev.ripcord.problem.ProblemCode.STOPPED, reason);
    }
  }

  /**
   * Writes it down.
   *
   * @throws Unwritten if it cannot be
   * @throws Broken if the connection broke: a new controller finds out whether it is
   */
  void note(Entry.Kind kind, String unit, String detail) {
    RunOutcome outcome = engine.note(kind, unit, detail);
    if (outcome instanceof RunOutcome.Broken broken) {
      throw new Broken(broken.reason());
    }
    if (!(outcome instanceof RunOutcome.Completed)) {
      throw new Unwritten(outcome);
    }
  }

  /** The journal could not be written: nothing may be done that it would not know of. */
  static final class Unwritten extends dev.ripcord.problem.RipcordException {
    private static final long serialVersionUID = 1L;

    private Unwritten(RunOutcome outcome) {
      super(
          dev.ripcord.problem.ProblemCode.STOPPED,
          switch (outcome) {
            case RunOutcome.Completed completed -> "";
            case RunOutcome.Failed failed -> failed.reason();
            case RunOutcome.Broken broken -> broken.reason();
            case RunOutcome.Refused refused -> refused.reason();
          });
    }
  }

  List<Entry> journal() {
    return engine.journal();
  }

  /** From here on nobody shall look into the run's tables: they are about to go. */
  void quiet() {
    heartbeat.close();
  }

  @Override
  public void close() {
    heartbeat.close();
    engine.close();
  }

  /** Passes on what the engine does, and stops it where it was asked to stop. */
  private static final class Teller implements Observer {
    private final Heartbeat heartbeat;
    private final Seat seat;
    private long began = System.nanoTime();
    private long rowsAtStart = -1;
    private Runnable serving = () -> {};

    private Teller(Heartbeat heartbeat, Seat seat) {
      this.heartbeat = heartbeat;
      this.seat = seat;
    }

    @Override
    public void starting(Unit unit) {
      seat.signals().check();
      began = System.nanoTime();
      rowsAtStart = -1;
      heartbeat.at(new State(unit.id(), unit.action().title(), State.Walk.NONE));
      seat.listener()
          .event(new RunEvent.StepStarted(unit.id(), unit.action().title(), unit.forward()));
    }

    @Override
    public void servesAgain() {
      serving.run();
    }

    @Override
    public void batch(Unit unit, Batch batch) {
      if (rowsAtStart < 0) {
        rowsAtStart = batch.changed();
        began = System.nanoTime();
      }
      State.Walk walk = walk(batch);
      heartbeat.at(new State(unit.id(), unit.action().title(), walk));
      seat.listener()
          .event(
              new RunEvent.Batch(
                  unit.id(),
                  batch.pass(),
                  walk.percent(),
                  walk.rows(),
                  walk.rowsPerSecond(),
                  walk.held()));
      seat.signals().check();
    }

    private State.Walk walk(Batch batch) {
      double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
      long rate = Math.round((batch.changed() - rowsAtStart) / seconds);
      double share =
          batch.endBlock() == 0 ? 1 : (double) batch.block() / Math.max(1, batch.endBlock());
      long left = share <= 0 ? -1 : Math.round(seconds / share - seconds);
      return new State.Walk(
          (int) Math.round(Math.min(1, share) * 100), batch.changed(), rate, left, batch.held());
    }

    @Override
    public void blocked(Unit unit, int attempt, String blockers) {
      seat.listener().event(new RunEvent.Blocked(unit.id(), attempt, blockers));
      heartbeat.at(
          new State(
              unit.id(),
              unit.action().title() + ", waiting for a lock " + blockers,
              State.Walk.NONE));
      seat.signals().check();
    }

    @Override
    public void finished(Unit unit, Measured measured) {
      seat.listener()
          .event(
              new RunEvent.StepDone(
                  unit.id(),
                  unit.action().title(),
                  unit.forward(),
                  measured.took(),
                  measured.changed()));
    }
  }
}
