package dev.ripcord.cli;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.Approvals.Approved;
import dev.ripcord.run.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ripcord approve}. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    header = "Approves the next phase of the run of a database, from any terminal.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord approve --database postgres://app@db.example.com/shop --as ann",
      "  ripcord approve --database $URL --phase contract --reason 'dashboards are green'",
      "",
      "Exit status:",
      "  0 approved, 1 there is nothing to approve, 2 wrong input, 3 no database"
    })
final class ApproveCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Mixin private RunTarget target = new RunTarget();

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description = "The phase, to be sure that it is this one (default: the next).")
  private Optional<Phase> phase = Optional.empty();

  @Option(
      names = "--accept-loss",
      description = "Approve also its steps that cannot be taken back without loss.")
  private boolean acceptLoss;

  @Mixin private Self self = new Self();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  ApproveCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    live.requireSame(target);
    Request.Asker who = new Request.Asker(self.name(), reason);
    Approved approved = live.door().approve(target.database(), phase, who, acceptLoss);
    return switch (approved) {
      case Approved.Yes yes -> {
        live.terminal()
            .print(
                "Approved: "
                    + yes.phase().word()
                    + yes.holder()
                        .map(holder -> "; " + holder.words() + " goes on\n")
                        .orElse("; nobody has the run now: go on with ripcord resume\n"));
        yield 0;
      }
      case Approved.Not not -> {
        live.terminal().print("Not approved: " + not.reason() + "\n");
        yield RipcordCommand.NO;
      }
    };
  }
}
