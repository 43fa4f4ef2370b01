package dev.ripcord.migration;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who sees to what after a rollback.
 *
 * @param watch how long the metrics are watched without a breach
 * @param assignments by the text of the procedure
 */
public record Aftercare(Duration watch, Map<String, Assignment> assignments) {
  static final Aftercare NONE = new Aftercare(Duration.ofHours(24), Map.of());

  /** Of a procedure that a file adds and assigns to nobody. */
  private static final Assignment OTHERS = new Assignment("incident_commander", Duration.ofDays(7));

  public Aftercare {
    assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
  }

  /**
   * @param to key of a contact, who may be unassigned
   * @param due how long after the end of the rollback
   */
  public record Assignment(String to, Duration due) {}

  /** Of a procedure. */
  public Assignment of(String procedure) {
    return assignments.getOrDefault(procedure, OTHERS);
  }
}
