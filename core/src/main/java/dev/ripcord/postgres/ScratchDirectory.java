package dev.ripcord.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of one server, held by a lock that the kernel lets go of when this process dies, so
 * that a later one can tell leftovers from a neighbour's.
 */
final class ScratchDirectory implements AutoCloseable {
  private static final String PREFIX = "server-";

  /** Closing any descriptor of a file drops all locks of the process on it, so we never reopen. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private ScratchDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Makes one; the caller holds the lock of the home. */
  static ScratchDirectory create(Path home, ScratchUser user) throws IOException {
    ScratchDirectory made = make(home);
    Path data = Files.createDirectory(made.path.resolve("data"));
    ScratchHome.allow(data, "rwx------");
    if (user.kind() == ScratchUser.Kind.NOBODY) {
      made.letOthersThrough();
    }
    give(data, user);
    return made;
  }

  /** Makes one with a folder {@code cluster} that belongs to whoever runs its server. */
  static ScratchDirectory create(Path home, RestoredServer.As as) throws IOException {
    ScratchDirectory made = make(home);
    Path cluster = Files.createDirectory(made.path.resolve("cluster"));
    ScratchHome.allow(cluster, "rwx------");
    if (as.other()) {
      made.letOthersThrough();
    }
    as.give(cluster);
    return made;
  }

  private static ScratchDirectory make(Path home) throws IOException {
    Path path = Files.createTempDirectory(home, PREFIX);
    OURS.add(path);
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.lock();
    if (!lock.isValid()) {
      throw new IOException("no lock on " + path);
    }
    return new ScratchDirectory(path, channel);
  }

  /** They reach what lies under it only by knowing the random name, and own none of it. */
  private void letOthersThrough() throws IOException {
    ScratchHome.allow(path, "rwx--x--x");
  }

  /** A file that only the server's user can read. */
  void writePrivate(String name, String text, ScratchUser user) throws IOException {
    Path file = file(name);
    Path created = Files.createFile(file);
    ScratchHome.allow(created, "rw-------");
    Path written = Files.writeString(created, text);
    give(written, user);
  }

  private static void give(Path file, ScratchUser user) throws IOException {
    if (user.kind() == ScratchUser.Kind.NOBODY) {
      Path unused = Files.setAttribute(file, "unix:uid", user.owner());
    }
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** The text of a file; empty while there is none. */
  Optional<String> read(String name) {
    try {
      return Optional.of(new String(Files.readAllBytes(file(name)), UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ScratchHome.failed("reading " + file(name), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw ScratchHome.failed("letting go of " + path, e);
    } finally {
      ScratchHome.deleteTree(path);
      OURS.remove(path);
    }
  }

  /** Removes what dead processes left; the caller holds the lock of the home. */
  static void reap(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      for (Path path : files.toList()) {
        boolean server = path.getFileName().toString().startsWith(PREFIX);
        if (server && !OURS.contains(path) && abandoned(path)) {
          running(path, "server.pid").ifPresent(process -> process.destroyForcibly());
          remove(path);
        }
      }
    }
  }

  private static boolean abandoned(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      // a watchdog that is alive is tidying at this moment, or about to
      return lock != null && running(path, "watchdog.pid").isEmpty();
    } catch (NoSuchFileException e) {
      return running(path, "watchdog.pid").isEmpty();
    }
  }

  /** The server's children notice only after a moment that it is gone, and write until then. */
  private static void remove(Path path) {
    for (int tries = 0; tries < 100 && Files.exists(path); tries++) {
      ScratchHome.deleteTree(path);
      if (Files.exists(path)) {
        ScratchServer.pause();
      }
    }
  }

  private static Optional<ProcessHandle> running(Path path, String pidFile) {
    try {
      long pid = Long.parseLong(Files.readString(path.resolve(pidFile)).strip());
      // a number alone may belong to somebody else by now
      return ProcessHandle.of(pid)
          .filter(process -> process.info().commandLine().orElse("").contains(path.toString()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
