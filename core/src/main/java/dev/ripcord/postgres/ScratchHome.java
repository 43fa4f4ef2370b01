package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where scratch servers keep their programs and files, one home per user. */
final class ScratchHome {
  /** Enough for the programs and one empty cluster, in bytes. */
  private static final long LEAST_SPACE = 250L * 1024 * 1024;

  private ScratchHome() {}

  /**
   * The first of the wanted, the XDG cache and the temporary directory that we can write and the
   * server's user can enter.
   */
  static Path find(Optional<Path> wanted, ScratchUser user, Map<String, String> environment) {
    List<String> refusals = new ArrayList<>();
    for (Path candidate : candidates(wanted, environment)) {
      try {
        Path home = Files.createDirectories(candidate).toRealPath();
        String refusal = refusal(home, user);
        if (refusal.isEmpty()) {
          requireSpace(home);
          return home;
        }
        refusals.add(candidate + " " + refusal);
      } catch (IOException e) {
        refusals.add(candidate + " cannot be made: " + e);
      }
    }
    throw new RipcordException(
        ProblemCode.ENVIRONMENT,
        "no directory for a scratch server (" + String.join("; ", refusals) + ")");
  }

  private static List<Path> candidates(Optional<Path> wanted, Map<String, String> environment) {
    if (wanted.isPresent()) {
      return List.of(wanted.get().toAbsolutePath());
    }
    List<Path> all = new ArrayList<>();
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // the specification wants relative paths ignored
    if (cache.startsWith("/")) {
      all.add(Path.of(cache, "ripcord"));
    }
    String home = environment.getOrDefault("HOME", "");
    if (home.startsWith("/") && Files.isWritable(Path.of(home))) {
      all.add(Path.of(home, ".cache", "ripcord"));
    }
    all.add(Path.of(System.getProperty("java.io.tmpdir"), "ripcord-" + ScratchUser.ownId()));
    return all;
  }

  /** Why not; empty if it will do. */
  private static String refusal(Path home, ScratchUser user) throws IOException {
    // in a shared temporary directory anybody could have made it, with programs of theirs in it
    int owner = (Integer) Files.getAttribute(home, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != ScratchUser.ownId()) {
      return "belongs to another user";
    }
    if (!Files.isWritable(home)) {
      return "is not writable";
    }
    // others may enter (the server's user must, where it is not ours) but never write
    allow(home, "rwx--x--x");
    return user.canEnter(home) ? "" : "cannot be entered by the server's user";
  }

  private static void requireSpace(Path home) throws IOException {
    long free = Files.getFileStore(home).getUsableSpace();
    if (free < LEAST_SPACE) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "no space for a scratch server: %s has %d MB free, at least %d are needed; set"
                  .formatted(home, free >> 20, LEAST_SPACE >> 20)
              + " XDG_CACHE_HOME to a directory with more, or give a server of your own with"
              + " --scratch URL");
    }
  }

  /** Runs the work while no other process or thread does so in the same home. */
  static synchronized <T> T locked(Path home, Work<T> work) {
    try (FileChannel channel =
            FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("the lock of " + home + " is gone");
      }
      return work.run();
    } catch (IOException e) {
      throw failed("preparing " + home, e);
    }
  }

  /** What is done under the lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  static RipcordException failed(String what, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    String why =
        message.contains("No space left") ? "no space left on the device" : cause.toString();
    return new RipcordException(ProblemCode.ENVIRONMENT, what + " failed: " + why, cause);
  }

  /** Sets permissions whatever the umask is. */
  static void allow(Path path, String permissions) throws IOException {
    Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
    Path unused = Files.setPosixFilePermissions(path, wanted);
  }

  static void deleteTree(@Nullable Path top) {
    if (top == null || !Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean unused = Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // somebody else tidies the same leftovers at the same time, or they are not ours to delete;
      // either way it must not stop a start
    }
  }
}
