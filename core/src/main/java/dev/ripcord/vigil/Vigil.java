package dev.ripcord.vigil;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.escalate.Event;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Poller;
import dev.ripcord.metric.Reading;
import dev.ripcord.metric.Sources;
import dev.ripcord.metric.Steadiness;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Trigger;
import dev.ripcord.watch.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches a run on a thread of its own. Neither a source that hangs nor a channel that is dead
 * delays what it decides: both are waited for elsewhere.
 */
public final class Vigil implements AutoCloseable {
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  private final Poller poller;
  private final Alarm alarm;
  private final InstantSource clock;
  private final Post post;
  private final Duration step;
  private final Thread thread;
  private final Map<String, Reading> seen = new HashMap<>();
  private volatile boolean closed;

  @GuardedBy("this")
  private final List<Guard> guards;

  @GuardedBy("this")
  private Optional<Map<String, Baseline>> baselines = Optional.empty();

  @GuardedBy("this")
  private Set<Phase> armed = Set.of();

  @GuardedBy("this")
  private final Steadiness steadiness = new Steadiness();

  @GuardedBy("this")
  private String lastFailure = "";

  private Vigil(Orders orders, Poller poller, Alarm alarm, InstantSource clock, Post post) {
    this.poller = poller;
    this.alarm = alarm;
    this.clock = clock;
    this.post = post;
    this.guards =
        new ArrayList<>(
            orders.triggers().stream()
                .map(
                    trigger -> new Guard(trigger, orders.limits(trigger), orders.patience(trigger)))
                .toList());
    this.step =
        orders.metrics().stream()
            .map(Metric::interval)
            .filter(interval -> interval.compareTo(LONGEST_STEP) < 0)
            .min(Duration::compareTo)
            .orElse(LONGEST_STEP);
    this.thread = Thread.ofPlatform().daemon().name("ripcord-vigil").unstarted(this::watch);
  }

  /** Is told what the watch sees, on its thread. */
  public interface Post {
    /**
     * A trigger says something else than before.
     *
     * @param counts whether it does in an armed phase
     */
    void judged(Trigger trigger, Verdict verdict, boolean counts);

    /** A trigger is breached that counts now. May be said twice of one breach, in two phases. */
    default void breached(Trigger trigger, Verdict verdict) {}

    /** The watch itself failed, in another way than the last time; it goes on. */
    void failed(Throwable failure);

    /** The clock was set, by so much; negative if back. All are judged anew from here. */
    void clockSet(Duration by);

    /** What people are told that is being done about a breach of this trigger. */
    String doing(Trigger trigger);

    /** The run must go back, because of this trigger. Asked once for each breach. */
    void back(Trigger trigger, String why);
  }

  /**
   * Begins to watch; nothing is armed yet.
   *
   * @param sources of the orders' metrics, which their owner closes after the watch
   */
  public static Vigil begin(
      Orders orders, Sources sources, Alarm alarm, InstantSource clock, Post post) {
    Poller poller = Poller.start(orders.watch().metrics(), sources, clock);
    Vigil vigil = new Vigil(orders, poller, alarm, clock, post);
    vigil.thread.start();
    return vigil;
  }

  /** From now on, the triggers that count in one of these phases act. */
  public synchronized void arm(Set<Phase> phases) {
    if (!armed.equals(phases)) {
      armed = Set.copyOf(phases);
      guards.forEach(Guard::hearAgain);
    }
  }

  /** From now on none does: the run goes back, or is at rest. */
  public synchronized void disarm() {
    armed = Set.of();
  }

  /**
   * What is usual, as far as it could be measured. Before this, triggers that compare with a
   * baseline say nothing.
   */
  public synchronized void compareWith(Collection<Baseline> measured) {
    Map<String, Baseline> byName = new HashMap<>();
    measured.forEach(each -> byName.put(each.metric(), each));
    baselines = Optional.of(Map.copyOf(byName));
    guards.stream().filter(Guard::comparesWith).forEach(Guard::forget);
  }

  /** The newest readings, for whoever measures a baseline of them. */
  public Map<String, Reading> readings() {
    return poller.readings();
  }

  /** What a trigger says. */
  public record Sight(Trigger trigger, Optional<Verdict> verdict) {}

  /** What all triggers say now. */
  public synchronized List<Sight> sights() {
    return guards.stream().map(guard -> new Sight(guard.trigger(), guard.verdict())).toList();
  }

  /** Something that keeps a phase from beginning. */
  public record Hold(Why why, String words) {}

  /** Kinds of {@link Hold}. */
  public enum Why {
    /** For a moment: its metrics have not been asked for yet. */
    UNJUDGED,
    /** It cannot be judged. */
    BLIND,
    /** It is breached, and nobody has answered for that. */
    BREACHED
  }

