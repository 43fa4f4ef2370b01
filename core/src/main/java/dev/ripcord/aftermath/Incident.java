package dev.ripcord.aftermath;

import dev.ripcord.execute.Engine;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.migration.Phase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.run.Back;
import dev.ripcord.run.Export;
import dev.ripcord.run.RunDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run that was rolled back to its start, as its exported journal tells it.
 *
 * @param document what was run; absent where an earlier version of ripcord left the journal alone
 * @param entries all of the journal, those after the rollback included
 */
record Incident(JournalFile journal, Optional<RunDocument> document, List<Entry> entries) {
  private static final String START = new Back.Start().words();

  /** Kinds of entries that are appended when the journal is in a file. */
  private static final Set<Entry.Kind> AFTERWARDS =
      Set.of(
          Entry.Kind.PROCEDURE,
          Entry.Kind.ASSIGNED,
          Entry.Kind.WATCHED,
          Entry.Kind.ARCHIVED,
          Entry.Kind.VALIDATION,
          Entry.Kind.SIGNED_OFF);

  Incident {
    entries = List.copyOf(entries);
  }

  /**
   * The run of a migration that left its database last.
   *
   * @throws RipcordException if there is none, it was not rolled back, or its journal was changed
   */
  static Incident newest(Path folder, String migration) {
    Export export =
        Export.newest(folder, migration)
            .orElseThrow(
                () ->
                    refused(
                        "no run of "
                            + migration
                            + " that was rolled back to its start has its journal in "
                            + (folder.toString().isEmpty() ? "this folder" : folder)
                            + "; --export names the folder that the rollback wrote it to"));
    Incident incident =
        new Incident(export.journal(), export.document(), export.journal().intact());
    if (incident.rollback().isEmpty()) {
      throw refused(
          "the run in "
              + export.journal().path()
              + " was not rolled back to its start, so there is nothing to see to");
    }
    return incident;
  }

  private static RipcordException refused(String why) {
    return new RipcordException(ProblemCode.REFUSED, why);
  }

  /** The same run, with these entries. */
  Incident with(List<Entry> newer) {
    return new Incident(journal, document, newer);
  }

  /** Such as {@code users-20261129T061200Z}. */
  String run() {
    return document
        .map(it -> it.identity().id())
        .orElseGet(
            () ->
                journal
                    .path()
                    .getFileName()
                    .toString()
                    .replaceFirst("^journal-", "")
                    .replaceFirst("\\.jsonl$", ""));
  }

  Instant began() {
    return Instant.parse(entries.getFirst().at());
  }

  private Optional<Entry> rollback() {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.ROLLBACK && entry.unit().equals(START))
        .findFirst();
  }

  /** The entry with which the way back to the start began. */
  Entry turn() {
    return rollback().orElseThrow();
  }

  /** When the way back began. */
  Instant turned() {
    return Instant.parse(turn().at());
  }

  /** Who asked for it, and why. */
  String why() {
    return turn().detail();
  }

  /** The entry that says that the start was reached; absent if its writer died before it. */
  Optional<Entry> end() {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.ROLLED_BACK && entry.unit().equals(START))
        .findFirst();
  }

  /** The last entry that the run itself wrote. */
  Entry last() {
    return end()
        .orElseGet(
            () ->
                entries.reversed().stream()
                    .filter(entry -> !AFTERWARDS.contains(entry.kind()))
                    .findFirst()
                    .orElseThrow());
  }

  /** When the start was reached, as far as the journal knows. */
  Instant over() {
    return Instant.parse(last().at());
  }

  /** Those of the run itself. */
  List<Entry> ofTheRun() {
    return entries.stream().filter(entry -> entry.seq() <= last().seq()).toList();
  }

  /** Those since the way back began. */
  List<Entry> wayBack() {
    return ofTheRun().stream().filter(entry -> entry.seq() >= turn().seq()).toList();
  }

  /** From the begin of the way back until clients of the old shape were served again. */
  Optional<Duration> untilServed() {
    return wayBack().stream()
        .filter(entry -> entry.kind() == Entry.Kind.NOTE)
        .filter(entry -> entry.detail().equals(Engine.SERVES_AGAIN))
        .findFirst()
        .map(entry -> Duration.between(turned(), Instant.parse(entry.at())));
  }

  /** Whether contract began, without which the old shape serves all the time. */
  boolean contracted() {
    return ofTheRun().stream()
        .anyMatch(
            entry ->
                entry.unit().startsWith(Phase.CONTRACT.word() + "-")
                    && (entry.kind() == Entry.Kind.DONE || entry.kind() == Entry.Kind.STARTED));
  }

  /** What was accepted as different at the end, in words. */
  List<String> acceptedDifferences() {
    return wayBack().stream()
        .filter(entry -> entry.kind() == Entry.Kind.NOTE)
        .map(Entry::detail)
        .filter(detail -> detail.startsWith("differences accepted: "))
        .toList();
  }
}
