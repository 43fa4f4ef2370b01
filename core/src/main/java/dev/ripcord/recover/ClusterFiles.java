package dev.ripcord.recover;

import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A base backup as {@code pg_basebackup} leaves it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/backup-manifest-format.html">Backup
 *     Manifest Format</a>
 * @param taken when its manifest was written, which is last
 * @param size of all files, in bytes
 * @param from position from which it needs the log
 * @param until position at which it is consistent
 */
record ClusterFiles(
    Path folder,
    Instant taken,
    long size,
    int major,
    int timeline,
    String from,
    String until,
    String systemIdentifier) {
  private static final String MANIFEST = "backup_manifest";

  /** The live server's: they would have a restored one archive into the live one's archive. */
  private static final List<String> SETTINGS =
      List.of("postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf");

  private static final List<String> SIGNALS =
      List.of("recovery.signal", "standby.signal", "postmaster.pid", MANIFEST);

  /** Absent if the folder is no complete backup that can be restored by itself. */
  static Optional<ClusterFiles> read(Path folder) {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isReadable(manifest)
        || !Files.isRegularFile(folder.resolve("backup_label"))
        || incremental(folder)
        || tablespaces(folder)) {
      return Optional.empty();
    }
    try {
      JsonNode root = CanonicalJson.read(Files.readString(manifest));
      long size = 0;
      for (JsonNode file : need(root, "Files")) {
        size += number(file, "Size");
      }
      JsonNode range = need(root, "WAL-Ranges").get(0);
      if (range == null) {
        return Optional.empty();
      }
      long all = size;
      return WalFolder.systemIdentifier(folder.resolve("global/pg_control"), 0)
          .flatMap(system -> complete(folder, manifest, range, all, system));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<ClusterFiles> complete(
      Path folder, Path manifest, JsonNode range, long size, String system) {
    try {
      return Optional.of(
          new ClusterFiles(
              folder,
              Files.getLastModifiedTime(manifest).toInstant(),
              size,
              Integer.parseInt(Files.readString(folder.resolve("PG_VERSION")).strip()),
              (int) number(range, "Timeline"),
              text(range, "Start-LSN"),
              text(range, "End-LSN"),
              system));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean incremental(Path folder) {
    try {
      return Files.readString(folder.resolve("backup_label"), StandardCharsets.UTF_8)
          .contains("INCREMENTAL FROM");
    } catch (IOException e) {
      return true;
    }
  }

  /** Links to where the live server has its tablespaces: a copy would write into them. */
  private static boolean tablespaces(Path folder) {
    try (Stream<Path> links = Files.list(folder.resolve("pg_tblspc"))) {
      return links.findAny().isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  /** The first segment that must be in the archive: the backup may have those before with it. */
  WalFile firstNeeded(long segmentSize) {
    WalFile start = WalFile.at(timeline, from, segmentSize);
    return Files.exists(folder.resolve("pg_wal").resolve(start.name(segmentSize)))
        ? WalFile.at(timeline, until, segmentSize)
        : start;
  }

  Backup backup() {
    String label = String.valueOf(folder.getFileName());
    return new Backup(label, taken, size, List.of(label));
  }

  /**
   * Puts the live server's settings aside in what was restored, and all that tells it to recover.
   */
  static void neutral(Path data) {
    try {
      for (String name : SETTINGS) {
        Path file = data.resolve(name);
        if (Files.exists(file)) {
          Files.move(file, data.resolve(name + ".live"), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      for (String name : SIGNALS) {
        boolean unused = Files.deleteIfExists(data.resolve(name));
      }
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the files in " + data + " cannot be prepared: " + e, e);
    }
  }

  /** Removes a folder and all in it; nothing if there is none. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Path unused =
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                  Files.delete(file);
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                    throws IOException {
                  Files.delete(each);
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException e) {
      throw new RipcordException(ProblemCode.ENVIRONMENT, folder + " cannot be removed: " + e, e);
    }
  }
}
