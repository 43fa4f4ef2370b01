package dev.ripcord.run;

/**
 * What somebody asks of a run from another terminal.
 *
 * @param id in the order of asking
 * @param at in UTC, to the second
 * @param target the phase to be approved, or how far back a rollback goes
 * @param who asks
 * @param acceptsLoss whether steps that lose something are approved too
 */
public record Request(
    long id, String at, Kind kind, String target, Asker who, boolean acceptsLoss) {

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
