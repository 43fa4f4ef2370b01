package dev.ripcord.recover;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of backups in a folder. What has its final name is complete. */
final class Labels {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String LOCK = ".ripcord.lock";
  private static final String UNFINISHED = ".partial";

  private Labels() {}

  /** Whether a backup of this name would count. */
  static boolean finished(Path folder) {
    return !String.valueOf(folder.getFileName()).startsWith(".");
  }

  /** Where one backup is being taken; nobody else takes one in this folder meanwhile. */
  static final class Place implements AutoCloseable {
    private final Path location;
    private final String label;
    private final FileChannel channel;

    private Place(Path location, String label, FileChannel channel) {
      this.location = location;
      this.label = label;
      this.channel = channel;
    }

    String label() {
      return label;
    }

    /** Does not exist yet. */
    Path unfinished() {
      return location.resolve("." + label + UNFINISHED);
    }

    /** Gives it its name. */
    Path finish() {
      try {
        return Files.move(unfinished(), location.resolve(label), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT, "the backup " + label + " cannot be named: " + e, e);
      }
    }

    /** What is not finished is removed. */
    @Override
    public void close() {
      try {
        ClusterFiles.remove(unfinished());
      } finally {
        closed(channel);
      }
    }
  }

  /**
   * A place for a new backup; what died there before is removed.
   *
   * @param prefix of its name
   * @throws RipcordException if the folder cannot be written, or a backup is being taken in it
   */
  static Place open(Path location, String prefix, Clock clock, Optional<Account> account) {
    try {
      FileChannel channel = locked(location, account);
      for (Path dead : unfinished(location)) {
        ClusterFiles.remove(dead);
      }
      String base = prefix + MOMENT.format(clock.instant());
      String label = base;
      for (int i = 2; Files.exists(location.resolve(label)); i++) {
        label = base + "-" + i;
      }
      return new Place(location, label, channel);
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "no backup can be written to " + location + ": " + e, e);
    }
  }

  private static FileChannel locked(Path location, Optional<Account> account) throws IOException {
    Path file = location.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (account.isPresent()) {
      Path unused = Files.setAttribute(file, "unix:uid", account.get().user());
    }
    boolean ours = false;
    try {
      FileLock lock = channel.tryLock();
      ours = lock != null;
    } catch (OverlappingFileLockException e) {
      ours = false;
    }
    if (!ours) {
      closed(channel);
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "another ripcord takes a backup in " + location + " now: try again when it is done");
    }
    return channel;
  }

  private static List<Path> unfinished(Path location) throws IOException {
    try (Stream<Path> files = Files.list(location)) {
      return files.filter(file -> file.getFileName().toString().endsWith(UNFINISHED)).toList();
    }
  }

  private static void closed(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new RipcordException(ProblemCode.ENVIRONMENT, "the lock cannot be freed: " + e, e);
    }
  }
}
