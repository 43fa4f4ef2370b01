package dev.ripcord.runbook;

import dev.ripcord.migration.Recovery;
import dev.ripcord.recover.RecoveryProjection;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.runbook.Runbook.Basis;
import dev.ripcord.runbook.Runbook.Checkpoint;
import dev.ripcord.runbook.Runbook.DataRecovery;
import dev.ripcord.runbook.Runbook.Timing;
import dev.ripcord.schema.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last rung, as far as the migration configures one. */
final class RecoverySection {
  /** How the title of a count of rows begins. */
  static final String COUNT = "Rows of ";

  private RecoverySection() {}

  static DataRecovery of(Source source) {
    Recovery recovery = source.migration().recovery();
    List<Checkpoint> validations = new ArrayList<>();
    recovery.validations().stream().map(RunbookWriter::checkpoint).forEach(validations::add);
    source.migration().checks().stream().map(RunbookWriter::checkpoint).forEach(validations::add);
    source.affected().stream().map(RecoverySection::count).forEach(validations::add);
    List<RecoveryTime> all =
        source.recoveries().stream()
            .filter(each -> each.migration().equals(source.migration().name()))
            .toList();
    Optional<RecoveryTime> last =
        all.stream().filter(RecoveryTime::proven).reduce((first, second) -> second);
    return new DataRecovery(
        recovery
            .provider()
            .map(provider -> provider.name().toLowerCase(Locale.ROOT))
            .orElse(
                "none - no backup provider is configured, so nothing beyond the rollback helps"),
        recovery.location().orElse("none is configured"),
        timing(all),
        recovery
            .provider()
            .map(
                provider ->
                    last.map(RecoverySection::commands).orElseGet(() -> scripts(source, provider)))
            .orElseGet(List::of),
        validations.stream()
            .distinct()
            .map(each -> last.map(time -> seen(each, time)).orElse(each))
            .toList());
  }

  private static Timing timing(List<RecoveryTime> all) {
    if (all.isEmpty()) {
      return Timing.unmeasured("no restore was rehearsed");
    }
    return RecoveryProjection.of(all, all.getLast().liveSize())
        .map(
            projection ->
                new Timing(
                    projection.projected() ? Basis.PROJECTED : Basis.MEASURED,
                    Optional.of(projection.duration()),
                    projection.basis()))
        .orElseGet(
            () ->
                Timing.unmeasured(
                    "no rehearsal succeeded; the last, of %s: %s"
                        .formatted(
                            all.getLast().at(), String.join("; ", all.getLast().reasons()))));
  }

  /** As the provider gave them then, for that backup and that moment. */
  private static List<String> commands(RecoveryTime time) {
    List<String> scripts = new ArrayList<>(time.commands());
    scripts.add("VACUUM (ANALYZE); refreshes the statistics after the restore");
    return scripts;
  }

  /** What nothing but a restore could tell. */
  private static Checkpoint seen(Checkpoint checkpoint, RecoveryTime time) {
    return time.validations().stream()
        .filter(each -> Optional.of(each.query()).equals(checkpoint.query()))
        // what the migration expects stays; a rehearsal that saw something else proved nothing
        .filter(each -> checkpoint.title().startsWith(COUNT))
        .findFirst()
        .map(
            each ->
                new Checkpoint(
                    checkpoint.title(),
                    checkpoint.query(),
                    Optional.of(
                        "%s when %s was restored at %s; the live database had %s then"
                            .formatted(each.restored(), time.target(), time.at(), each.live()))))
        .orElse(checkpoint);
  }

  private static List<String> scripts(Source source, Recovery.Provider provider) {
    List<String> scripts = new ArrayList<>();
    source
        .migration()
        .recovery()
        .location()
        .ifPresent(location -> scripts.addAll(beside(provider, location)));
    scripts.add("VACUUM (ANALYZE); refreshes the statistics after the restore");
    return scripts;
  }

  /** Beside the live database, never over it: what was written since the backup is still there. */
  private static List<String> beside(Recovery.Provider provider, String location) {
    return switch (provider) {
      case PGBACKREST ->
          List.of(
              "pgbackrest --stanza=" + location + " info lists the backups",
              "pgbackrest --stanza=" + location + " check shows whether WAL still arrives");
      case BASEBACKUP -> List.of("pg_verifybackup " + location + " checks that it is whole");
      case PG_DUMP ->
          List.of(
              "pg_restore --list " + location + " checks that the dump can be read",
              "createdb ripcord_restored makes room for a copy beside the live database",
              "pg_restore --exit-on-error --jobs=2 --dbname=ripcord_restored "
                  + location
                  + " fills it");
    };
  }

  private static Checkpoint count(Snapshot.Table table) {
    return new Checkpoint(
        COUNT + table.name().quoted(),
        Optional.of("SELECT count(*) FROM " + table.name().quoted()),
        Optional.of(
            "the count of the live database, but for what was inserted or deleted since the"
                + " backup"));
  }
}
