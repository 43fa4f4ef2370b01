package dev.ripcord.recover;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named moment in the log of changes, to which a restore can go.
 *
 * @param name at most 63 bytes
 * @param lsn right after it
 * @param at by the live server's clock
 * @param segment of WAL in which it is
 */
public record RestorePoint(String name, String lsn, Instant at, String segment) {
  private static final String CREATE = SqlResource.of(RestorePoint.class, "restore-point");
  private static final String SWITCH = SqlResource.of(RestorePoint.class, "switch-wal");
  private static final Pattern WORDS =
      Pattern.compile("(\\S+) at ([0-9A-F]+/[0-9A-F]+), (\\S+), in ([0-9A-F]{24})");

  /** Of a name that PostgreSQL keeps. */
  private static final int LONGEST = 63;

  /**
   * Makes one.
   *
   * @throws dev.ripcord.postgres.DatabaseException if the role may not, or the server is a standby
   */
  public static RestorePoint create(Session live, String name) {
    return live.query(
            CREATE,
            row ->
                new RestorePoint(
                    name, row.text("lsn"), Instant.parse(row.text("at")), row.text("segment")),
            name)
        .getFirst();
  }

  /** Closes the segment, so that the archive has the point soon, and not when it is full. */
  @CanIgnoreReturnValue
  public RestorePoint archived(Session live) {
    String unused = live.scalar(SWITCH);
    return this;
  }

  /**
   * A name of one, which {@link Target#parse} reads back.
   *
   * @param run id of the run: the migration's name, a dash and a moment
   * @param boundary such as {@code expand}
   * @param passage of the run
   */
  public static String name(String run, String boundary, String passage) {
    int dash = run.lastIndexOf('-');
    String migration = run.substring(0, dash).replaceAll("[^A-Za-z0-9_.-]", "_");
    String rest = run.substring(dash) + "-" + boundary + "-" + passage;
    String prefix = "ripcord-";
    int room = LONGEST - prefix.length() - rest.length();
    return prefix + migration.substring(0, Math.min(migration.length(), room)) + rest;
  }

  /** As a journal has it. */
  public String words() {
    return name + " at " + lsn + ", " + at + ", in " + segment;
  }

  /** Reads what {@link #words} writes; empty if it is none of these. */
  public static Optional<RestorePoint> parse(String words) {
    Matcher matcher = WORDS.matcher(words);
    return matcher.matches()
        ? Optional.of(
            new RestorePoint(
                matcher.group(1),
                matcher.group(2),
                Instant.parse(matcher.group(3)),
                matcher.group(4)))
        : Optional.empty();
  }
}
