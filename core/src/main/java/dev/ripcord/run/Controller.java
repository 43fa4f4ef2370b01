package dev.ripcord.run;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.execute.Traffic;
import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.validate.Start;
import dev.ripcord.validate.Subject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The engine with its heartbeat: one process that has the run. */
final class Controller implements AutoCloseable {
  /** SQLSTATE query_canceled. */
  private static final String CANCELLED = "57014";

  private final RunDocument document;
  private final Seat seat;
  private final Engine engine;
  private final Heartbeat heartbeat;
  private final Teller teller;

  private Controller(
      RunDocument document, Seat seat, Engine engine, Heartbeat heartbeat, Teller teller) {
    this.document = document;
    this.seat = seat;
    this.engine = engine;
    this.heartbeat = heartbeat;
    this.teller = teller;
  }

  /**
   * @param seat whose run it is, and where events go
   */
  static Controller open(RunDocument document, Seat seat) {
    return open(document, seat, transaction -> {});
  }

  /**
   * @param founding is told the number of the transaction that makes the journal, before its end
   */
  static Controller open(RunDocument document, Seat seat, Consumer<String> founding) {
    Heartbeat heartbeat = Heartbeat.start(seat);
    Teller teller = new Teller(heartbeat, seat);
    try {
      Engine engine =
          Engine.open(
              document.course(),
              seat.url(),
              seat.clock(),
              teller,
              (session, journal) -> {
                founding.accept(RunStore.transaction(session));
                RunStore.write(session, document);
                journal.append(session, Entry.Kind.BEGUN, document.identity().id(), seat.opening());
                Start start =
                    Start.read(session, Subject.tables(document.course(), document.before()));
                journal.append(session, Entry.Kind.START, "surroundings", start.line());
              },
              Traffic.CLIENTS);
      return new Controller(document, seat, engine, heartbeat, teller);
    } catch (RuntimeException | Error e) {
      heartbeat.close();
      throw e;
    }
  }

  /**
   * Where a controller sits.
   *
   * @param opening what the journal's first entry says
   * @param board where the watch shows what triggers say
   */
  record Seat(
      DatabaseUrl url,
      String who,
      Clock clock,
      Signals signals,
      RunEvent.Listener listener,
      String opening,
      Board board) {}

  RunDocument document() {
    return document;
  }

  Optional<String> refusal() {
    return engine.refusal();
  }

  /** Whether it is refused because somebody else has the run. */
  boolean busy() {
    return engine.busy();
  }

  Standing standing() {
    return Standing.of(document.course(), engine.journal());
  }

  /** A short look at the rows of ours beside the engine. */
  <T> T look(Function<Session, T> question) {
    try (Session session = open(Look.BRIEF)) {
      return question.apply(session);
    }
  }

  private Session open(Duration patience) {
    return new Room(seat.signals(), seat.listener())
        .open(() -> Look.open(seat.url(), "ripcord look", patience));
  }

  /** What is not as it was at the start. */
  List<String> differences() {
    try (Session session = open(Look.LONG)) {
      return WayBack.differences(session, document);
    }
  }

  /** Marks requests as taken. */
  void takeRequests(Predicate<Request> which) {
    try (Session session = open(Look.BRIEF)) {
      Requests.open(session).stream()
          .filter(which)
          .forEach(request -> Requests.take(session, request));
    }
  }

  /** Is told how a way back goes. */
  void onTheWayBack(Teller.Returning told) {
    teller.onTheWayBack(told);
  }

  void at(State state) {
    heartbeat.at(state);
  }

  /** Takes steps; what is asked for meanwhile interrupts it, also in a long statement. */
  RunOutcome take(Function<Engine, RunOutcome> stretch) {
    seat.signals().cancelling(engine::cancel);
    try {
      RunOutcome outcome = stretch.apply(engine);
      if (outcome instanceof RunOutcome.Broken broken) {
        throw new Broken(broken.reason());
      }
      return outcome;
    } catch (DatabaseException e) {
      if (e.sqlState().equals(CANCELLED)) {
        // the cancel met the engine between two units
        seat.signals().check();
      }
      throw e;
    } finally {
      seat.signals().letGo();
    }
  }

  /** The connection broke and the journal tells how far it got: a new controller goes on. */
  static final class Broken extends RipcordException {
    private static final long serialVersionUID = 1L;

    private Broken(String reason) {
      super(ProblemCode.STOPPED, reason);
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
  static final class Unwritten extends RipcordException {
    private static final long serialVersionUID = 1L;

    private Unwritten(RunOutcome outcome) {
      super(
          ProblemCode.STOPPED,
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

  /**
   * How far the run got, to be compared with how far it got before: that something was begun, or
   * noted, is nothing gained.
   */
  String gained(List<Entry> journal) {
    long entries =
        journal.stream()
            .filter(entry -> entry.kind() != Entry.Kind.STARTED)
            .filter(entry -> entry.kind() != Entry.Kind.NOTE)
            .count();
    return entries + " " + engine.walked();
  }

  /** Writes the end of the run to the file that its journal is in. */
  void conclude(Path folder, Export.Closing last) {
    Export.conclude(folder, document, seat.clock(), last)
        .ifPresent(trouble -> seat.listener().event(new RunEvent.Note(trouble)));
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
}
