package dev.ripcord.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One entry of the journal.
 *
 * @param seq from 1, without gaps
 * @param at in UTC with microseconds, such as {@code 2026-11-22T08:00:00.000000Z}
 * @param plan hash of the plan that is run
 * @param unit such as {@code expand-01} or {@code expand-01/back-2}
 * @param detail in words, without secrets
 * @param previous hash of the entry before; empty for the first
 * @param hash of all of the above, SHA-256 in hexadecimal
 */
public record Entry(
    long seq,
    String at,
    String plan,
    Kind kind,
    String unit,
    String detail,
    String previous,
    String hash) {

  /** What an entry records. */
  public enum Kind {
    /** A unit that cannot commit with its entry began to go forward. */
    STARTED,
    /** A step went forward. */
    DONE,
    /** One unit of a step's way back is through. */
    UNIT_UNDONE,
    /** All units of a step's way back are through; it can go forward again. */
    UNDONE,
    /** A run began: who runs it, with which proof, and what was overridden. */
    BEGUN,
    /** What a unit took: time, lock waits, rows. */
    MEASURED,
    /** A phase is through. */
    PHASE,
    /** A gate before a phase: what it waits for, or who opened it. */
    GATE,
    /** A hook ran. */
    HOOK,
    /** What is usual of a metric, measured before the first change; frozen for the run. */
    BASELINE,
    /** What a trigger says since then, or why the watch holds a phase. */
    WATCH,
    /** People are called, or have answered. */
    ALERT,
    /** A backup is begun, taken, or there already. */
    BACKUP,
    /** A restore point was made: before a phase, or after the last one. */
    POINT,
    /** A rollback began: from where to where, and why. */
    ROLLBACK,
    /** A rollback reached its end. */
    ROLLED_BACK,
    /** All phases are through. */
    COMPLETE,
    /** What was around the migrated tables when the run began: roles, slots, counts. */
    START,
    /** What a check after the rollback found, with its evidence. */
    VALIDATION,
    /** A person took responsibility for what a check left open, or found wrong. */
    SIGNED_OFF,
    /** A procedure after the rollback was done: by whom, or by ripcord with what evidence. */
    PROCEDURE,
    /** A procedure after the rollback was given to somebody, with a due date. */
    ASSIGNED,
    /** Metrics were watched after the rollback: from when to when, and what was seen. */
    WATCHED,
    /** What is known of the run was put into one file, with its hash. */
    ARCHIVED,
    /** Anything else worth knowing. */
    NOTE
  }

  /** The hash that these values must have; length-prefixed, so that no two entries read alike. */
  static String hash(
      long seq, String at, String plan, Kind kind, String unit, String detail, String previous) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(Long.toString(seq), at, plan, kind.name(), unit, detail, previous)) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Whether the hash is the one that its values must have. */
  boolean intact() {
    return hash.equals(hash(seq, at, plan, kind, unit, detail, previous));
  }
}
