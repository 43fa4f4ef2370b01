package dev.ripcord.postgres;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that is installed where packages of PostgreSQL put one.
 *
 * @param directory with {@code bin}, {@code lib} and {@code share}
 */
record InstalledPrograms(int major, int minor, Path directory) implements ServerPrograms {
  private static final Pattern VERSION =
      Pattern.compile("\\(PostgreSQL\\) ([0-9]+)(?:\\.([0-9]+))?");

  @Override
  public Path unpacked(Path home) {
    return directory;
  }

  static List<ServerPrograms> all() {
    List<ServerPrograms> found = new ArrayList<>();
    for (Path directory : directories()) {
      boolean server = Files.isExecutable(directory.resolve("bin/initdb"));
      if (server) {
        version(directory.resolve("bin/postgres"))
            .map(version -> new InstalledPrograms(version.major(), version.minor(), directory))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Where packages of Debian, Red Hat and Homebrew and the source's own Makefile install. */
  static List<Path> directories() {
    List<Path> all = new ArrayList<>();
    all.addAll(children(Path.of("/usr/lib/postgresql"), ""));
    all.addAll(children(Path.of("/usr"), "pgsql-"));
    all.addAll(children(Path.of("/opt/homebrew/opt"), "postgresql@"));
    all.add(Path.of("/usr/local/pgsql"));
    return all;
  }

  private static List<Path> children(Path parent, String prefix) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith(prefix))
          .sorted(reverseOrder())
          .toList();
    } catch (IOException e) {
      throw ScratchHome.failed("looking for PostgreSQL in " + parent, e);
    }
  }

  /**
   * @param minor 0 for a version that is not released yet
   */
  record Version(int major, int minor) {}

  /** What a program of PostgreSQL says of itself; empty if it does not run. */
  static Optional<Version> version(Path program) {
    if (!Files.isExecutable(program)) {
      return Optional.empty();
    }
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      Matcher matcher = VERSION.matcher(said);
      if (!ended || !matcher.find()) {
        return Optional.empty();
      }
      String minor = matcher.group(2);
      return Optional.of(
          new Version(
              Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor)));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
