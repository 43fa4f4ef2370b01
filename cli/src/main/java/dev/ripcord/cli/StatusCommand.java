package dev.ripcord.cli;

import dev.ripcord.run.RunStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ripcord status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Shows where the run of a database stands, and whether it could be taken back now.",
    description = "Reads only. From any terminal: everything is in the database.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord status --database postgres://app@db.example.com/shop",
      "  ripcord status --database $URL --json | jq .direction",
      "",
      "Exit status:",
      "  0 there is a run, 1 there is none, 2 wrong input, 3 no database"
    })
final class StatusCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Mixin private RunTarget target = new RunTarget();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  StatusCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    live.requireSame(target);
    Optional<RunStatus> status = live.door().status(target.database());
    if (status.isEmpty()) {
      live.terminal().print(json ? "{\"run\": null}\n" : "There is no run in this database.\n");
      return RipcordCommand.NO;
    }
    live.terminal()
        .print(
            json
                ? StatusJson.write(status.get())
                : new StatusText(live.terminal().paint()).of(status.get()));
    return 0;
  }
}
