package dev.ripcord.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where servers that tests start by themselves keep their files: beside those of scratch servers.
 */
public final class ServerFolder {
  private ServerFolder() {}

  /** A new one. Who runs the tests may have chosen a file system in memory for them. */
  public static Path create(String prefix) throws IOException {
    Optional<Path> chosen =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(Path::of).filter(Path::isAbsolute);
    return chosen.isEmpty()
        ? Files.createTempDirectory(prefix)
        : Files.createTempDirectory(Files.createDirectories(chosen.get()), prefix);
  }
}
