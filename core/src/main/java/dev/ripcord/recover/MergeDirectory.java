package dev.ripcord.recover;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A private directory for rows, held by a lock that the kernel lets go of when this process dies,
 * so that the next merge can delete what a killed one left.
 */
final class MergeDirectory implements AutoCloseable {
  private static final String PREFIX = "ripcord-merge-";
  private static final String LOCK = "lock";

  /** Closing any descriptor of a file drops all locks of the process on it, so we never reopen. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;

  private MergeDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes one, readable for its owner only, after leftovers are gone. */
  static MergeDirectory create(Path home) {
    try {
      sweep(home);
      Path path = Files.createTempDirectory(home, PREFIX);
      OURS.add(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileLock held = channel.lock();
      if (!held.isValid()) {
        throw new IOException("no lock on " + path);
      }
      return new MergeDirectory(path, channel);
    } catch (IOException e) {
      throw failed(home, e);
    }
  }

  private static void sweep(Path home) throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      for (Path each : all.filter(MergeDirectory::mayBeLeft).toList()) {
        if (isLeft(each)) {
          delete(each);
        }
      }
    }
  }

  private static boolean mayBeLeft(Path path) {
    return String.valueOf(path.getFileName()).startsWith(PREFIX)
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && Files.isWritable(path)
        && !OURS.contains(path);
  }

  private static boolean isLeft(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (NoSuchFileException e) {
      // somebody is just making it, or was killed then: there are no rows in it
      return false;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      delete(path);
      lock.close();
      OURS.remove(path);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static RipcordException failed(Path where, IOException e) {
    return new RipcordException(
        ProblemCode.ENVIRONMENT, "cannot keep rows in " + where + ": " + e.getMessage(), e);
  }
}
