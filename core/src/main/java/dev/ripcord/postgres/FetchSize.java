package dev.ripcord.postgres;

/**
 * How many rows a cursor asks for at a time, so that memory holds about {@link #BYTES} of them
 * however wide they are. Nobody knows the next rows; they are taken to be like the last ones, and
 * more are asked for by degrees.
 */
final class FetchSize {
  static final int FIRST_ROWS = 4;
  private static final int MOST_ROWS = 256;
  private static final long BYTES = 4_000_000;
  private static final int GROWTH = 4;

  private int rows = FIRST_ROWS;
  private int seen;
  private long bytes;

  /** How many rows are asked for from here on. */
  int rows() {
    return rows;
  }

  /**
   * @param size bytes of a row that was read, about
   * @return whether it was the last of those asked for, and {@link #rows} may have changed
   */
  boolean add(long size) {
    seen++;
    bytes += size;
    if (seen < rows) {
      return false;
    }
    long fitting = BYTES * seen / Math.max(1, bytes);
    rows = (int) Math.clamp(fitting, 1, Math.min(MOST_ROWS, (long) rows * GROWTH));
    seen = 0;
    bytes = 0;
    return true;
  }
}
