package dev.ripcord.runbook;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Recovery;
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
  private RecoverySection() {}

  static DataRecovery of(Source source) {
    Recovery recovery = source.migration().recovery();
    List<Checkpoint> validations = new ArrayList<>();
    recovery.validations().stream().map(RunbookWriter::checkpoint).forEach(validations::add);
    source.migration().checks().stream().map(RunbookWriter::checkpoint).forEach(validations::add);
    source.affected().stream().map(RecoverySection::count).forEach(validations::add);
    return new DataRecovery(
        recovery
            .provider()
            .map(provider -> provider.name().toLowerCase(Locale.ROOT))
            .orElse(
                "none - no backup provider is configured, so nothing beyond the rollback helps"),
        recovery.location().orElse("none is configured"),
        Timing.unmeasured("run ripcord recover --rehearse"),
        recovery.provider().map(provider -> scripts(source, provider)).orElseGet(List::of),
        validations.stream().distinct().toList());
  }

  private static List<String> scripts(Source source, Recovery.Provider provider) {
    String file = source.migration().file().toString();
    List<String> scripts = new ArrayList<>();
    source.migration().recovery().location().ifPresent(at -> scripts.add(look(provider, at)));
    scripts.add(
        "ripcord recover "
            + file
            + " --rehearse restores into a scratch server beside the live one"
            + " and runs the validation queries on both");
    if (!source.affected().isEmpty()) {
      scripts.add(
          "ripcord recover "
              + file
              + " --tables "
              + source.affected().stream().map(table -> table.name().quoted()).collect(joining(","))
              + " merges the restored rows of these tables with newer rows by key");
    }
    scripts.add("VACUUM (ANALYZE); refreshes the statistics after the restore");
    return scripts;
  }

  private static String look(Recovery.Provider provider, String location) {
    return switch (provider) {
      case PGBACKREST -> "pgbackrest --stanza=" + location + " info lists the backups";
      case BASEBACKUP -> "pg_verifybackup " + location + " checks that the backup is whole";
      case PG_DUMP -> "pg_restore --list " + location + " checks that the dump can be read";
    };
  }

  private static Checkpoint count(Snapshot.Table table) {
    return new Checkpoint(
        "Rows of " + table.name().quoted(),
        Optional.of("SELECT count(*) FROM " + table.name().quoted()),
        Optional.of(
            "the count at the time of the backup, which ripcord recover --rehearse reports from"
                + " the restored copy; by hand, run this query on a restored copy"));
  }
}
