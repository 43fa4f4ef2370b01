package dev.ripcord.cli;

import dev.ripcord.run.RunOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ripcord cleanup-archives}. */
@Command(
    name = "cleanup-archives",
    mixinStandardHelpOptions = true,
    header = "Gives up the way back of a complete run: its archives and its journal go.",
    description = {
      "Only after 'recovery: archives' of the migration, 7 days by default. Values that were kept",
      "for people, in schema ripcord_kept, stay."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord cleanup-archives --database postgres://app@db.example.com/shop",
      "  ripcord cleanup-archives --database $URL --now 'disk is short'",
      "",
      "Exit status:",
      "  0 done, 1 refused, 2 wrong input, 3 no database, 4 stopped: can be begun again"
    })
final class CleanupArchivesCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Mixin private RunTarget target = new RunTarget();

  @Option(
      names = "--now",
      paramLabel = "REASON",
      description = "Not only when the archives expire; the reason is journalled.")
  private Optional<String> now = Optional.empty();

  @Mixin private RunManner manner = new RunManner();

  CleanupArchivesCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    live.requireSame(target);
    RunOptions options =
        manner.options(
            Optional.empty(),
            new RunOptions.Consent(false, false, true),
            RunOptions.Overrides.NONE,
            Optional.empty());
    return live.play(
        manner,
        false,
        (brake, listener) ->
            live.door().cleanUpArchives(target.database(), now, options, brake, listener));
  }
}
