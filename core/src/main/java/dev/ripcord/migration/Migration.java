package dev.ripcord.migration;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user wrote, complete: what the file leaves out is filled with the defaults of the
 * reference runbook.
 *
 * @param file the migration file
 * @param name short, unique per project
 * @param description one sentence, may be empty
 * @param schemaFile SQL that creates the database before the migration, if the file names one;
 *     resolved against the file's folder
 * @param changes at least one, in the order of the file
 * @param gates what must happen before each of the five phases, in its order; nothing is automatic
 * @param hooks in the order of the file, in which those of one moment run
 * @param watch what is measured, and how
 * @param readiness what is not ready for a live run, in words: unassigned contacts, no backup
 */
public record Migration(
    Path file,
    String name,
    String description,
    Optional<Path> schemaFile,
    List<Change> changes,
    Contacts contacts,
    List<EscalationLevel> escalation,
    List<Trigger> triggers,
    Recovery recovery,
    List<Check> checks,
    List<NotCompared> notCompared,
    Aftermath aftermath,
    List<Message> communication,
    Pace pace,
    Map<Phase, List<Gate>> gates,
    List<Hook> hooks,
    Watch watch,
    List<String> readiness) {
  public Migration {
    changes = List.copyOf(changes);
    escalation = List.copyOf(escalation);
    triggers = List.copyOf(triggers);
    checks = List.copyOf(checks);
    notCompared = List.copyOf(notCompared);
    communication = List.copyOf(communication);
    Map<Phase, List<Gate>> complete = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      complete.put(phase, List.copyOf(gates.getOrDefault(phase, List.of())));
    }
    gates = Collections.unmodifiableMap(complete);
    hooks = List.copyOf(hooks);
    readiness = List.copyOf(readiness);
  }
}
