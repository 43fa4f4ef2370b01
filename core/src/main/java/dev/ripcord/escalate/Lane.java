package dev.ripcord.escalate;

import dev.ripcord.escalate.Carrier.Carried;
import dev.ripcord.migration.Channel;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import dev.ripcord.secret.Secrets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The letters of one channel, in their order, on a thread of their own. */
final class Lane {
  /** More than this wait only where nobody is at the other end. */
  static final int MOST_WAITING = 64;

  /** However long the other side wants to be left alone. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  private final Channel channel;
  private final Outbox.Means means;
  private final Messenger.Listener listener;
  private final Deque<Letter> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean ending;

  Lane(Channel channel, Outbox.Means means, Messenger.Listener listener) {
    this.channel = channel;
    this.means = means;
    this.listener = listener;
    // one of the platform: whatever holds the few carriers of virtual ones must not hold this
    this.thread =
        Thread.ofPlatform().daemon().name("ripcord channel " + channel.key()).start(this::work);
  }

  /** Of too many the oldest goes: what is newest counts most. */
  void put(Letter letter) {
    Letter dropped = null;
    boolean late;
    synchronized (waiting) {
      late = ending;
      if (!late) {
        if (waiting.size() == MOST_WAITING) {
          dropped = waiting.poll();
        }
        waiting.add(letter);
        waiting.notifyAll();
      }
    }
    if (late) {
      listener.heard(new Delivery.GivenUp(channel.key(), letter, 0, "ripcord ends"));
    }
    if (dropped != null) {
      listener.heard(
          new Delivery.GivenUp(
              channel.key(), dropped, 0, MOST_WAITING + " newer messages wait for this channel"));
    }
  }

  void end() {
    synchronized (waiting) {
      ending = true;
      waiting.notifyAll();
    }
  }

  /**
   * Until all is delivered or given up, or the time is over.
   *
   * @return whether nothing is under way any more
   */
  boolean await(Duration longest) {
    try {
      return longest.isZero() ? !thread.isAlive() : thread.join(longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What is left is given up, and said to be. */
  void giveUp() {
    thread.interrupt();
  }

  private void work() {
    for (Letter letter = next(); letter != null; letter = next()) {
      try {
        listener.heard(delivered(letter));
      } catch (RuntimeException | Error e) {
        // whatever one letter does to us, the next ones must still get out
        String why = "ripcord failed: " + e.getClass().getSimpleName();
        listener.heard(new Delivery.GivenUp(channel.key(), letter, 0, why));
      }
    }
  }

  private @Nullable Letter next() {
    synchronized (waiting) {
      while (waiting.isEmpty() && !ending) {
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
      return waiting.poll();
    }
  }

  private Delivery delivered(Letter letter) {
    return switch (means.secrets().find(channel.secrets())) {
      case Secrets.Found.Missing it ->
          new Delivery.GivenUp(channel.key(), letter, 0, String.join(", ", it.why()));
      case Secrets.Found.All it -> carried(letter, it.filling());
    };
  }

  private Delivery carried(Letter letter, Filling filling) {
    List<String> hidden = new ArrayList<>(filling.values());
    hidden.addAll(means.hidden());
    Carrier carrier = Carrier.of(channel, filling, new Redactor(hidden), means.clock());
    for (int attempt = 1; ; attempt++) {
      if (Thread.currentThread().isInterrupted()) {
        return new Delivery.GivenUp(channel.key(), letter, attempt - 1, "ripcord ends");
      }
      switch (carrier.carry(letter)) {
        case Carried.Taken it -> {
          return new Delivery.Sent(channel.key(), letter, attempt);
        }
        case Carried.Failed it -> {
          boolean last = attempt > channel.patience().retries();
          if (last || !it.again() || !rested(pause(attempt, it.after()))) {
            return new Delivery.GivenUp(channel.key(), letter, attempt, it.reason());
          }
        }
      }
    }
  }

  /** 1, 2, 4, 8, 16, 30 seconds, each up to half as much more; or what the other side asked for. */
  private Duration pause(int attempt, Optional<Duration> asked) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    Duration base = doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    Duration back = base.plusMillis((long) (means.random().nextDouble() * base.toMillis() / 2));
    Duration wanted = asked.filter(time -> time.compareTo(back) > 0).orElse(back);
    return wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
  }

  private boolean rested(Duration time) {
    try {
      means.pause().sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
