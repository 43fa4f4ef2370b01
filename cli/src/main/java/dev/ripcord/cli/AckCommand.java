package dev.ripcord.cli;

import dev.ripcord.escalate.Alert;
import dev.ripcord.run.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ripcord ack}. */
@Command(
    name = "ack",
    mixinStandardHelpOptions = true,
    header = "Acknowledges alerts of a run, so that nobody else is called.",
    description = {
      "Whoever acknowledges has it: the clock stops, and the next level is not called.",
      "A trigger that asks holds the next phase until somebody has."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord ack --database postgres://app@db.example.com/shop --as ann",
      "  ripcord ack 3 --database $URL",
      "",
      "Exit status:",
      "  0 acknowledged, 1 there is nothing to acknowledge, 2 wrong input, 3 no database"
    })
final class AckCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Parameters(
      arity = "0..*",
      paramLabel = "ALERT",
      description = "Numbers of alerts, as 'ripcord status' has them (default: all).")
  private List<Long> alerts = new ArrayList<>();

  @Mixin private LiveDatabase database = new LiveDatabase();

  @Mixin private Self self = new Self();

  AckCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    Answers.Answered answered = live.door().acknowledge(database.url(), alerts, self.name());
    StringBuilder text = new StringBuilder();
    for (Alert alert : answered.acknowledged()) {
      text.append("Acknowledged: alert ")
          .append(alert.id())
          .append(", ")
          .append(alert.level())
          .append(", ")
          .append(alert.cause().subject())
          .append(": ")
          .append(alert.cause().seen())
          .append('\n');
    }
    for (long unknown : answered.unknown()) {
      text.append("Not acknowledged: alert ")
          .append(unknown)
          .append(" is not there, is over, or somebody has acknowledged it already\n");
    }
    if (text.isEmpty()) {
      text.append("There is nothing to acknowledge.\n");
    }
    live.terminal().print(text.toString());
    return answered.acknowledged().isEmpty() || !answered.unknown().isEmpty()
        ? RipcordCommand.NO
        : 0;
  }
}
