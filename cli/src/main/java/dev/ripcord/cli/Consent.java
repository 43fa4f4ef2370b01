package dev.ripcord.cli;

import dev.ripcord.run.RunOptions;
import picocli.CommandLine.Option;

/** What commands that go forward have in common: how they come through the gates. */
final class Consent {
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

  RunOptions.Consent given() {
    return new RunOptions.Consent(yes, acceptLoss, !noWait);
  }
}
