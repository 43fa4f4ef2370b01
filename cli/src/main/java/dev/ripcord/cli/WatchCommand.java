package dev.ripcord.cli;

import dev.ripcord.run.Brake;
import dev.ripcord.run.Retrospect;
import dev.ripcord.run.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ripcord watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    header = "Watches the metrics of a migration and judges its triggers; rolls nothing back.",
    description = {
      "From any machine, reading only. If the database has a run, the triggers of its phase count",
      "and its baselines are compared with; else all count, and the baseline is measured now."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord watch migration.yaml --database postgres://app@db.example.com/shop",
      "  ripcord watch migration.yaml --database $URL --for 30m --tell",
      "  ripcord watch migration.yaml --database $URL --replay 7d",
      "",
      "Exit status:",
      "  0 nothing was breached, 1 a trigger was or would have been, or could not be judged,",
      "  2 wrong input, 3 no database"
    })
final class WatchCommand implements Callable<Integer> {
  private final LiveCommands live;
  private final Stop stop;

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Mixin private LiveDatabase database = new LiveDatabase();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long, such as 30m (default: until it is stopped).")
  private Optional<Duration> time = Optional.empty();

  @Option(
      names = "--tell",
      description = "Call people on the migration's channels (default: only print).")
  private boolean tells;

  @Option(
      names = "--replay",
      paramLabel = "PAST",
      converter = PastConverter.class,
      description = {
        "Judge what Prometheus has recorded instead: the last 7d, or FROM/UNTIL in UTC,",
        "such as 2026-11-20T00:00:00Z/2026-11-21T00:00:00Z."
      })
  private Optional<Past> past = Optional.empty();

  @Mixin private Telling telling = new Telling();

  WatchCommand(LiveCommands live, Stop stop) {
    this.live = live;
    this.stop = stop;
  }

  @Override
  public Integer call() {
    return past.isPresent() ? replay(past.get()) : watch();
  }

  private int replay(Past wanted) {
    Retrospect.Hindsight hindsight =
        live.door().replay(migration, database.url(), wanted.from(), wanted.until());
    live.terminal().print(HindsightText.of(hindsight));
    Duration all = Duration.between(hindsight.from(), hindsight.until());
    boolean no =
        hindsight.triggers().stream()
            .filter(report -> !report.trigger().shadow())
            .anyMatch(report -> !report.firings().isEmpty() || report.blind().compareTo(all) >= 0);
    return no ? RipcordCommand.NO : 0;
  }

  private int watch() {
    Brake brake = new Brake();
    Stop.Resumable atRest = stop.first(brake::pull);
    Watching.Seen seen;
    try (Telling.Told told = telling.to(live.terminal())) {
      seen =
          live.door()
              .watch(
                  migration,
                  database.url(),
                  new Watching.Manner(time, tells),
                  brake,
                  told.listener());
    } finally {
      atRest.close();
    }
    live.terminal().print(text(seen));
    return seen.well() ? 0 : RipcordCommand.NO;
  }

  private static String text(Watching.Seen seen) {
    StringBuilder text = new StringBuilder("Watched for " + Words.of(seen.watched()) + ".\n");
    for (Watching.Fired fired : seen.fired()) {
      text.append(fired.at())
          .append(' ')
          .append(fired.trigger())
          .append(
              switch (fired.weight()) {
                case COUNTS -> fired.rollsBack() ? " would roll back: " : " would ask: ";
                case NOT_HERE -> " was breached, and does not count in this phase: ";
                case SHADOW -> " (shadow) was breached, and does not count: ";
              })
          .append(fired.why())
          .append('\n');
    }
    if (seen.fired().isEmpty()) {
      text.append("No trigger was breached.\n");
    }
    seen.blind().forEach(key -> text.append(key).append(" could not be judged at the end.\n"));
    seen.unmeasured()
        .forEach(key -> text.append(key).append(" was not watched: nobody measures it.\n"));
    return text.toString();
  }
}
