package dev.ripcord.run;

import dev.ripcord.migration.Phase;

/**
 * What somebody asks of a run from another terminal.
 *
 * @param id in the order of asking
 * @param at in UTC, to the second
 * @param target the phase to be approved, or how far back a rollback goes
 * @param passage of the run that an approval is for, see {@link Standing#passage}; empty for a
 *     rollback
 * @param who asks
 * @param acceptsLoss whether steps that lose something are approved too
 */
public record Request(
    long id, String at, Kind kind, String target, String passage, Asker who, boolean acceptsLoss) {

  /** A rollback that a part of this process asks for. */
  static Request rollback(String at, Back to, Asker who) {
    return new Request(0, at, Kind.ROLLBACK, to.words(), "", who, false);
  }

  /** Whether it approves the phase in this passage; one that was for an earlier one is spent. */
  boolean approves(Phase phase, String now) {
    return kind == Kind.APPROVE && target.equals(phase.word()) && passage.equals(now);
  }

  /** What is asked. */
  public enum Kind {
    APPROVE,
    ROLLBACK
  }

  /**
   * @param name of the person
   * @param reason in words, may be empty
   */
  public record Asker(String name, String reason) {
    /** Such as {@code ann (errors in the shop)}. */
    public String words() {
      return reason.isEmpty() ? name : name + " (" + reason + ")";
    }
  }
}
