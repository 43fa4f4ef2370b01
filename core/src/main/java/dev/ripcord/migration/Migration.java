package dev.ripcord.migration;

import java.nio.file.Path;
import java.util.List;
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
    Aftermath aftermath,
    List<Message> communication,
    Pace pace,
    List<String> readiness) {
  public Migration {
    changes = List.copyOf(changes);
    escalation = List.copyOf(escalation);
    triggers = List.copyOf(triggers);
    checks = List.copyOf(checks);
    communication = List.copyOf(communication);
    readiness = List.copyOf(readiness);
  }
}
