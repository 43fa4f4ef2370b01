package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.RunOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What commands that go forward have in common: how far, and how they come through the gates. */
final class Consent {
  @Option(
      names = "--until",
      paramLabel = "PHASE",
      description = "The last phase that is wanted now: ${COMPLETION-CANDIDATES}.")
  private Optional<Phase> until = Optional.empty();

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
      names = "--although-blind",
      paramLabel = "REASON",
      description = {
        "Begin phases although a trigger cannot be judged, such as while its source is away;",
        "the reason is journalled."
      })
  private Optional<String> blind = Optional.empty();

  Optional<Phase> until() {
    return until;
  }

  /** Why phases begin that a blind trigger would hold. */
  Optional<String> blind() {
    return blind;
  }

  RunOptions.Consent given() {
    return new RunOptions.Consent(yes, acceptLoss, !noWait);
  }
}
