package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

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
   * Takes a backup.
   *
   * @throws RipcordException if it cannot be taken; what was begun of it is gone, or never taken
   *     for a backup
   */
  Backup take(Session live);

  /**
   * The commands that a person runs to restore by hand, complete, in order.
   *
   * @param into a directory that does not exist yet
   */
  List<String> commands(Backup backup, Target target, Path into);

  /** Of whole clusters, with the log of all changes since: it can go to any moment. */
  interface Physical extends Provider {
    /**
     * Brings the files of a cluster into an empty directory, without any setting of its own.
     *
     * @throws RipcordException if they are not all there in the end
     */
    void files(Backup backup, Path data);

    /** The value of the server's {@code restore_command}. */
    String restoreCommand();
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
