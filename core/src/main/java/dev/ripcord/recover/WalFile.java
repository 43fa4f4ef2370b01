package dev.ripcord.recover;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A segment of the log of changes.
 *
 * @param timeline on which it was written
 * @param number counted from the beginning of the cluster
 */
record WalFile(int timeline, long number) {
  private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");
  private static final long WHOLE = 0x1_0000_0000L;

  /** Of a file's name; empty if it is none of a complete segment. */
  static Optional<WalFile> parse(String name, long size) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    int timeline = Integer.parseUnsignedInt(name.substring(0, 8), 16);
    long high = Long.parseLong(name.substring(8, 16), 16);
    long low = Long.parseLong(name.substring(16), 16);
    return Optional.of(new WalFile(timeline, high * (WHOLE / size) + low));
  }

  /**
   * The one in which a position is.
   *
   * @param lsn such as {@code 0/16B3748}
   */
  static WalFile at(int timeline, String lsn, long size) {
    String[] halves = lsn.split("/", 2);
    long position = Long.parseLong(halves[0], 16) * WHOLE + Long.parseLong(halves[1], 16);
    return new WalFile(timeline, position / size);
  }

  String name(long size) {
    long each = WHOLE / size;
    return String.format(Locale.ROOT, "%08X%08X%08X", timeline, number / each, number % each);
  }
}
