package dev.ripcord.cli;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.recover.RecoveryTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file {@code recovery.json}. */
final class RecoveryFile {
  private RecoveryFile() {}

  /** What is in it, oldest first; empty if it is not there. */
  static List<RecoveryTime> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return RecoveryTime.read(Files.readString(file));
    } catch (IOException e) {
      throw new RipcordException(ProblemCode.INPUT, "cannot read " + file, e);
    }
  }
}
