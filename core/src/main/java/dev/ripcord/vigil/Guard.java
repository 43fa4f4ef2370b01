package dev.ripcord.vigil;

import dev.ripcord.escalate.Event;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Trigger;
import dev.ripcord.watch.Limits;
import dev.ripcord.watch.TriggerWatch;
import dev.ripcord.watch.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A trigger on its watch. Not thread-safe. */
final class Guard {
  private final Trigger trigger;
  private final Limits limits;
  private final Set<String> unread;
  private final Duration patience;
  private TriggerWatch watch;
  private Optional<Verdict> verdict = Optional.empty();
  private Optional<Instant> begun = Optional.empty();
  private boolean seen;
  private boolean acted;
  private Optional<Event> called = Optional.empty();

  /**
   * @param patience so long after the beginning it may be blind without saying so: a probe counts
   *     only once it has been at it for a while
   */
  Guard(Trigger trigger, Limits limits, Duration patience) {
    this.patience = patience;
    this.trigger = trigger;
    this.limits = limits;
    this.watch = new TriggerWatch(trigger, limits);
    this.unread = new HashSet<>(watch.condition().metrics());
  }

  Trigger trigger() {
    return trigger;
  }

  /** What it said last; absent before each of its metrics was asked for once. */
  Optional<Verdict> verdict() {
    return verdict;
  }

  /**
   * Looks.
   *
   * @param fresh readings that are new since the last look
   * @return whether it says something of another kind than before
   */
  boolean look(Instant now, Map<String, Reading> fresh, Map<String, Baseline> baselines) {
    unread.removeAll(fresh.keySet());
    Verdict said = watch.take(now, fresh, baselines);
    begun = begun.or(() -> Optional.of(now));
    seen |= said instanceof Verdict.Healthy || said instanceof Verdict.Breached;
    boolean early = !seen && now.isBefore(begun.get().plus(patience));
    if (!unread.isEmpty() || early) {
      return false;
    }
    boolean changed = verdict.filter(before -> before.getClass().equals(said.getClass())).isEmpty();
    verdict = Optional.of(said);
    acted = acted && !changed;
    called = changed ? Optional.empty() : called;
    return changed;
  }

  boolean comparesWith() {
    return !watch.condition().baselines().isEmpty();
  }

  /** What it said is not worth anything any more. */
  void forget() {
    verdict = Optional.empty();
    acted = false;
  }

  /** Nor is what it saw, for the clock by which it saw it was set. */
  void beginAnew() {
    watch = new TriggerWatch(trigger, limits);
    unread.addAll(watch.condition().metrics());
    begun = Optional.empty();
    seen = false;
    forget();
  }

  /** Whether nobody has acted on what it says; from then on somebody has. */
  boolean unheard() {
    boolean first = !acted;
    acted = true;
    return first;
  }

  /** Whether this is not what people were called for last. */
  boolean worse(Event event) {
    boolean other = called.filter(event::equals).isEmpty();
    called = Optional.of(event);
    return other;
  }

  /** What it says counts anew, for the phase is another one. */
  void hearAgain() {
    acted = false;
    called = Optional.empty();
  }

  boolean asksFor(String metric) {
    return watch.condition().metrics().contains(metric);
  }

  boolean countsIn(Phase phase) {
    return !trigger.shadow() && trigger.armedIn().contains(phase);
  }

  boolean breached() {
    return verdict.filter(Verdict.Breached.class::isInstance).isPresent();
  }

  boolean healthy() {
    return verdict.filter(Verdict.Healthy.class::isInstance).isPresent();
  }

  boolean blind() {
    return verdict.isPresent() && !breached() && !healthy();
  }
}
