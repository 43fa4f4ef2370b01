package dev.ripcord.workload;

/**
 * How many write, and how.
 *
 * @param writers at least one; each has one connection to either database
 * @param seed of all that is chosen at random
 * @param writesPerSecond of all writers together; 0 for as many as the server takes
 * @param partialUpdates whether new-shape clients also set only some of the columns that together
 *     replace an old one
 */
public record TrafficOptions(int writers, long seed, int writesPerSecond, boolean partialUpdates) {
  public TrafficOptions {
    if (writers < 1 || writesPerSecond < 0) {
      throw new IllegalArgumentException("at least one writer and no negative rate");
    }
  }

  /** Four writers, as fast as the server takes it. */
  public static TrafficOptions ofSeed(long seed) {
    return new TrafficOptions(4, seed, 0, true);
  }
}
