package dev.ripcord.escalate;

import dev.ripcord.migration.EscalationLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts of a run and the clock of their acknowledgements: a value, which each event turns into
 * the next one. Time is given; nothing is sent and nothing is written here.
 *
 * <p>Silence leads from level to level, one at a time, however late the clock is looked at: whoever
 * is called has the whole response time of the level at which they are called. At the last level
 * they are called again and again.
 */
public final class Escalation {
  /** However short the response times: nobody is called more often. */
  static final Duration SHORTEST_REPEAT = Duration.ofSeconds(30);

  private final Map<Level, Duration> responseTimes;
  private final List<Alert> alerts;

  private Escalation(Map<Level, Duration> responseTimes, List<Alert> alerts) {
    this.responseTimes = responseTimes;
    this.alerts = List.copyOf(alerts);
  }

  /**
   * What is known when a process begins.
   *
   * @param levels all four
   * @param alerts as they were kept
   */
  public static Escalation of(List<EscalationLevel> levels, List<Alert> alerts) {
    Map<Level, Duration> times = new EnumMap<>(Level.class);
    levels.forEach(level -> times.put(Level.valueOf(level.name()), level.responseTime()));
    for (Level level : Level.values()) {
      if (!times.containsKey(level)) {
        throw new IllegalArgumentException("no response time of " + level);
      }
    }
    return new Escalation(times, alerts);
  }

  /**
   * What an event led to.
   *
   * @param notices in their order; each has the alert as it is now
   */
  public record Moved(Escalation next, List<Notice> notices) {
    public Moved {
      notices = List.copyOf(notices);
    }
  }

  /** All of the run, oldest first. */
  public List<Alert> alerts() {
    return alerts;
  }

  /** Those that are not over. */
  public List<Alert> open() {
    return alerts.stream().filter(Alert::open).toList();
  }

  /**
   * Something happened. A new alert; or, of one that is open, nothing new, unless it is worse now:
   * then it rises, and must be acknowledged again.
   */
  public Moved raise(Event event, Alert.Cause cause, Instant now) {
    Level level = Rules.level(event, open());
    Optional<Alert> same = open().stream().filter(alert -> alert.isOf(event)).findFirst();
    if (same.isEmpty()) {
      Alert fresh =
          new Alert(
              alerts.stream().mapToLong(Alert::id).max().orElse(0) + 1,
              cause,
              level,
              new Alert.Clock(now, now, now),
              Optional.empty(),
              Optional.empty());
      List<Alert> more = new ArrayList<>(alerts);
      more.add(fresh);
      return new Moved(with(more), List.of(new Notice(Notice.Kind.RAISED, fresh)));
    }
    return level.above(same.get().level())
        ? moved(List.of(new Notice(Notice.Kind.ROSE, same.get().at(level, cause, now))))
        : new Moved(this, List.of());
  }

  /** Somebody has it. Nothing, if it is over, somebody has it already, or there is none. */
  public Moved acknowledge(long id, String by, Instant now) {
    return moved(
        alerts.stream()
            .filter(alert -> alert.id() == id && alert.waiting())
            .map(alert -> new Notice(Notice.Kind.ACKNOWLEDGED, alert.acknowledged(by, now)))
            .toList());
  }

  /** It is over. Nothing, if there is no such open alert. */
  public Moved resolve(Event.Kind kind, String name, Instant now) {
    return moved(
        open().stream()
            .filter(alert -> alert.cause().kind() == kind && alert.cause().name().equals(name))
            .map(alert -> new Notice(Notice.Kind.RESOLVED, alert.resolved(now)))
            .toList());
  }

  /** Time has passed. */
  public Moved tick(Instant now) {
    return moved(
        alerts.stream()
            .filter(alert -> due(alert).filter(due -> !now.isBefore(due)).isPresent())
            .map(
                alert ->
                    alert.level() == Level.EMERGENCY
                        ? new Notice(Notice.Kind.REPEATED, alert.asked(now))
                        : new Notice(
                            Notice.Kind.ESCALATED,
                            alert.at(alert.level().next(), alert.cause(), now)))
            .toList());
  }

  /** When silence leads further; nothing if it leads nowhere. */
  public Optional<Instant> due(Alert alert) {
    if (!alert.waiting()) {
      return Optional.empty();
    }
    return Optional.of(alert.clock().askedAt().plus(patience(alert.level())));
  }

  /** When {@link #tick} next does anything. */
  public Optional<Instant> due() {
    return alerts.stream().flatMap(alert -> due(alert).stream()).min(Instant::compareTo);
  }

  /** An emergency is repeated every response time of the level below. */
  private Duration patience(Level level) {
    if (level != Level.EMERGENCY) {
      return responseTimes.getOrDefault(level, Duration.ZERO);
    }
    Duration repeat = responseTimes.getOrDefault(Level.LEVEL_3, Duration.ZERO);
    return repeat.compareTo(SHORTEST_REPEAT) < 0 ? SHORTEST_REPEAT : repeat;
  }

  private Moved moved(List<Notice> notices) {
    List<Alert> after = new ArrayList<>(alerts);
    notices.forEach(
        notice ->
            after.replaceAll(alert -> alert.id() == notice.alert().id() ? notice.alert() : alert));
    return new Moved(with(after), notices);
  }

  private Escalation with(Collection<Alert> others) {
    return new Escalation(responseTimes, List.copyOf(others));
  }
}
