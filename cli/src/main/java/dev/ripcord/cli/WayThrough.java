package dev.ripcord.cli;

import dev.ripcord.run.RunOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a command comes past what would stop a run that is there, in either direction. */
final class WayThrough {
  @Option(
      names = "--accept-differences",
      paramLabel = "REASON",
      description = {
        "End a rollback although the schema is not as it was at the start, such as after a change",
        "of somebody else's; the reason is journalled."
      })
  private Optional<String> differences = Optional.empty();

  @Option(
      names = "--accept-failed-checks",
      paramLabel = "REASON",
      description = {
        "End a rollback although checks of what it left failed, see ripcord validate;",
        "the reason is journalled."
      })
  private Optional<String> failedChecks = Optional.empty();

  @Option(
      names = "--skip-hooks",
      paramLabel = "REASON",
      description = {
        "Take every hook for done instead of running it, such as one that fails or lacks a",
        "secret; the reason is journalled."
      })
  private Optional<String> skipHooks = Optional.empty();

  RunOptions.Overrides given(Optional<String> anyway, Optional<String> blind) {
    return new RunOptions.Overrides(
        Optional.empty(), Optional.empty(), anyway, differences, skipHooks, blind, failedChecks);
  }
}
