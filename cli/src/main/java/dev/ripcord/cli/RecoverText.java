package dev.ripcord.cli;

import dev.ripcord.recover.MergeExample;
import dev.ripcord.recover.MergedTable;
import dev.ripcord.recover.RecoveryProjection;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.recover.Restored;
import dev.ripcord.recover.TableRecovery;
import dev.ripcord.recover.WholeCluster;
import java.util.List;

/** What {@code ripcord recover} prints. */
final class RecoverText {
  private RecoverText() {}

  static String of(RecoveryTime time, List<RecoveryTime> all) {
    StringBuilder text = new StringBuilder();
    line(text, time.proven() ? "RECOVERED" : "NOT RECOVERED");
    line(text, "  backup    %s, by %s".formatted(time.backup(), time.provider()));
    line(text, "  moment    " + time.target());
    if (time.measured().size() > 0) {
      measured(text, time.measured());
    }
    for (RecoveryTime.Validation each : time.validations()) {
      String values =
          each.restored().equals(each.live())
              ? each.restored() + " on both sides"
              : "restored " + each.restored() + ", live " + each.live();
      line(
          text,
          "  check     %s: %s%s"
              .formatted(
                  each.title(),
                  values,
                  each.expected().map(value -> " (expected " + value + ")").orElse("")));
    }
    time.notes().forEach(note -> line(text, "  seen      " + note));
    time.reasons().forEach(reason -> line(text, "  because   " + reason));
    RecoveryProjection.of(all, time.liveSize())
        .ifPresent(
            projection ->
                line(
                    text,
                    "  %s %s, %s %s"
                        .formatted(
                            projection.projected() ? "expect   " : "took     ",
                            Words.of(projection.duration()),
                            projection.projected() ? "projected" : "measured",
                            projection.basis())));
    return text.toString();
  }

  static String of(WholeCluster cluster) {
    StringBuilder text = new StringBuilder();
    line(text, "RESTORED into " + cluster.data());
    line(text, "  backup    " + cluster.backup().label());
    line(text, "  moment    %s: %s".formatted(cluster.target().words(), cluster.stop()));
    measured(text, cluster.measured());
    line(text, "It is stopped. To start it as it is, on this machine only:");
    cluster.start().forEach(command -> line(text, "  " + command));
    line(text, "To make it the live one:");
    for (int i = 0; i < cluster.live().size(); i++) {
      line(text, "  %d. %s".formatted(i + 1, cluster.live().get(i)));
    }
    return text.toString();
  }

  static String of(TableRecovery recovery) {
    StringBuilder text = new StringBuilder();
    long conflicts = recovery.merged().conflicts();
    String verb = recovery.written() ? "put back" : "would be put back";
    line(
        text,
        "%s rows %s, %s for a person"
            .formatted(
                Words.of(recovery.merged().restored()), verb, Words.count(conflicts, "conflict")));
    line(text, "  backup    " + recovery.backup().label());
    line(
        text,
        "  moment    "
            + recovery.to().words()
            + recovery.until().map(until -> ", damage until " + until.words()).orElse(""));
    measured(text, recovery.measured());
    recovery.merged().tables().forEach(table -> table(text, table));
    return text.toString();
  }

  private static void table(StringBuilder text, MergedTable table) {
    line(
        text,
        "  %s: %s damaged, %s restored, %s merged, %s kept newer, %s as before, %s"
            .formatted(
                table.table(),
                Words.of(table.damaged()),
                Words.of(table.restored().sum()),
                Words.of(table.merged()),
                Words.of(table.newer()),
                Words.of(table.same()),
                Words.count(table.conflicts(), "conflict")));
    table.notes().forEach(note -> line(text, "    " + note));
    for (MergeExample example : table.examples()) {
      if (example.kind() == MergeExample.Kind.CONFLICT
          || example.kind() == MergeExample.Kind.NEWER) {
        line(
            text,
            "    %s %s: %s"
                .formatted(
                    example.kind() == MergeExample.Kind.CONFLICT ? "conflict" : "newer",
                    example.key(),
                    example.why()));
        example.before().ifPresent(row -> line(text, "      before  " + row));
        example.damaged().ifPresent(row -> line(text, "      damaged " + row));
        example.now().ifPresent(row -> line(text, "      now     " + row));
      }
    }
  }

  private static void measured(StringBuilder text, Restored.Measured measured) {
    line(
        text,
        "  took      %s: files %s (%s bytes), replay %s (%s bytes of WAL), first answer %s"
            .formatted(
                Words.of(measured.total()),
                Words.of(measured.files()),
                Words.of(measured.size()),
                Words.of(measured.replay()),
                Words.of(measured.wal()),
                Words.of(measured.answer())));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
