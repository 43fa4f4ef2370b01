package dev.ripcord.vigil;

import dev.ripcord.escalate.Alert;
import dev.ripcord.escalate.Escalator;
import dev.ripcord.escalate.Event;
import dev.ripcord.escalate.Notice;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.SideSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls people, and keeps the clock of their answers, on a thread of its own: whoever raises it
 * goes on at once. Also while the database is away people are called; what was not written down
 * then, is afterwards.
 */
public final class Alarm implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(500);

  private final Escalator escalator;
  private final InstantSource clock;
  private final Consumer<Told> listener;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ripcord-alarm").factory());

  private final Optional<SideSession> book;

  /** As it was last, for whoever must not wait until the database answers. */
  private volatile List<Alert> alerts;

  private volatile boolean closed;
  private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();

  /**
   * @param database opens sessions where alerts outlive the process and others answer; absent where
   *     none is written
   * @param listener is told what people are told, on the alarm's thread
   */
  public Alarm(
      Escalator escalator,
      Optional<Supplier<Session>> database,
      InstantSource clock,
      Consumer<Told> listener) {
    this.escalator = escalator;
    this.clock = clock;
    this.listener = listener;
    this.alerts = escalator.alerts();
    this.book =
        database.map(
            opener -> SideSession.start("ripcord-alerts", TICK, opener, this::keep, this::keep));
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            () -> safely(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What people are told.
   *
   * @param unacknowledged alerts that nobody has acknowledged yet
   */
  public record Told(Notice notice, int unacknowledged) {
    /** In one line. */
    public String words() {
      Alert alert = notice.alert();
      String subject =
          "alert " + alert.id() + ", " + alert.level() + ", " + alert.cause().subject();
      return switch (notice.kind()) {
        case RAISED -> subject + " is raised: " + alert.cause().seen();
        case ROSE -> subject + " is worse now: " + alert.cause().seen();
        case ESCALATED -> subject + ": nobody answered at the level before";
        case REPEATED -> subject + ": nobody has answered yet";
        case ACKNOWLEDGED ->
            subject
                + " is acknowledged"
                + alert.acknowledged().map(it -> " by " + it.by()).orElse("");
        case RESOLVED -> subject + " is over";
      };
    }
  }

  /** Something happened. */
  public void raise(Event event, Optional<Phase> phase, String seen, String doing) {
    Alert.Cause cause =
        new Alert.Cause(event.kind(), event.name(), phase.map(Phase::word).orElse(""), seen, doing);
    later(() -> heard(escalator.raise(event, cause, clock.instant())));
  }

  /** What was raised under this name is over, whatever kind it was of. */
  public void over(String name) {
    later(() -> resolve(name));
  }

  /** What was raised under this name because nobody could see is over. */
  void seesAgain(String name) {
    later(() -> heard(escalator.resolve(Event.Kind.BLIND, name, clock.instant())));
  }

  /** Everything is over. */
  public void allOver() {
    later(
        () -> open().stream().map(alert -> alert.cause().name()).distinct().forEach(this::resolve));
  }

  private void resolve(String name) {
    for (Event.Kind kind : Event.Kind.values()) {
      heard(escalator.resolve(kind, name, clock.instant()));
    }
  }

  /** Tells the audiences; see {@link Escalator#announce}. */
  public void announce(String moment, String phase, String reason) {
    later(() -> escalator.announce(moment, phase, reason));
  }

  /** Whether somebody has acknowledged what is open under this name, and saw it. */
  public boolean answered(String name) {
    List<Alert> same =
        open().stream()
            .filter(alert -> alert.cause().kind() != Event.Kind.BLIND)
            .filter(alert -> alert.cause().name().equals(name))
            .toList();
    return !same.isEmpty() && same.stream().noneMatch(Alert::waiting);
  }

  /** Alerts that are not over. */
  public List<Alert> open() {
    return alerts.stream().filter(Alert::open).toList();
  }

  private void later(Runnable work) {
    if (!closed) {
      thread.execute(() -> safely(work));
    }
  }

  /** What fails once, such as a listener, must not end the clock. */
  private void safely(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      trouble.set(e);
    }
  }

  /** What failed since the last time that this was asked, if anything did. */
  public Optional<Throwable> trouble() {
    return Optional.ofNullable(trouble.getAndSet(null));
  }

  /** Where nobody can answer, silence says nothing. */
  private void tick() {
    if (book.isEmpty()) {
      return;
    }
    heard(escalator.tick(clock.instant()));
  }

  /** What cannot be written now is with the next look, also where our table is not there yet. */
  private void keep(Session session) {
    List<Notice> acknowledged = escalator.keep(session, clock.instant());
    later(() -> heard(acknowledged));
  }

  private void heard(List<Notice> notices) {
    alerts = escalator.alerts();
    int waiting = (int) alerts.stream().filter(Alert::waiting).count();
    notices.forEach(notice -> listener.accept(new Told(notice, waiting)));
  }

  /** Lets what was raised be written down, and looks into the database no more. */
  public void quiet() {
    CountDownLatch raised = new CountDownLatch(1);
    later(raised::countDown);
    try {
      boolean unused = raised.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    book.ifPresent(SideSession::close);
  }

  /** Lets what was raised be told, and takes no more; what becomes of it is written down still. */
  public void end() {
    closed = true;
    thread.shutdown();
    try {
      boolean told = thread.awaitTermination(5, TimeUnit.SECONDS);
      if (!told) {
        List<Runnable> unused = thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets what was raised be told and written down, and ends. */
  @Override
  public void close() {
    end();
    book.ifPresent(SideSession::close);
  }
}
