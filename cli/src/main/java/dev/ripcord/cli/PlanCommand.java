package dev.ripcord.cli;

import dev.ripcord.plan.Plan;
import dev.ripcord.plan.PlanJson;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ripcord plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    header = "Shows the five phases of a migration: steps, locks, hazards, reversibility.",
    description = "Changes nothing. A live database is only read.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord plan migration.yaml",
      "  ripcord plan migration.yaml --database postgres://app@db.example.com/shop",
      "  ripcord plan migration.yaml --json | jq '.phases[].steps[].hazards'",
      "",
      "Exit status:",
      "  0 planned, 1 a step is irreversible, 2 wrong input, 3 no database, 4 stopped"
    })
final class PlanCommand implements Callable<Integer> {
  private final Door door;
  private final Terminal terminal;

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  PlanCommand(Door door, Terminal terminal) {
    this.door = door;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Plan plan = door.plan(migration, source.source());
    terminal.print(json ? PlanJson.write(plan) : new PlanText(terminal.paint()).of(plan));
    List<Step> oneWay =
        plan.steps().stream()
            .filter(step -> step.reversibility().level() == Reversibility.Level.IRREVERSIBLE)
            .toList();
    for (Step step : oneWay) {
      terminal.say("not reversible: " + step.id() + ": " + step.reversibility().what());
    }
    return oneWay.isEmpty() ? 0 : RipcordCommand.NO;
  }
}
