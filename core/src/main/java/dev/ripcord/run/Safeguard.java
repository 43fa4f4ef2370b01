package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.recover.Backup;
import dev.ripcord.recover.BackupNote;
import dev.ripcord.recover.Provider;
import dev.ripcord.recover.RestorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Has a backup before the first change, and a restore point at each boundary between phases. */
final class Safeguard {
  /** The boundary after the last phase. */
  static final String COMPLETE = "complete";

  private static final String BEGUN = "begun: ";

  private final Controller controller;
  private final Controller.Seat seat;

  Safeguard(Controller controller, Controller.Seat seat) {
    this.controller = controller;
    this.seat = seat;
  }

  private Precaution precaution() {
    return controller.document().precaution();
  }

  private Optional<Provider> provider() {
    return precaution().duty() == Precaution.Duty.NONE
        ? Optional.empty()
        : Precaution.provider(precaution().recovery(), seat.url(), seat.clock());
  }

  /** The backup that a run relies on, as its journal has it. */
  static Optional<BackupNote> backup(List<Entry> entries) {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.BACKUP)
        .flatMap(entry -> BackupNote.parse(entry.detail()).stream())
        .findFirst();
  }

  /** Absent when there is a backup to rely on, or none is asked for. */
  Optional<RunResult> backup() {
    Optional<Provider> provider = provider();
    if (provider.isEmpty() || backup(controller.journal()).isPresent()) {
      return Optional.empty();
    }
    try {
      note(provider.get(), precaution().duty() == Precaution.Duty.TAKE);
      return Optional.empty();
    } catch (DatabaseException e) {
      return stuck("take a backup", e);
    } catch (RipcordException e) {
      if (e.code() != ProblemCode.ENVIRONMENT) {
        throw e;
      }
      return Optional.of(
          new RunResult.Stuck(
              Phase.PREPARATION.word(),
              "take a backup",
              String.valueOf(e.getMessage()),
              List.of("nothing of the database was changed yet; ripcord resume tries again")));
    }
  }

  private void note(Provider provider, boolean take) {
    long began = System.nanoTime();
    Optional<Entry> begun = begun();
    Optional<Instant> since =
        take ? begun.map(entry -> Instant.parse(entry.at())) : Optional.of(Instant.EPOCH);
    Optional<Backup> there = since.flatMap(moment -> newest(provider, moment));
    BackupNote note =
        there
            .map(backup -> new BackupNote(backup, Optional.empty()))
            .orElseGet(
                () -> {
                  Backup backup = taken(provider);
                  Duration took = Duration.ofNanos(System.nanoTime() - began);
                  return new BackupNote(backup, Optional.of(took));
                });
    controller.note(Entry.Kind.BACKUP, provider.name(), note.words());
    seat.listener().event(new RunEvent.Note("backup " + note.words()));
    if (!(provider instanceof Provider.Physical)) {
      seat.listener()
          .event(
              new RunEvent.Note("no restore points are made: a dump goes to its own moment only"));
    }
  }

  /** Who had the run before us may have taken one, and not come to write it down. */
  private Optional<Entry> begun() {
    return controller.journal().stream()
        .filter(entry -> entry.kind() == Entry.Kind.BACKUP && entry.detail().startsWith(BEGUN))
        .findFirst();
  }

  private Optional<Backup> newest(Provider provider, Instant after) {
    return Look.at(seat.url(), Look.BRIEF, session -> provider.backups(session)).stream()
        .filter(backup -> backup.taken().isAfter(after))
        .max(Comparator.comparing(Backup::taken));
  }

  private Backup taken(Provider provider) {
    String where = precaution().recovery().location().orElse("");
    controller.note(Entry.Kind.BACKUP, provider.name(), BEGUN + "into " + where);
    controller.at(new State("backup", "taking a backup into " + where, State.Walk.NONE));
    seat.listener().event(new RunEvent.Note("taking a backup with " + provider.name()));
    try (Session live = Look.open(seat.url(), "ripcord backup", Look.LONG)) {
      return provider.take(live, seat.signals()::check);
    }
  }

  /** Absent when the point is made, was made in this passage, or none can be. */
  Optional<RunResult> point(String boundary) {
    Standing standing = controller.standing();
    boolean there =
        standing.sinceTurn().stream()
            .anyMatch(entry -> entry.kind() == Entry.Kind.POINT && entry.unit().equals(boundary));
    if (there || provider().filter(Provider.Physical.class::isInstance).isEmpty()) {
      return Optional.empty();
    }
    // who dies before it is noted makes it again under this name: of two, a restore goes to the
    // first, and nothing of the phase is between them
    String name =
        RestorePoint.name(controller.document().identity().id(), boundary, standing.passage());
    try {
      RestorePoint point =
          controller.look(session -> RestorePoint.create(session, name).archived(session));
      controller.note(Entry.Kind.POINT, boundary, point.words());
      seat.listener().event(new RunEvent.Note("restore point " + point.words()));
      return Optional.empty();
    } catch (DatabaseException e) {
      return stuck("make the restore point before " + boundary, e);
    }
  }

  private static Optional<RunResult> stuck(String title, DatabaseException failure) {
    if (failure.connectionLost()) {
      throw failure;
    }
    return Optional.of(
        new RunResult.Stuck(
            "recovery",
            title,
            String.valueOf(failure.getMessage()),
            List.of("docs/recovery.md says what the role needs; ripcord resume tries again")));
  }
}
