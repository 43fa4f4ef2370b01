package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;
import java.util.List;

/**
 * What a backup gave back, on a server of its own beside the live one, for as long as it is open.
 */
public sealed interface Restored extends AutoCloseable permits RestoredCluster, RestoredDump {
  /** How a restore ended. */
  sealed interface Outcome {
    /** It is there, and stands at its target. */
    record There(Restored restored) implements Outcome {}

    /**
     * The target was not reached from this backup, and nothing is left of it.
     *
     * @param why with what the server said
     * @param older whether an older backup may reach it
     */
    record Unreached(Backup backup, Target target, String why, boolean older) implements Outcome {}
  }

  /**
   * What it took.
   *
   * @param size of the files that were brought, in bytes
   * @param wal of the log that was replayed, in bytes
   * @param files until they were there and verified
   * @param replay from the start of the server until it stood at the target
   * @param answer from then until the first query was answered
   */
  record Measured(long size, long wal, Duration files, Duration replay, Duration answer) {
    /** All of it. */
    public Duration total() {
      return files.plus(replay).plus(answer);
    }
  }

  /** Restores a backup to a moment. */
  static Outcome of(Provider provider, Backup backup, Target target, Beside beside) {
    if (provider instanceof Provider.Physical physical) {
      return RestoredCluster.of(physical, backup, target, beside);
    }
    if (provider instanceof Provider.Logical logical) {
      return RestoredDump.of(logical, backup, target, beside);
    }
    throw new IllegalArgumentException(provider.name() + " restores neither way");
  }

  /**
   * Restores the newest of the backups that reaches a moment, the newest first.
   *
   * @param backups newest first, at least one
   * @return of the last that was tried
   */
  static Outcome first(Provider provider, List<Backup> backups, Target target, Beside beside) {
    Outcome last = of(provider, backups.getFirst(), target, beside);
    for (Backup backup : backups.subList(1, backups.size())) {
      if (!(last instanceof Outcome.Unreached unreached) || !unreached.older()) {
        return last;
      }
      last = of(provider, backup, target, beside);
    }
    return last;
  }

  /** As which backup. */
  Backup backup();

  /** Where it stands. */
  Target target();

  /** What it took until now. */
  Measured measured();

  /** What the server said of where it stopped, or the moment of the dump. */
  String stop();

  /**
   * The way in to a database of it, as a superuser.
   *
   * @param database of the live server
   */
  DatabaseUrl url(String database);

  /**
   * Goes on to a later moment.
   *
   * @return whether it is there; of an {@link Outcome.Unreached} nothing is left but to close it
   * @throws RipcordException if it is of a kind that has only one moment, or was promoted
   */
  Outcome moveOn(Target later);

  /** Ends the recovery there, so that it can be written to. */
  void promote();

  /** Stops the server and removes all files. */
  @Override
  void close();
}
