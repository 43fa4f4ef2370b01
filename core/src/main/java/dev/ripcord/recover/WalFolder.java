package dev.ripcord.recover;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder into which a server copies segments of its log, each under its own name.
 *
 * @param segmentSize in bytes
 */
record WalFolder(Path folder, long segmentSize) {
  /** Where the long header of a segment has the number of its cluster. */
  private static final int SYSTEM = 24;

  /** Whether the segment is there, and all of it. */
  boolean has(String segment) {
    try {
      return Files.size(folder.resolve(segment)) == segmentSize;
    } catch (IOException e) {
      return false;
    }
  }

  /** The first segment of those that a recovery needs that is not there; empty if all are. */
  Optional<String> missing(WalFile from, WalFile to) {
    Set<Long> there = new HashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> has(file.getFileName().toString()))
          .flatMap(file -> WalFile.parse(file.getFileName().toString(), segmentSize).stream())
          .filter(wal -> wal.timeline() >= from.timeline() && wal.timeline() <= to.timeline())
          .forEach(wal -> there.add(wal.number()));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the archive " + folder + " cannot be read: " + e, e);
    }
    for (long number = from.number(); number <= to.number(); number++) {
      if (!there.contains(number)) {
        return Optional.of(new WalFile(from.timeline(), number).name(segmentSize));
      }
    }
    return Optional.empty();
  }

  /** The cluster that wrote the segment; empty if it cannot be read. */
  Optional<String> systemIdentifier(String segment) {
    return systemIdentifier(folder.resolve(segment), SYSTEM);
  }

  /** A server writes its own byte order, which for all of today's packages is this one. */
  static Optional<String> systemIdentifier(Path file, int offset) {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      byte[] number = new byte[Long.BYTES];
      bytes.seek(offset);
      bytes.readFully(number);
      return Optional.of(
          Long.toUnsignedString(ByteBuffer.wrap(number).order(ByteOrder.nativeOrder()).getLong()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
