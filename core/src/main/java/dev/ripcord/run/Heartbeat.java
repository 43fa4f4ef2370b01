package dev.ripcord.run;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.SideSession;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells the database twice a second what the controller is at, and looks there for what people ask.
 * Its own session, its own thread: it must neither wait for the engine nor stop it.
 */
final class Heartbeat implements AutoCloseable {
  private static final String BEAT = SqlResource.of(Heartbeat.class, "beat");
  private static final String EXISTS = SqlResource.of(Heartbeat.class, "run-exists");
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Controller.Seat seat;
  private final Instant since;
  private volatile State state = State.STARTING;
  private Optional<SideSession> side = Optional.empty();

  private Heartbeat(Controller.Seat seat) {
    this.seat = seat;
    this.since = seat.clock().instant();
  }

  static Heartbeat start(Controller.Seat seat) {
    Heartbeat heart = new Heartbeat(seat);
    heart.side =
        Optional.of(
            SideSession.start(
                "ripcord-heartbeat", EVERY, heart::open, heart::beat, heart::sayGoodbye));
    return heart;
  }

  void at(State now) {
    state = now;
  }

  private Session open() {
    Session open = Look.open(seat.url(), "ripcord heartbeat", Look.BRIEF);
    open.execute("SET lock_timeout = '2s'; SET statement_timeout = '5s'");
    return open;
  }

  private void beat(Session session) {
    if (!session.query(EXISTS, row -> row.flag("found")).getFirst()) {
      return;
    }
    session.update(BEAT, seat.who(), since.toString(), state.seeing(seat.board().sights()).json());
    Requests.open(session).stream()
        .filter(request -> request.kind() == Request.Kind.ROLLBACK)
        .findFirst()
        .ifPresent(request -> seat.signals().ask(new Signals.Interrupt.TurnBack(request)));
  }

  /** What was going on is over; nobody shall read for hours that it is going on. */
  private void sayGoodbye(Session session) {
    if (!state.what().isEmpty()) {
      state = State.IDLE;
      beat(session);
    }
  }

  @Override
  public void close() {
    side.ifPresent(SideSession::close);
  }
}
