package dev.ripcord.migration;

import java.time.Duration;
import java.util.List;

/**
 * One row of the escalation matrix.
 *
 * @param name {@code LEVEL_1}, {@code LEVEL_2}, {@code LEVEL_3} or {@code EMERGENCY}
 * @param trigger what leads here, in words
 * @param responseTime until somebody acknowledges; zero means at once
 * @param contacts keys of contacts
 * @param actions what they do, in words
 */
public record EscalationLevel(
    String name,
    String trigger,
    Duration responseTime,
    List<String> contacts,
    List<String> actions) {
  public EscalationLevel {
    contacts = List.copyOf(contacts);
    actions = List.copyOf(actions);
  }
}
