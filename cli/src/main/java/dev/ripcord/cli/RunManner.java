package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.RunOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What commands that take steps have in common. */
final class RunManner {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Your name in the journal (default: the user of this system and its host).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--yes",
      description = "Approve every phase beforehand, for automation; journalled.")
  private boolean yes;

  @Option(
      names = "--accept-loss",
      description = "With --yes: approve also steps that cannot be taken back without loss.")
  private boolean acceptLoss;

  @Option(
      names = "--no-wait",
      description = "Do not wait at a gate: end there with status 4, to be resumed.")
  private boolean noWait;

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description = "Where the journal is written before it leaves the database (default: here).")
  private Path exports = Path.of("");

  @Option(names = "--log", paramLabel = "STYLE", description = "plain or json: lines of progress.")
  private Optional<LogStyle> log = Optional.empty();

  enum LogStyle {
    JSON,
    PLAIN
  }

  Optional<LogStyle> log() {
    return log;
  }

  RunOptions options(Optional<Phase> until, RunOptions.Overrides overrides, Optional<Path> proof) {
    return new RunOptions(
        who(), until, new RunOptions.Consent(yes, acceptLoss, !noWait), overrides, proof, exports);
  }

  private String who() {
    return name.orElseGet(Operator::ofThisSystem);
  }
}
