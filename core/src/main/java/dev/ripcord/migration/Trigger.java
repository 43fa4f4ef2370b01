package dev.ripcord.migration;

import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.ConditionReader;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition on metrics that calls for a rollback.
 *
 * @param key as files refer to it, such as {@code error_rate_spike}
 * @param title as the runbook prints it
 * @param condition in the trigger language, as written
 * @param autoExecute whether ripcord rolls back by itself, or asks
 * @param window the evaluation window
 * @param contacts keys of contacts
 * @param armedIn phases in which it counts
 * @param shadow recorded, never acts
 */
public record Trigger(
    String key,
    String title,
    String condition,
    boolean autoExecute,
    Duration window,
    List<String> contacts,
    Set<Phase> armedIn,
    boolean shadow) {
  public Trigger {
    contacts = List.copyOf(contacts);
    armedIn = Collections.unmodifiableSet(new TreeSet<>(armedIn));
  }

  /** The metrics that must be measured for it, now or as a baseline. */
  public Set<String> needs() {
    Condition parsed = parsed();
    Set<String> needed = new TreeSet<>(parsed.metrics());
    needed.addAll(parsed.baselines());
    return needed;
  }

  /**
   * The condition as it is evaluated.
   *
   * @throws IllegalArgumentException if it is none, which a trigger that was read from a file is
   *     not
   */
  public Condition parsed() {
    return ConditionReader.parse(condition);
  }
}
