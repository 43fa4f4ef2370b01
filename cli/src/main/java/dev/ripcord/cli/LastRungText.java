package dev.ripcord.cli;

import dev.ripcord.migration.Recovery;
import dev.ripcord.recover.Backup;
import dev.ripcord.recover.RestorePoint;
import dev.ripcord.run.Precaution;
import dev.ripcord.run.RunStatus;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is to recover from if no rollback helps, for a person and for programs. */
final class LastRungText {
  private LastRungText() {}

  /** Lines, each with its line end; none where no provider is configured. */
  static String of(RunStatus.LastRung rung) {
    Recovery recovery = rung.precaution().recovery();
    if (recovery.provider().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append("  backup (").append(recovery.provider().get().word()).append("): ");
    if (rung.precaution().duty() == Precaution.Duty.NONE) {
      return text.append("none is relied on: the run was begun with --not-ready\n").toString();
    }
    text.append(rung.backup().map(note -> words(note.backup())).orElse("none yet")).append('\n');
    if (recovery.provider().get() == Recovery.Provider.PG_DUMP) {
      return text.append("  restore points: none, a dump goes to its own moment only\n").toString();
    }
    for (RunStatus.Point point : rung.points()) {
      text.append("  restore point ")
          .append(boundary(point))
          .append(": ")
          .append(words(point.point()))
          .append('\n');
    }
    return text.toString();
  }

  private static String words(Backup backup) {
    return backup.label()
        + ", "
        + Words.of((backup.size() + 1023) / 1024)
        + " kB, complete at "
        + backup.taken().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String boundary(RunStatus.Point point) {
    return point.boundary().equals("complete") ? "at completion" : "before " + point.boundary();
  }

  private static String words(RestorePoint point) {
    return point.name() + " at " + point.lsn() + ", " + point.at().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The same for programs. */
  static void write(ObjectNode root, RunStatus.LastRung rung) {
    Recovery recovery = rung.precaution().recovery();
    ObjectNode node = root.putObject("recovery");
    recovery.provider().ifPresent(it -> node.put("provider", it.word()));
    recovery.location().ifPresent(it -> node.put("location", it));
    node.put("reliedOn", rung.precaution().duty() != Precaution.Duty.NONE);
    rung.backup()
        .ifPresent(
            note -> {
              ObjectNode backup = node.putObject("backup");
              backup
                  .put("label", note.backup().label())
                  .put("bytes", note.backup().size())
                  .put("completeAt", note.backup().taken().toString());
              note.took().ifPresent(time -> backup.put("tookSeconds", time.toMillis() / 1000.0));
            });
    ArrayNode points = node.putArray("restorePoints");
    for (RunStatus.Point point : rung.points()) {
      points
          .addObject()
          .put("boundary", point.boundary())
          .put("name", point.point().name())
          .put("lsn", point.point().lsn())
          .put("at", point.point().at().toString());
    }
  }
}
