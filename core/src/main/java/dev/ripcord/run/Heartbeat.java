package dev.ripcord.run;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the database every second what the controller is at, and looks there for what people ask.
 * Its own session, its own thread: it must neither wait for the engine nor stop it.
 */
final class Heartbeat implements AutoCloseable {
  private static final String BEAT = SqlResource.of(Heartbeat.class, "beat");
  private static final String EXISTS = SqlResource.of(Heartbeat.class, "run-exists");
  private static final Duration EVERY = Duration.ofMillis(500);

  private final DatabaseUrl url;
  private final String who;
  private final Instant since;
  private final Signals signals;
  private final Thread thread;
  private volatile State state = State.STARTING;
  private volatile boolean stop;
  private @Nullable Session session;

  private Heartbeat(DatabaseUrl url, String who, Instant since, Signals signals) {
    this.url = url;
    this.who = who;
    this.since = since;
    this.signals = signals;
    this.thread = Thread.ofPlatform().daemon().name("ripcord-heartbeat").unstarted(this::beat);
  }

  static Heartbeat start(DatabaseUrl url, String who, Instant since, Signals signals) {
    Heartbeat heartbeat = new Heartbeat(url, who, since, signals);
    heartbeat.thread.start();
    return heartbeat;
  }

  void at(State now) {
    state = now;
  }

  State state() {
    return state;
  }

  private void beat() {
    while (!stop) {
      try {
        once();
      } catch (RuntimeException e) {
        // the engine meets the same trouble and reports it; a heart that stops would hear nobody
        drop();
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }
    sayGoodbye();
    drop();
  }

  private void once() {
    Session open = session;
    if (open == null) {
      open = Session.open(url, "ripcord heartbeat");
      session = open;
      open.execute("SET lock_timeout = '2s'; SET statement_timeout = '5s'");
    }
    if (!open.query(EXISTS, row -> row.flag("found")).getFirst()) {
      return;
    }
    open.update(BEAT, who, since.toString(), state.json());
    List<Request> requests = Requests.open(open);
    requests.stream()
        .filter(request -> request.kind() == Request.Kind.ROLLBACK)
        .findFirst()
        .ifPresent(request -> signals.ask(new Signals.Interrupt.TurnBack(request)));
  }

  /** What was going on is over; nobody shall read for hours that it is going on. */
  private void sayGoodbye() {
    if (state.what().isEmpty()) {
      return;
    }
    state = State.IDLE;
    try {
      once();
    } catch (DatabaseException e) {
      // the server is away, or our tables are; the last word stays what it was
      drop();
    }
  }

  private void drop() {
    Session open = session;
    session = null;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void close() {
    stop = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
