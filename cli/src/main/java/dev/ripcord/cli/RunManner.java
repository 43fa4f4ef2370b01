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

  RunOptions options(
      Optional<Phase> until,
      RunOptions.Consent consent,
      RunOptions.Overrides overrides,
      Optional<Path> proof) {
    return new RunOptions(who(), until, consent, overrides, proof, exports);
  }

  private String who() {
    return name.orElseGet(Operator::ofThisSystem);
  }
}
