package dev.ripcord.run;

import dev.ripcord.hook.HooksJson;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.Course;
import dev.ripcord.rehearse.Rehearsed;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.vigil.Orders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What is run, kept in the database that is changed: whoever resumes, watches or rolls back needs
 * nothing else.
 *
 * @param around gates and hooks
 * @param orders what is watched, and who is called
 * @param before the schema at the start
 * @param precaution for the case that no rollback helps, and how long archives stay
 * @param rehearsed what the proof measured; absent where there was none
 */
public record RunDocument(
    Identity identity,
    Course course,
    HooksJson.Stored around,
    Orders orders,
    SchemaFingerprint before,
    Precaution precaution,
    Optional<Rehearsed> rehearsed) {
  /** How long after its end the archives stay. */
  Duration retention() {
    return precaution.recovery().archives();
  }

  /**
   * @param id the migration's name and the moment at which it began
   * @param migration its name
   * @param file the migration file, as it was called
   * @param who began it
   */
  public record Identity(String id, String migration, String file, String who) {
    private static final DateTimeFormatter MOMENT =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What {@link #MOMENT} writes. */
    static final String MOMENT_FORM = "[0-9]{8}T[0-9]{6}Z";

    /** Of a run that begins now. */
    static Identity of(Migration migration, String who, Instant now) {
      return new Identity(
          prefix(migration.name()) + MOMENT.format(now),
          migration.name(),
          migration.file().toString(),
          who);
    }

    /** With what the ids of all runs of a migration begin. */
    static String prefix(String migration) {
      return migration.replaceAll("[^A-Za-z0-9._-]", "_") + "-";
    }
  }
}
