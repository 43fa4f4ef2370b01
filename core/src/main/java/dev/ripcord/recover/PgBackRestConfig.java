package dev.ripcord.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The little of pgBackRest's configuration that says who owns what. */
final class PgBackRestConfig {
  private static final List<Path> USUAL =
      List.of(Path.of("/etc/pgbackrest/pgbackrest.conf"), Path.of("/etc/pgbackrest.conf"));

  private static final Path REPOSITORY = Path.of("/var/lib/pgbackrest");

  private PgBackRestConfig() {}

  /** The folder of the first repository, if it is on this machine. */
  static Path repository(Optional<Path> config) {
    return config
        .or(() -> USUAL.stream().filter(Files::isReadable).findFirst())
        .flatMap(PgBackRestConfig::named)
        .orElse(REPOSITORY);
  }

  private static Optional<Path> named(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> line.matches("repo1?-path\\s*=.*"))
          .map(line -> Path.of(line.substring(line.indexOf('=') + 1).strip()))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
