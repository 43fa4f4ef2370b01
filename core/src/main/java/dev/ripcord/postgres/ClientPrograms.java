package dev.ripcord.postgres;

import static java.util.Comparator.comparingInt;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The programs that the packages of PostgreSQL bring, and others in the {@code PATH}.
 *
 * @param directories in which they are looked for, in this order
 */
public record ClientPrograms(List<Path> directories) {
  public ClientPrograms {
    directories = List.copyOf(directories);
  }

  /** Those of this machine. On Debian what is in the PATH is a wrapper, so that it comes last. */
  public static ClientPrograms here() {
    Set<Path> all = new LinkedHashSet<>();
    InstalledPrograms.directories().forEach(directory -> all.add(directory.resolve("bin")));
    String path = System.getenv("PATH");
    for (String entry : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
        all.add(Path.of(entry));
      }
    }
    return new ClientPrograms(List.copyOf(all));
  }

  private record Found(Path path, int major) {}

  /**
   * A client program of a version that can talk to such a server: of its own, or the next newer.
   *
   * @param url to which it shall connect
   * @throws RipcordException if there is none that is new enough
   */
  public Program client(String name, int serverMajor, DatabaseUrl url, Duration atMost) {
    return new Program(
        List.of(path(name, serverMajor).toString()),
        Program.reaching(url, "ripcord " + name),
        url.password().isEmpty() ? Set.of() : Set.of(url.password()),
        atMost);
  }

  /**
   * Where such a program is.
   *
   * @throws RipcordException if there is none that is new enough
   */
  public Path path(String name, int serverMajor) {
    List<Found> all =
        directories.stream()
            .map(directory -> directory.resolve(name))
            .flatMap(
                program ->
                    InstalledPrograms.version(program).stream()
                        .map(version -> new Found(program, version.major())))
            .toList();
    return all.stream()
        .filter(each -> each.major() >= serverMajor)
        .min(comparingInt(Found::major))
        .map(Found::path)
        .orElseThrow(() -> missing(name, serverMajor, all));
  }

  private static RipcordException missing(String name, int serverMajor, List<Found> all) {
    Set<Integer> others = new TreeSet<>(all.stream().map(Found::major).toList());
    return new RipcordException(
        ProblemCode.ENVIRONMENT,
        "no %s %d or newer was found%s; install the programs of PostgreSQL %d (Debian: %s-%d)"
            .formatted(
                name,
                serverMajor,
                others.isEmpty() ? "" : " (there is " + others + ")",
                serverMajor,
                name.equals("pg_verifybackup") ? "postgresql" : "postgresql-client",
                serverMajor));
  }

  /** Any other program; absent if there is none of this name. */
  public Optional<Path> other(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
