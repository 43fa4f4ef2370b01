package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What takes backups, and gives one back. */
public interface Provider {
  /** As the migration file calls it. */
  String name();

  /**
   * Asks the live server and the place of the backups whether one can be relied on: archiving, by a
   * segment that is closed now and must arrive; the chain; age; space; permission.
   *
   * @param live of the role that will run the migration
   */
  Inspection inspect(Session live, Instant now);

  /**
   * The backups that could be restored, oldest first, as far as their place tells without looking
   * into each.
   *
   * @throws RipcordException if their place cannot be read
   */
  List<Backup> backups();

  /**
   * Likewise, of the cluster that the session is in; a folder may have those of several.
   *
   * @throws RipcordException if their place cannot be read
   */
  default List<Backup> backups(Session live) {
    return backups();
  }

  /**
   * Takes a backup.
   *
   * @param meanwhile is called several times a second; what it throws ends the backup
   * @throws RipcordException if it cannot be taken; what was begun of it is gone, or never taken
   *     for a backup
   */
  Backup take(Session live, Runnable meanwhile);

  /** The folder in which restores are made; it may not be there yet. */
  Path space();

  /**
   * The commands that a person runs to restore by hand, complete, in order.
   *
   * @param into a directory that does not exist yet
   */
  List<String> commands(Backup backup, Target target, Path into);

  /** Of whole clusters, with the log of all changes since: it can go to any moment. */
  interface Physical extends Provider {
    /**
     * Brings the files of a cluster into a directory that does not exist yet, in a folder that does
     * and that {@link #account} can write. The live server's files of settings ({@code
     * postgresql.conf}, {@code postgresql.auto.conf}, {@code pg_hba.conf}, {@code pg_ident.conf})
     * get the ending {@code .live}, for they would archive into the live server's archive; nothing
     * says how to recover, not even that to do so.
     *
     * @throws RipcordException if they are not all there in the end
     */
    void files(Backup backup, Path data);

    /** The value of the server's {@code restore_command}, which must run as {@link #account}. */
    String restoreCommand();

    /**
     * The user of the operating system who can read the archive and as whom all programs of the
     * provider run; files of restores belong to it. Absent if that is whoever runs this.
     */
    Optional<Account> account();
  }

  /** Of one database, as it was at one moment. */
  interface Logical extends Provider {
    /**
     * Fills an empty database.
     *
     * @throws RipcordException if something of it cannot be restored
     */
    void load(Backup backup, DatabaseUrl empty);
  }
}
