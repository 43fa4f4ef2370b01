package dev.ripcord.vigil;

import dev.ripcord.escalate.Roster;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Contacts;
import dev.ripcord.migration.EscalationLevel;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Message;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Trigger;
import dev.ripcord.migration.Watch;
import dev.ripcord.watch.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is watched, and who is called: kept with the run, so that whoever goes on with it watches
 * the same. Holds names of secrets only.
 *
 * @param triggers whose metrics are all measured
 * @param unmeasured keys of triggers that cannot be watched, for nobody measures their metrics
 * @param checks of the data
 * @param aftermath what follows a rollback; null in a run that an earlier version began
 */
public record Orders(
    List<Trigger> triggers,
    List<String> unmeasured,
    Watch watch,
    List<Check> checks,
    Contacts contacts,
    List<EscalationLevel> levels,
    List<Message> messages,
    @Nullable Aftermath aftermath) {
  public Orders {
    triggers = List.copyOf(triggers);
    unmeasured = List.copyOf(unmeasured);
    checks = List.copyOf(checks);
    levels = List.copyOf(levels);
    messages = List.copyOf(messages);
  }

  /** The orders of a migration. */
  public static Orders of(Migration migration) {
    Watch watch = migration.watch();
    return new Orders(
        migration.triggers().stream().filter(each -> measured(each, watch)).toList(),
        migration.triggers().stream()
            .filter(each -> !measured(each, watch))
            .map(Trigger::key)
            .toList(),
        watch,
        migration.checks(),
        migration.contacts(),
        migration.escalation(),
        migration.communication(),
        migration.aftermath());
  }

  private static boolean measured(Trigger trigger, Watch watch) {
    return trigger.needs().stream().allMatch(watch::measures);
  }

  /** What follows a rollback. */
  public Aftermath afterwards() {
    return aftermath == null ? new Aftermath(List.of(), List.of()) : aftermath;
  }

  /** Who is called. */
  public Roster roster() {
    return new Roster(contacts, levels, messages, triggers);
  }

  /** What must be measured for these triggers, and nothing else. */
  public List<Metric> metrics() {
    Set<String> needed = new TreeSet<>();
    triggers.forEach(trigger -> needed.addAll(trigger.needs()));
    return watch.metrics().values().stream()
        .filter(metric -> needed.contains(metric.name()))
        .toList();
  }

  /** How long the slowest of its metrics may need until it says something at all. */
  Duration patience(Trigger trigger) {
    return trigger.needs().stream()
        .map(name -> watch.metrics().get(name))
        .flatMap(Stream::ofNullable)
        .map(Orders::patience)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static Duration patience(Metric metric) {
    Duration first = metric.interval().multipliedBy(2).plus(metric.timeout());
    return metric.measure() instanceof Measure.Probe probe ? first.plus(probe.over()) : first;
  }

  /** How much must be seen before a trigger is believed. */
  public Limits limits(Trigger trigger) {
    Map<String, Duration> staleAfter = new HashMap<>();
    int samples = 1;
    for (String name : trigger.needs()) {
      Metric metric = watch.metrics().get(name);
      if (metric != null) {
        staleAfter.put(name, metric.staleAfter());
        samples = Math.max(samples, metric.minimumSamples());
      }
    }
    return new Limits(watch.pace().staleAfter(), samples, staleAfter);
  }

  /** The metrics whose baseline a trigger compares with. */
  public Set<String> baselines() {
    Set<String> needed = new TreeSet<>();
    triggers.forEach(trigger -> needed.addAll(trigger.parsed().baselines()));
    return needed;
  }
}
