package dev.ripcord.cli;

import dev.ripcord.aftermath.Afterwards;
import dev.ripcord.aftermath.TaskList;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.run.Brake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ripcord aftermath}. */
@Command(
    name = "aftermath",
    mixinStandardHelpOptions = true,
    header = "Shows and does what follows a rollback: the procedures, until all are done.",
    description = {
      "The state is the journal that the rollback exported. What ripcord cannot do is given to a",
      "contact of the migration with a due date, on the first call. One option at a time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord aftermath migration.yaml --database postgres://app@db.example.com/shop",
      "  ripcord aftermath migration.yaml --database $URL --report",
      "  ripcord aftermath migration.yaml --database $URL --watch",
      "  ripcord aftermath migration.yaml --database $URL --assign 11 --to technical_lead --due 2026-12-06",
      "  ripcord aftermath migration.yaml --database $URL --done 5 --who Ann --note 'Friday at ten'",
      "  ripcord aftermath migration.yaml --database $URL --bundle",
      "",
      "Exit status:",
      "  0 all are done, or what was asked for is; 1 something is open, or the answer is no,",
      "  2 wrong input, 3 no database or file, 4 stopped"
    })
final class AftermathCommand implements Callable<Integer> {
  private final LiveCommands live;
  private final Stop stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Option(
      names = "--database",
      required = true,
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = {
        "The live database: postgres://user@host:port/name or jdbc:postgresql://…",
        "The password is taken from PGPASSWORD if the URL has none."
      })
  private Optional<DatabaseUrl> database = Optional.empty();

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description = "Where the rollback wrote the journal (default: here).")
  private Path exports = Path.of("");

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Your name in the journal (default: the user of this system and its host).")
  private Optional<String> name = Optional.empty();

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  @Option(names = "--assign", paramLabel = "N", description = "Give a procedure to a contact.")
  private Optional<Integer> assign = Optional.empty();

  @Option(names = "--to", paramLabel = "CONTACT", description = "With --assign: to whom.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--due",
      paramLabel = "DATE",
      description = "With --assign: the last day, in UTC.")
  private Optional<LocalDate> due = Optional.empty();

  @Option(names = "--done", paramLabel = "N", description = "Say that a procedure is done.")
  private Optional<Integer> done = Optional.empty();

  @Option(names = "--who", paramLabel = "NAME", description = "With --done: who did it.")
  private Optional<String> who = Optional.empty();

  @Option(names = "--note", paramLabel = "TEXT", description = "With --done: what came of it.")
  private Optional<String> note = Optional.empty();

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "TIME",
      description = {
        "Watch the metrics against the baselines of the run, for so long or until aftermath.watch",
        "was watched without a breach; people are called. Can be stopped and gone on with."
      })
  private Optional<String> watch = Optional.empty();

  @Option(names = "--report", description = "Write timing, resources, thresholds, post-mortem.")
  private boolean report;

  @Option(names = "--announce", description = "Tell each audience that the rollback is complete.")
  private boolean announce;

  @Option(names = "--bundle", description = "Put all that is known of the run into one zip.")
  private boolean bundle;

  @Option(
      names = "--rehearsal",
      paramLabel = "FOLDER",
      description = {
        "With --report and --bundle: where proof and runbook are",
        "(default: rehearsal here, or beside the migration)."
      })
  private Optional<Path> rehearsal = Optional.empty();

  @Option(
      names = "--verify-bundle",
      paramLabel = "FILE",
      description = "Find out whether a bundle was changed.")
  private Optional<Path> verify = Optional.empty();

  @Mixin private Telling telling = new Telling();

  AftermathCommand(LiveCommands live, Stop stop) {
    this.live = live;
    this.stop = stop;
  }

  @Override
  public Integer call() {
    refuseCombinations();
    Afterwards afterwards =
        live.door()
            .afterwards(
                migration, database.orElseThrow(), exports, name.orElseGet(Operator::ofThisSystem));
    if (assign.isPresent()) {
      return tell(afterwards.assign(assign.get(), needed(to, "--to"), needed(due, "--due")));
    }
    if (done.isPresent()) {
      return tell(afterwards.done(done.get(), needed(who, "--who"), needed(note, "--note")));
    }
    if (watch.isPresent()) {
      return tell(watch(afterwards, watch.get()));
    }
    if (report) {
      return tell(afterwards.report(rehearsal));
    }
    if (announce) {
      return tell(afterwards.announce());
    }
    if (bundle) {
      return tell(afterwards.bundle(rehearsal));
    }
    return verify.isPresent() ? tell(afterwards.verify(verify.get())) : list(afterwards);
  }

  private int list(Afterwards afterwards) {
    TaskList list = afterwards.list();
    live.terminal()
        .print(
            json ? AftermathJson.write(list) : new AftermathText(live.terminal().paint()).of(list));
    return list.open() == 0 ? 0 : RipcordCommand.NO;
  }

  private Afterwards.Outcome watch(Afterwards afterwards, String given) {
    Optional<Duration> time =
        given.isEmpty() ? Optional.empty() : Optional.of(new DurationConverter().convert(given));
    Brake brake = new Brake();
    Stop.Resumable atRest = stop.first(brake::pull);
    try (Telling.Told told = telling.to(live.terminal())) {
      return afterwards.watch(time, brake, told.listener());
    } finally {
      atRest.close();
    }
  }

  private int tell(Afterwards.Outcome outcome) {
    live.terminal().print(String.join("\n", outcome.lines()) + "\n");
    return outcome.good() ? 0 : RipcordCommand.NO;
  }

  private void refuseCombinations() {
    long wanted =
        Stream.of(
                assign.isPresent(),
                done.isPresent(),
                watch.isPresent(),
                report,
                announce,
                bundle,
                verify.isPresent())
            .filter(each -> each)
            .count();
    if (wanted > 1) {
      throw misused(
          "only one of --assign, --done, --watch, --report, --announce, --bundle and"
              + " --verify-bundle at a time");
    }
    if (json && wanted > 0) {
      throw misused("--json is for the list alone");
    }
    if (assign.isEmpty() && (to.isPresent() || due.isPresent())) {
      throw misused("--to and --due belong to --assign N");
    }
    if (done.isEmpty() && (who.isPresent() || note.isPresent())) {
      throw misused("--who and --note belong to --done N");
    }
    if (!report && !bundle && rehearsal.isPresent()) {
      throw misused("--rehearsal belongs to --report or --bundle");
    }
  }

  private <T> T needed(Optional<T> value, String option) {
    return value.orElseThrow(() -> misused("needs " + option + " too"));
  }

  private CommandLine.ParameterException misused(String why) {
    return new CommandLine.ParameterException(spec.commandLine(), why);
  }
}
