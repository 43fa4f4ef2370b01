package dev.ripcord.run;

import dev.ripcord.escalate.Escalator;
import dev.ripcord.escalate.Letters;
import dev.ripcord.escalate.Messenger;
import dev.ripcord.escalate.Outbox;
import dev.ripcord.escalate.Roster;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Baselines;
import dev.ripcord.metric.Sources;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Trigger;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.vigil.Alarm;
import dev.ripcord.vigil.Orders;
import dev.ripcord.vigil.Vigil;
import dev.ripcord.vigil.Words;
import dev.ripcord.watch.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Watches without a run of its own, from any machine: it reads, tells, and rolls nothing back. The
 * run of the database, if there is one, says which phase counts and what was usual.
 */
public final class Watching {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final DatabaseUrl url;
  private final Clock clock;
  private final Outbox.Means means;
  private final Signals signals;
  private final RunEvent.Listener listener;

  /**
   * @param brake ends it, from another thread
   */
  public Watching(
      DatabaseUrl url, Clock clock, Outbox.Means means, Brake brake, RunEvent.Listener listener) {
    this.url = url;
    this.clock = clock;
    this.means = means;
    this.signals = brake.signals();
    this.listener = listener;
  }

  /**
   * How it is watched.
   *
   * @param time absent for as long as nobody stops it
   * @param tells whether people are called on the migration's channels
   */
  public record Manner(Optional<Duration> time, boolean tells) {}

  /**
   * What was seen.
   *
   * @param watched how long
   * @param fired triggers that were breached, in their order
   * @param blind those that could not be judged at the end
   * @param unmeasured those that were not watched, for nobody measures their metrics
   */
  public record Seen(
      Duration watched, List<Fired> fired, List<String> blind, List<String> unmeasured) {
    public Seen {
      fired = List.copyOf(fired);
      blind = List.copyOf(blind);
      unmeasured = List.copyOf(unmeasured);
    }

    /** Whether nothing that counts was breached, and all could be judged at the end. */
    public boolean well() {
      return blind.isEmpty() && fired.stream().noneMatch(Fired::counts);
    }
  }

  /**
   * A breach.
   *
   * @param rollsBack whether a run would have been rolled back by itself
   * @param weight whether it counts
   */
  public record Fired(Instant at, String trigger, boolean rollsBack, Weight weight, String why) {
    /** Whether anything would have followed from it. */
    public boolean counts() {
      return weight == Weight.COUNTS;
    }
  }

  /** What a breach is worth. */
  public enum Weight {
    COUNTS,
    /** The trigger does not count in the phase that the run is in, or it goes back. */
    NOT_HERE,
    /** The trigger is a shadow. */
    SHADOW
  }

  /**
   * How the watch stands.
   *
   * @param fired all that were breached so far, in their order
   * @param breached keys of triggers that are breached now
   * @param blind keys of those that cannot be judged now
   */
  public record Moment(List<Fired> fired, List<String> breached, List<String> blind) {
    public Moment {
      fired = List.copyOf(fired);
      breached = List.copyOf(breached);
      blind = List.copyOf(blind);
    }
  }

  /** Is told how the watch stands, about twice a second, on its thread. */
  public interface Pulse {
    /** Tells nobody. */
    Pulse NONE = moment -> {};

    /** It stands so now. Shadow triggers are not among those that are breached or blind. */
    void beat(Moment moment);
  }

  /** Watches until the time is over, or it is stopped. */
  public Seen watch(Migration migration, Manner manner) {
    return watch(migration, manner, List.of(), Pulse.NONE);
  }

