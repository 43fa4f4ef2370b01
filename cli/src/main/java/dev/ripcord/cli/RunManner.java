package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.RunOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that take steps have in common. */
final class RunManner {
  @Mixin private Self self = new Self();

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description = "Where the journal is written before it leaves the database (default: here).")
  private Path exports = Path.of("");

  @Mixin private Telling telling = new Telling();

  Telling telling() {
    return telling;
  }

  /**
   * Refuses where the journal could not be written. For who begins a run: whoever rolls back, which
   * may be to resume, is not held up by it, and is told at the end, when only the journal is left.
   */
  void requireExports() {
    OutputFiles.requireFolder(exports);
  }

  RunOptions options(
      Optional<Phase> until,
      RunOptions.Consent consent,
      RunOptions.Overrides overrides,
      Optional<Path> proof) {
    return new RunOptions(self.name(), until, consent, overrides, proof, exports);
  }
}
