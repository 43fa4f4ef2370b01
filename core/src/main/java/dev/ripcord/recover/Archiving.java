package dev.ripcord.recover;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Whether what the live server logs reaches its archive: a segment is closed, and must arrive. */
final class Archiving {
  private static final String ARCHIVER = SqlResource.of(Archiving.class, "archiver");
  private static final String SWITCH = SqlResource.of(Archiving.class, "switch-wal");
  private static final Duration POLL = Duration.ofMillis(100);

  /** So often the server tries before it rests for a minute. */
  private static final int ATTEMPTS = 3;

  private record Archiver(long archived, long failed, String lastArchived, String lastFailed) {
    static Archiver of(Session live) {
      return live.query(
              ARCHIVER,
              row ->
                  new Archiver(
                      row.number("archived_count"),
                      row.number("failed_count"),
                      row.text("last_archived"),
                      row.text("last_failed")))
          .getFirst();
    }
  }

  private final Session live;
  private final Cluster cluster;
  private final Findings findings;

  Archiving(Session live, Cluster cluster, Findings findings) {
    this.live = live;
    this.cluster = cluster;
    this.findings = findings;
  }

  /**
   * Closes a segment and waits for it.
   *
   * @param example of an archive_command
   * @param place of the archive, in words
   * @param arrived whether the segment of this name is there
   * @return the segment; empty if something was refused
   */
  Optional<String> closed(
      String example, String place, Predicate<String> arrived, Duration patience) {
    if (cluster.archiveMode().equals("off")) {
      findings.refuse(
          "archive_mode is off, so nothing can be recovered but what was in a backup: set"
              + " archive_mode = on and archive_command = '"
              + example
              + "', and restart the server");
    }
    granted(cluster.maySwitch(), "pg_switch_wal()", "close a segment of WAL");
    granted(cluster.mayMark(), "pg_create_restore_point(text)", "make a restore point");
    if (cluster.archiveMode().equals("off") || !cluster.maySwitch() || !cluster.mayMark()) {
      return Optional.empty();
    }
    Archiver before = Archiver.of(live);
    String segment = RestorePoint.create(live, "ripcord_inspection").segment();
    String unused = live.scalar(SWITCH);
    return arrives(segment, before, place, arrived, patience)
        ? Optional.of(segment)
        : Optional.empty();
  }

  private void granted(boolean granted, String function, String what) {
    if (!granted) {
      findings.refuse(
          "the role "
              + cluster.role()
              + " may not "
              + what
              + ": GRANT EXECUTE ON FUNCTION pg_catalog."
              + function
              + " TO "
              + cluster.role());
    }
  }

  private boolean arrives(
      String segment, Archiver before, String place, Predicate<String> arrived, Duration patience) {
    long began = System.nanoTime();
    while (true) {
      if (arrived.test(segment)) {
        findings.fact(
            "the segment "
                + segment
                + " was closed and is in "
                + place
                + " after "
                + millis(began)
                + " ms");
        return true;
      }
      Archiver now = Archiver.of(live);
      boolean fails = now.failed() - before.failed() >= ATTEMPTS;
      boolean late = millis(began) > patience.toMillis();
      if (fails || late) {
        findings.refuse(why(segment, before, now, place, millis(began)));
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  private static String why(
      String segment, Archiver before, Archiver now, String place, long millis) {
    String what = "the segment " + segment + " was closed and did not reach " + place;
    if (now.failed() > before.failed()) {
      return what
          + ": archive_command fails ("
          + (now.failed() - before.failed())
          + " times since, last for "
          + now.lastFailed()
          + "): the server's log says why";
    }
    if (now.lastArchived().compareTo(segment) >= 0) {
      return what
          + " in "
          + millis
          + " ms, although the server has archived it: archive_command puts it elsewhere";
    }
    return what
        + " in "
        + millis
        + " ms (the last that was archived is "
        + (now.lastArchived().isEmpty() ? "none" : now.lastArchived())
        + "): see whether the archiver runs";
  }
}
