package dev.ripcord.aftermath;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the proof and the runbook lie.
 *
 * @param folder may not exist
 */
record Rehearsal(Path folder) {
  private static final Path USUAL = Path.of("rehearsal");

  /** Where it was named, or where {@code ripcord rehearse} puts them: here, or beside the file. */
  static Rehearsal of(Optional<Path> named, Path migration) {
    Path parent = migration.toAbsolutePath().getParent();
    Path beside = parent == null ? USUAL : parent.resolve(USUAL);
    return new Rehearsal(
        named.orElse(!Files.isDirectory(USUAL) && Files.isDirectory(beside) ? beside : USUAL));
  }

  /** Absent where there is none. */
  Optional<String> text(String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
