package dev.ripcord.recover;

import dev.ripcord.postgres.RestoredServer.As;
import dev.ripcord.postgres.RestoredServer.Programs;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a cluster as a provider brought them.
 *
 * @param size of all, in bytes
 * @param from position from which the log is replayed; 0 if that cannot be told
 */
record RestoredFiles(long size, long from, Programs programs) {
  private static final Pattern START = Pattern.compile("START WAL LOCATION: ([0-9A-F]+/[0-9A-F]+)");

  /**
   * Looks at them, and has them recover.
   *
   * @throws RipcordException if they are not all inside, or no installed server can run them
   */
  static RestoredFiles of(Path data, As as) {
    try {
      requireInside(data);
      Programs programs =
          Programs.of(Integer.parseInt(Files.readString(data.resolve("PG_VERSION")).strip()));
      long from = 0;
      Path label = data.resolve("backup_label");
      if (Files.exists(label)) {
        Matcher start = START.matcher(Files.readString(label));
        from = start.find() ? position(start.group(1)) : 0;
      }
      for (String name : List.of("postmaster.pid", "standby.signal", "recovery.signal")) {
        boolean unused = Files.deleteIfExists(data.resolve(name));
      }
      return new RestoredFiles(size(data), from, programs);
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "what was restored is no cluster of PostgreSQL: " + e, e);
    }
  }

  /** A tablespace that is a link to the live server's folder would be written by both. */
  private static void requireInside(Path data) throws IOException {
    Path own = data.toRealPath().getParent();
    List<String> outside = new ArrayList<>();
    for (Path link : links(data)) {
      if (own == null || !link.toRealPath().startsWith(own)) {
        outside.add(link.getFileName() + " is " + link.toRealPath());
      }
    }
    if (!outside.isEmpty()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "the restored cluster has folders outside of its own, which may be the live server's: "
              + String.join(", ", outside)
              + "; restore by hand with the tablespaces mapped to other folders");
    }
  }

  private static List<Path> links(Path data) throws IOException {
    List<Path> links = new ArrayList<>();
    Path log = data.resolve("pg_wal");
    if (Files.isSymbolicLink(log)) {
      links.add(log);
    }
    try (Stream<Path> tablespaces = Files.list(data.resolve("pg_tblspc"))) {
      tablespaces.filter(Files::isSymbolicLink).forEach(links::add);
    }
    return links;
  }

  private static long size(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(
              file -> {
                try {
                  return Files.size(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .sum();
    }
  }

  /** Of an lsn such as {@code 0/16B3748}, in bytes. */
  static long position(String lsn) {
    String[] halves = lsn.split("/", 2);
    return (Long.parseLong(halves[0], 16) << 32) + Long.parseLong(halves[1], 16);
  }
}
