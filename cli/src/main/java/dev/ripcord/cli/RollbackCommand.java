package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.Back;
import dev.ripcord.run.RunOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ripcord rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    header = "Takes the run of a database back, phase by phase, without losing a write.",
    description = {
      "From any terminal, from any state, half-finished steps included. If another process is at",
      "work on the run, it is asked to turn round, and this command looks on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord rollback --database postgres://app@db.example.com/shop --reason 'errors in checkout'",
      "  ripcord rollback --database $URL --to migrate",
      "",
      "Exit status:",
      "  0 rolled back, 1 refused, 2 wrong input, 3 no database, 4 stopped: resumable"
    })
final class RollbackCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunTarget target = new RunTarget();

  @Option(
      names = "--to",
      paramLabel = "PHASE",
      description = "The last phase that shall stand (default: none; nothing of the run remains).")
  private Optional<Phase> to = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  @Option(
      names = "--anyway",
      paramLabel = "REASON",
      description = {
        "Begin although something would stop it on its way; the reason is journalled.",
        "It goes back as far as it goes, and can be resumed."
      })
  private Optional<String> anyway = Optional.empty();

  @Mixin private WayThrough through = new WayThrough();

  @Option(
      names = "--no-wait",
      description = "Do not wait for another process that has the run: ask it, and end there.")
  private boolean noWait;

  @Mixin private RunManner manner = new RunManner();

  RollbackCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    if (to.equals(Optional.of(Phase.CLEANUP))) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--to is cleanup, after which nothing comes; expected an earlier phase");
    }
    live.requireSame(target);
    Back back = to.<Back>map(Back.EndOf::new).orElseGet(Back.Start::new);
    RunOptions options =
        manner.options(
            Optional.empty(),
            new RunOptions.Consent(false, false, !noWait),
            through.given(anyway, Optional.empty()),
            Optional.empty());
    return live.play(
        manner,
        true,
        (brake, listener) ->
            live.door().rollback(target.database(), back, reason, options, brake, listener));
  }
}