  /**
   * Why a phase must not begin: somebody who counts in it is blind, or sees something bad that
   * nobody has answered for. People are called for what is blind.
   */
  public synchronized List<Hold> holding(Phase next) {
    List<Hold> reasons = new ArrayList<>();
    for (Guard guard : guards) {
      if (guard.countsIn(next)) {
        Trigger trigger = guard.trigger();
        if (guard.verdict().isEmpty()) {
          reasons.add(new Hold(Why.UNJUDGED, trigger.key() + " has not been judged yet"));
        } else if (guard.blind()) {
          String blind = trigger.key() + " is blind: " + Words.of(guard.verdict().get());
          reasons.add(new Hold(Why.BLIND, blind));
          callForBlind(guard);
        } else if (guard.breached() && !alarm.answered(trigger.key())) {
          String breach = trigger.key() + " is breached: " + Words.of(guard.verdict().get());
          reasons.add(new Hold(Why.BREACHED, breach));
          callForBreach(guard, "Nothing is rolled back for that; the next phase is held.");
        }
      }
    }
    return List.copyOf(reasons);
  }

  private void watch() {
    while (!closed) {
      try {
        // nothing that waits, such as for a terminal or a database, under the lock
        look().forEach(Runnable::run);
      } catch (RuntimeException | Error e) {
        blinded(e);
      }
      LockSupport.parkNanos(step.toNanos());
    }
  }

  /** A watch that fails must not look like one that sees nothing bad: it holds every phase. */
  private void blinded(Throwable failure) {
    synchronized (this) {
      guards.forEach(Guard::forget);
      if (failure.toString().equals(lastFailure)) {
        return;
      }
      lastFailure = failure.toString();
    }
    try {
      post.failed(failure);
    } catch (RuntimeException | Error e) {
      // who cannot hear it finds every phase held
      return;
    }
  }

  /** What is to be done now: first what turns the run round, then what is told. */
  private synchronized List<Runnable> look() {
    Instant now = clock.instant();
    Map<String, Reading> fresh = fresh();
    List<Runnable> acts = new ArrayList<>();
    List<Runnable> tells = new ArrayList<>();
    Optional<Duration> jump = steadiness.jump(clock);
    if (jump.isPresent()) {
      guards.forEach(Guard::beginAnew);
      fresh = Map.of();
      tells.add(() -> post.clockSet(jump.get()));
    }
    for (Guard guard : guards) {
      if (baselines.isEmpty() && guard.comparesWith()) {
        // what is usual is still being measured
        continue;
      }
      if (guard.look(now, fresh, baselines.orElse(Map.of()))) {
        Trigger trigger = guard.trigger();
        Verdict said = guard.verdict().orElseThrow();
        boolean counts = armed.stream().anyMatch(guard::countsIn);
        tells.add(() -> post.judged(trigger, said, counts));
        if (guard.healthy()) {
          alarm.over(trigger.key());
        } else if (guard.breached()) {
          alarm.seesAgain(trigger.key());
        }
      }
      if (armed.stream().anyMatch(guard::countsIn) && guard.verdict().isPresent()) {
        act(guard, acts);
      }
    }
    acts.addAll(tells);
    return acts;
  }

  /** A reading that was there before is no further sample, whatever it says. */
  @SuppressWarnings("ReferenceEquality")
  private Map<String, Reading> fresh() {
    Map<String, Reading> fresh = new HashMap<>();
    poller
        .readings()
        .forEach(
            (metric, reading) -> {
              if (seen.put(metric, reading) != reading) {
                fresh.put(metric, reading);
              }
            });
    return fresh;
  }

  @GuardedBy("this")
  private void act(Guard guard, List<Runnable> acts) {
    Trigger trigger = guard.trigger();
    if (guard.breached()) {
      if (guard.worse(event(guard))) {
        callForBreach(guard, post.doing(trigger));
        Verdict said = guard.verdict().orElseThrow();
        acts.add(() -> post.breached(trigger, said));
      }
      if (guard.unheard() && trigger.autoExecute()) {
        String why = Words.of(guard.verdict().orElseThrow());
        acts.add(() -> post.back(trigger, why));
      }
    } else if (guard.blind() && guard.unheard()) {
      callForBlind(guard);
    }
  }

  @GuardedBy("this")
  private void callForBlind(Guard guard) {
    String key = guard.trigger().key();
    alarm.raise(
        new Event.Blind(key),
        armed.stream().findFirst(),
        Words.of(guard.verdict().orElseThrow()),
        "Nothing is rolled back for that; the next phase waits until it can be judged again.");
  }

  @GuardedBy("this")
  private void callForBreach(Guard guard, String doing) {
    alarm.raise(
        event(guard), armed.stream().findFirst(), Words.of(guard.verdict().orElseThrow()), doing);
  }

  private Event event(Guard guard) {
    Trigger trigger = guard.trigger();
    if (guard.asksFor("data_validation_failures")) {
      return new Event.Integrity(trigger.key());
    }
    if (guard.asksFor("availability")
        && seen.get("availability") instanceof Reading.Value value
        && value.value() <= 0) {
      return new Event.AvailabilityGone(trigger.key());
    }
    return new Event.Fired(trigger.key(), trigger.autoExecute());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    poller.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
