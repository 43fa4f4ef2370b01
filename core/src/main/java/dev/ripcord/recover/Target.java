package dev.ripcord.recover;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moment to which a cluster is restored.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-RECOVERY-TARGET">Recovery
 *     Target</a>
 */
public sealed interface Target {
  /** As {@link #parse} reads it. */
  String words();

  /** As far as the archive goes. */
  record Latest() implements Target {
    @Override
    public String words() {
      return "latest";
    }
  }

  /** As soon as the backup is consistent: nothing that was written after it. */
  record Backup() implements Target {
    @Override
    public String words() {
      return "backup";
    }
  }

  /** A named restore point. */
  record Point(String name) implements Target {
    @Override
    public String words() {
      return name;
    }
  }

  /** What was committed until then, and at that very moment. */
  record Time(Instant at) implements Target {
    @Override
    public String words() {
      return at.toString();
    }
  }

  /**
   * Right after this position.
   *
   * @param lsn such as {@code 0/16B3748}
   */
  record Position(String lsn) implements Target {
    @Override
    public String words() {
      return "lsn:" + lsn;
    }
  }

  /**
   * The commit of a transaction: right before it, so that it has not happened, or right after it.
   *
   * @param xid as {@code pg_current_xact_id()::xid} and {@code xmin} print it
   */
  record Transaction(long xid, boolean included) implements Target {
    @Override
    public String words() {
      return (included ? "after:xid:" : "xid:") + xid;
    }
  }

  /** Reads what {@link #words} writes; empty if it is none of these. */
  static Optional<Target> parse(String text) {
    Matcher transaction = Syntax.TRANSACTION.matcher(text);
    Matcher position = Syntax.POSITION.matcher(text);
    if (text.equals("latest")) {
      return Optional.of(new Latest());
    } else if (text.equals("backup")) {
      return Optional.of(new Backup());
    } else if (transaction.matches()) {
      return Optional.of(
          new Transaction(Long.parseLong(transaction.group(2)), transaction.group(1) != null));
    } else if (position.matches()) {
      return Optional.of(new Position(position.group(1)));
    }
    return time(text).or(() -> Optional.of(text).filter(Syntax.NAME).map(Point::new));
  }

  private static Optional<Target> time(String text) {
    try {
      return Optional.of(
          new Time(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The forms of the text. */
  final class Syntax {
    private static final Pattern TRANSACTION = Pattern.compile("(after:)?xid:([0-9]{1,10})");
    private static final Pattern POSITION =
        Pattern.compile("lsn:([0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8})");

    /** A server keeps 63 bytes of it. */
    private static final java.util.function.Predicate<String> NAME =
        Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,62}").asMatchPredicate();

    private Syntax() {}
  }
}