  /**
   * Watches until the time is over, or it is stopped.
   *
   * @param known what was usual, beside what the run of the database knows of that
   */
  public Seen watch(Migration migration, Manner manner, List<Baseline> known, Pulse pulse) {
    Orders orders = Orders.of(migration);
    Instant began = clock.instant();
    Ear ear = new Ear(listener, clock);
    Outbox outbox =
        new Outbox(
            orders.contacts().channels(),
            means,
            delivery -> listener.event(new RunEvent.Note(delivery.words())));
    Messenger messenger = manner.tells() ? outbox : (channel, letter) -> {};
    Escalator escalator =
        Escalator.begin(
            Roster.of(migration),
            new Letters.Run(migration.name(), "watch-" + began, url.toString(), false),
            messenger);
    Surroundings in = new Surroundings(url, means.secrets(), orders.checks(), clock);
    try (outbox;
        Sources sources = Sources.open(orders.metrics(), in);
        Alarm alarm =
            new Alarm(
                escalator,
                Optional.empty(),
                clock,
                told -> listener.event(new RunEvent.Alerts(told.unacknowledged(), told.words())));
        Vigil vigil = Vigil.begin(orders, sources, alarm, clock, ear)) {
      vigil.arm(counting());
      vigil.compareWith(usual(orders, sources, vigil, known));
      Optional<Instant> end = manner.time().map(it -> clock.instant().plus(it));
      while (!stopped() && end.filter(at -> !clock.instant().isBefore(at)).isEmpty()) {
        vigil.arm(counting());
        pulse.beat(
            new Moment(
                new ArrayList<>(ear.fired()),
                said(vigil, verdict -> verdict instanceof Verdict.Breached),
                blind(vigil)));
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      alarm.allOver();
      return new Seen(
          Duration.between(began, clock.instant()),
          new ArrayList<>(ear.fired()),
          blind(vigil),
          orders.unmeasured());
    }
  }

  private static List<String> blind(Vigil vigil) {
    return vigil.sights().stream()
        .filter(sight -> !sight.trigger().shadow())
        .filter(sight -> sight.verdict().filter(Watching::sees).isEmpty())
        .map(sight -> sight.trigger().key())
        .toList();
  }

  private static List<String> said(Vigil vigil, Predicate<Verdict> what) {
    return vigil.sights().stream()
        .filter(sight -> !sight.trigger().shadow())
        .filter(sight -> sight.verdict().filter(what).isPresent())
        .map(sight -> sight.trigger().key())
        .toList();
  }

  private static boolean sees(Verdict verdict) {
    return verdict instanceof Verdict.Healthy || verdict instanceof Verdict.Breached;
  }

  private boolean rested() {
    LockSupport.parkNanos(LOOK_EVERY.toNanos());
    return !stopped();
  }

  private boolean stopped() {
    return signals.pending().isPresent();
  }

  /** Hears the watch, on its thread. */
  private record Ear(
      RunEvent.Listener listener, Clock clock, ConcurrentLinkedQueue<Fired> fired, Set<String> open)
      implements Vigil.Post {
    Ear(RunEvent.Listener listener, Clock clock) {
      this(listener, clock, new ConcurrentLinkedQueue<>(), new HashSet<>());
    }

    @Override
    public void judged(Trigger trigger, Verdict verdict, boolean counts) {
      boolean breached = verdict instanceof Verdict.Breached;
      boolean elsewhere = breached && !counts && !trigger.shadow();
      listener.event(
          new RunEvent.Judged(
              trigger.key(),
              trigger.shadow(),
              Words.kind(verdict),
              Words.of(verdict) + (elsewhere ? "; it does not count in this phase" : "")));
      if (!breached) {
        boolean unused = open.remove(trigger.key());
      } else if (!counts) {
        add(trigger, verdict, trigger.shadow() ? Weight.SHADOW : Weight.NOT_HERE);
      }
    }

    @Override
    public void breached(Trigger trigger, Verdict verdict) {
      // it is one breach still where the next phase finds it
      if (open.add(trigger.key())) {
        add(trigger, verdict, Weight.COUNTS);
      }
    }

    private void add(Trigger trigger, Verdict verdict, Weight weight) {
      boolean rollsBack = trigger.autoExecute() && weight == Weight.COUNTS;
      fired.add(new Fired(clock.instant(), trigger.key(), rollsBack, weight, Words.of(verdict)));
    }

    @Override
    public void clockSet(Duration by) {
      listener.event(new RunEvent.Note(Words.clockSet(by)));
    }

    @Override
    public String doing(Trigger trigger) {
      return "Nothing: this is ripcord watch, which rolls nothing back.";
    }

    @Override
    public void failed(Throwable failure) {
      listener.event(new RunEvent.Note("the watch failed, and tries again: " + failure));
    }

    @Override
    public void back(Trigger trigger, String why) {
      listener.event(
          new RunEvent.Note("a run would be rolled back now, by trigger " + trigger.key()));
    }
  }

  /** The phase that the run of the database is in; all if it has none. */
  private Set<Phase> counting() {
    try {
      return Look.at(
          url,
          Look.BRIEF,
          session ->
              RunStore.read(session)
                  .map(document -> counting(RunStore.standing(session, document)))
                  .orElse(EnumSet.allOf(Phase.class)));
    } catch (DatabaseException e) {
      // metrics from elsewhere can be watched all the same
      return EnumSet.allOf(Phase.class);
    }
  }

  /** On the way back none does. */
  private static Set<Phase> counting(Standing standing) {
    return standing.goingBack()
        ? Set.of()
        : standing.reached().map(phase -> (Set<Phase>) EnumSet.of(phase)).orElse(Set.of());
  }

  private List<Baseline> usual(Orders orders, Sources sources, Vigil vigil, List<Baseline> before) {
    List<Baseline> known = new ArrayList<>(before);
    known.addAll(frozen());
    Usual usual = new Usual(orders, sources, clock);
    Map<String, Metric> missing = usual.missing(known);
    if (!missing.isEmpty()) {
      listener.event(
          new RunEvent.Note("measuring the baseline of " + String.join(", ", missing.keySet())));
      Baselines.Captured captured = usual.measure(missing, vigil::readings, this::rested);
      captured.problems().forEach(problem -> listener.event(new RunEvent.Note(problem)));
      known.addAll(captured.baselines());
    }
    return known;
  }

  private List<Baseline> frozen() {
    try {
      return Look.at(
          url,
          Look.BRIEF,
          (Session session) ->
              RunStore.read(session)
                  .map(document -> Frozen.in(RunStore.standing(session, document).entries()))
                  .orElse(List.of()));
    } catch (DatabaseException e) {
      return List.of();
    }
  }
}
