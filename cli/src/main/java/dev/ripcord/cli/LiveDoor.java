package dev.ripcord.cli;

import dev.ripcord.Ripcord;
import dev.ripcord.aftermath.Afterwards;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.run.Answers;
import dev.ripcord.run.Approvals.Approved;
import dev.ripcord.run.Back;
import dev.ripcord.run.Brake;
import dev.ripcord.run.Request;
import dev.ripcord.run.Retrospect;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunOptions;
import dev.ripcord.run.RunResult;
import dev.ripcord.run.RunStatus;
import dev.ripcord.run.Validations;
import dev.ripcord.run.Watching;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The part of {@link Ripcord} that is about runs on live databases, as an object. */
interface LiveDoor {
  RunResult run(
      Path migration,
      DatabaseUrl database,
      RunOptions options,
      Brake brake,
      RunEvent.Listener listener);

  RunResult resume(
      DatabaseUrl database, RunOptions options, Brake brake, RunEvent.Listener listener);

  RunResult rollback(
      DatabaseUrl database,
      Back to,
      String reason,
      RunOptions options,
      Brake brake,
      RunEvent.Listener listener);

  RunResult cleanUpArchives(
      DatabaseUrl database,
      Optional<String> now,
      RunOptions options,
      Brake brake,
      RunEvent.Listener listener);

  Optional<RunStatus> status(DatabaseUrl database);

  Approved approve(
      DatabaseUrl database, Optional<Phase> phase, Request.Asker who, boolean acceptsLoss);

  Answers.Answered acknowledge(DatabaseUrl database, Collection<Long> alerts, String who);

  Watching.Seen watch(
      Path migration,
      DatabaseUrl database,
      Watching.Manner manner,
      Brake brake,
      RunEvent.Listener listener);

  Retrospect.Hindsight replay(Path migration, DatabaseUrl database, Instant from, Instant until);

  Validations.Outcome validate(
      Path migration,
      DatabaseUrl database,
      Validations.Files files,
      Brake brake,
      RunEvent.Listener listener);

  Validations.Outcome signOff(
      Path migration,
      DatabaseUrl database,
      Validations.Files files,
      Validations.Signature signature);

  List<Entry> journal(DatabaseUrl database);

  void requireRunOf(Path migration, DatabaseUrl database);

  Afterwards afterwards(Path migration, DatabaseUrl database, Path exports, String who);

  /** The library itself. */
  final class Library implements LiveDoor {
    @Override
    public Afterwards afterwards(Path migration, DatabaseUrl database, Path exports, String who) {
      return Ripcord.afterwards(migration, database, exports, who);
    }

    @Override
    public RunResult run(
        Path migration,
        DatabaseUrl database,
        RunOptions options,
        Brake brake,
        RunEvent.Listener listener) {
      return Ripcord.run(migration, database, options, brake, listener);
    }

    @Override
    public RunResult resume(
        DatabaseUrl database, RunOptions options, Brake brake, RunEvent.Listener listener) {
      return Ripcord.resume(database, options, brake, listener);
    }

    @Override
    public RunResult rollback(
        DatabaseUrl database,
        Back to,
        String reason,
        RunOptions options,
        Brake brake,
        RunEvent.Listener listener) {
      return Ripcord.rollback(database, to, reason, options, brake, listener);
    }

    @Override
    public RunResult cleanUpArchives(
        DatabaseUrl database,
        Optional<String> now,
        RunOptions options,
        Brake brake,
        RunEvent.Listener listener) {
      return Ripcord.cleanUpArchives(database, now, options, brake, listener);
    }

    @Override
    public Optional<RunStatus> status(DatabaseUrl database) {
      return Ripcord.status(database);
    }

    @Override
    public Approved approve(
        DatabaseUrl database, Optional<Phase> phase, Request.Asker who, boolean acceptsLoss) {
      return Ripcord.approve(database, phase, who, acceptsLoss);
    }

    @Override
    public Answers.Answered acknowledge(DatabaseUrl database, Collection<Long> alerts, String who) {
      return Ripcord.acknowledge(database, alerts, who);
    }

    @Override
    public Watching.Seen watch(
        Path migration,
        DatabaseUrl database,
        Watching.Manner manner,
        Brake brake,
        RunEvent.Listener listener) {
      return Ripcord.watch(migration, database, manner, brake, listener);
    }

    @Override
    public Retrospect.Hindsight replay(
        Path migration, DatabaseUrl database, Instant from, Instant until) {
      return Ripcord.replay(migration, database, from, until);
    }

    @Override
    public Validations.Outcome validate(
        Path migration,
        DatabaseUrl database,
        Validations.Files files,
        Brake brake,
        RunEvent.Listener listener) {
      return Ripcord.validate(migration, database, files, brake, listener);
    }

    @Override
    public Validations.Outcome signOff(
        Path migration,
        DatabaseUrl database,
        Validations.Files files,
        Validations.Signature signature) {
      return Ripcord.signOff(migration, database, files, signature);
    }

    @Override
    public List<Entry> journal(DatabaseUrl database) {
      return Ripcord.journal(database);
    }

    @Override
    public void requireRunOf(Path migration, DatabaseUrl database) {
      Ripcord.requireRunOf(migration, database);
    }
  }
}
