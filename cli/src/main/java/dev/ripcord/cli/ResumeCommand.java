package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.RunOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ripcord resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    header = "Goes on with the run of a database, in the direction that it has.",
    description = "From any terminal: where it stands is in the database.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord resume --database postgres://app@db.example.com/shop",
      "  ripcord resume --database $URL --until contract",
      "",
      "Exit status:",
      "  0 through, 1 refused or rolled back, 2 wrong input, 3 no database, 4 stopped: resumable"
    })
final class ResumeCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Mixin private RunTarget target = new RunTarget();

  @Option(
      names = "--until",
      paramLabel = "PHASE",
      description = "The last phase that is wanted now: ${COMPLETION-CANDIDATES}.")
  private Optional<Phase> until = Optional.empty();

  @Option(
      names = "--accept-differences",
      paramLabel = "REASON",
      description = {
        "End a rollback although the schema is not as it was at the start;",
        "the reason is journalled."
      })
  private Optional<String> differences = Optional.empty();

  @Option(
      names = "--skip-hooks",
      paramLabel = "REASON",
      description = {
        "Take every hook for done instead of running it, such as one that fails or lacks a",
        "secret; the reason is journalled."
      })
  private Optional<String> skipHooks = Optional.empty();

  @Option(
      names = "--although-blind",
      paramLabel = "REASON",
      description = {
        "Begin phases although a trigger cannot be judged, such as while its source is away;",
        "the reason is journalled."
      })
  private Optional<String> blind = Optional.empty();

  @Mixin private Consent consent = new Consent();

  @Mixin private RunManner manner = new RunManner();

  ResumeCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    live.requireSame(target);
    RunOptions options =
        manner.options(
            until,
            consent.given(),
            new RunOptions.Overrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                differences,
                skipHooks,
                blind),
            Optional.empty());
    return live.play(
        manner,
        false,
        (brake, listener) -> live.door().resume(target.database(), options, brake, listener));
  }
}
