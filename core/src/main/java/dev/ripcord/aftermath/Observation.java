package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Marks.Stretch;
import dev.ripcord.journal.Entry;
import dev.ripcord.run.Brake;
import dev.ripcord.run.Watching;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes into the journal what a watch after a rollback sees, stretch by stretch: who is killed
 * loses one stretch. What was breached or blind is never in one stretch with what was not.
 */
final class Observation implements Watching.Pulse {
  private final Incident incident;
  private final Clock clock;
  private final Duration every;
  private final Duration wanted;
  private final Brake brake;
  private Optional<Open> open = Optional.empty();
  private Duration good;
  private int heard;

  private record Open(Instant from, List<String> breached, List<String> blind) {}

  /**
   * @param every how long a stretch is at most
   * @param wanted how long must be watched without a breach, in all; then the brake is pulled
   */
  Observation(Incident incident, Clock clock, Duration every, Duration wanted, Brake brake) {
    this.incident = incident;
    this.clock = clock;
    this.every = every;
    this.wanted = wanted;
    this.brake = brake;
    this.good = Tally.of(Marks.watched(incident.entries()), incident.over()).good();
  }

  @Override
  public void beat(Watching.Moment moment) {
    Instant now = clock.instant();
    List<String> fired =
        moment.fired().subList(heard, moment.fired().size()).stream()
            .filter(Watching.Fired::counts)
            .map(each -> each.trigger() + ": " + each.why())
            .toList();
    heard = moment.fired().size();
    TreeSet<String> breached = new TreeSet<>();
    moment.breached().forEach(key -> breached.add(key + " is breached"));
    Open next =
        new Open(
            now,
            fired.isEmpty() ? List.copyOf(breached) : fired,
            List.copyOf(new TreeSet<>(moment.blind())));
    if (open.isEmpty()) {
      open = Optional.of(next);
      return;
    }
    Open current = open.get();
    Duration lasted = Duration.between(current.from(), now);
    boolean same =
        current.breached().isEmpty() == next.breached().isEmpty()
            && fired.isEmpty()
            && current.blind().equals(next.blind());
    boolean counts = current.breached().isEmpty() && current.blind().isEmpty();
    boolean enough = counts && good.plus(lasted).compareTo(wanted) >= 0;
    if (!same || enough || lasted.compareTo(every) >= 0) {
      write(current, now);
      open = Optional.of(next);
    }
  }

  /** The last stretch. */
  void end() {
    open.ifPresent(current -> write(current, clock.instant()));
    open = Optional.empty();
  }

  private void write(Open current, Instant until) {
    if (!until.isAfter(current.from())) {
      return;
    }
    Stretch stretch = new Stretch(current.from(), until, current.breached(), current.blind());
    List<String> what = new ArrayList<>();
    current.breached().forEach(what::add);
    current.blind().forEach(key -> what.add(key + " is blind"));
    String words =
        "watched for "
            + Words.of(Duration.between(current.from(), until))
            + ": "
            + (what.isEmpty() ? "nothing was breached" : String.join("; ", what));
    List<Entry> entries =
        incident.journal().append(clock, all -> List.of(Marks.watched(stretch, words)));
    good = Tally.of(Marks.watched(entries), incident.over()).good();
    if (good.compareTo(wanted) >= 0) {
      brake.pull();
    }
  }
}
