package dev.ripcord.wayback;

/**
 * What is in the way of a rollback now.
 *
 * @param what in words, with names
 */
public record Obstacle(Kind kind, String what) {

  /** What has to happen before it is out of the way. */
  public enum Kind {
    /** Something of somebody else's depends on what the way back drops. */
    DEPENDENT,
    /** Something that the way back needs was dropped or changed by somebody else. */
    GONE,
    /** The role that asks may not do what the way back does. */
    PRIVILEGE,
    /** The data, or a sequence, went where the old shape cannot follow. */
    UNFIT,
    /** Somebody holds a lock or a snapshot; it passes when that transaction ends. */
    BUSY
  }
}
