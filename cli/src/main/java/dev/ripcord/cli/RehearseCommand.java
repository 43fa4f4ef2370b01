package dev.ripcord.cli;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.ProofJson;
import dev.ripcord.rehearse.RehearsalOptions;
import dev.ripcord.runbook.Runbook;
import dev.ripcord.runbook.RunbookWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ripcord rehearse}. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    header = "Proves the rollback of every phase on a scratch PostgreSQL under writers.",
    description = {
      "Goes forward through each phase and back to the start while writers insert, update and"
          + " delete; compares schema, data and acknowledged writes; kills and resumes.",
      "Leaves proof.json, runbook.txt, runbook.md and runbook.json in the folder of --out.",
      "Needs no server: an embedded one is started, and is gone afterwards."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord rehearse migration.yaml",
      "  ripcord rehearse migration.yaml --rows 200000 --writers 8 --out proof",
      "  ripcord rehearse migration.yaml --database postgres://me@db.example.com/shop",
      "  ripcord rehearse migration.yaml --scratch postgres://me@localhost/postgres",
      "",
      "Exit status:",
      "  0 proven, 1 not proven, 2 wrong input, 3 the environment failed, 4 stopped"
    })
final class RehearseCommand implements Callable<Integer> {
  private final Door door;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "rehearsal",
      description = "Where proof and runbook go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("rehearsal");

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows to generate, or to sample at most, per table (default: 20000).")
  private long rows = RehearsalOptions.DEFAULT.rows();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: 1).")
  private long seed = RehearsalOptions.DEFAULT.seed();

  @Option(
      names = "--writers",
      paramLabel = "N",
      description = "Clients that write meanwhile (default: 4).")
  private int writers = RehearsalOptions.DEFAULT.writers();

  @Option(
      names = "--scratch",
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = {
        "Rehearse on this server instead of an embedded one.",
        "It gets and loses databases of ripcord's own.",
        "The password is taken from PGPASSWORD if the URL has none."
      })
  private Optional<DatabaseUrl> scratch = Optional.empty();

  @ArgGroup(exclusive = true)
  private OriginOptions from = new OriginOptions();

  @Option(names = "--json", description = "Print the proof as JSON instead of the tables.")
  private boolean json;

  @Option(
      names = "--log",
      paramLabel = "json|plain",
      description = "Progress as JSON lines or plain lines (default: one line on a terminal).")
  private Optional<LogStyle> log = Optional.empty();

  enum LogStyle {
    JSON,
    PLAIN
  }

  RehearseCommand(Door door, Terminal terminal) {
    this.door = door;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> misfits =
        Stream.of(
                misfit("--rows", rows, RehearsalOptions.MOST_ROWS),
                misfit("--writers", writers, RehearsalOptions.MOST_WRITERS))
            .flatMap(Optional::stream)
            .toList();
    if (!misfits.isEmpty()) {
      throw new CommandLine.ParameterException(spec.commandLine(), String.join("; ", misfits));
    }
    boolean there = Files.exists(out);
    Path folder = OutputFiles.folder(out);
    Proof proof;
    try {
      proof = rehearse();
    } catch (RipcordException e) {
      if (!there) {
        OutputFiles.removeEmpty(folder);
      }
      throw e;
    }
    String proofText = ProofJson.write(proof);
    // first of all: what took long is told, even if the disk is full
    terminal.print(json ? proofText : new ProofText(terminal.paint()).of(proof));
    Runbook runbook = RunbookWriter.of(proof, RecoveryFile.read(folder.resolve("recovery.json")));
    OutputFiles.write(folder.resolve("proof.json"), proofText);
    for (RunbookFormat format : RunbookFormat.values()) {
      OutputFiles.write(folder.resolve(format.fileName()), format.of(runbook));
    }
    List<String> files =
        Stream.concat(
                Stream.of("proof.json"),
                Stream.of(RunbookFormat.values()).map(RunbookFormat::fileName))
            .map(name -> folder.resolve(name).toString())
            .toList();
    String where = "Files: " + String.join(", ", files);
    if (json) {
      terminal.say(where);
    } else {
      terminal.print(where + "\n");
    }
    return proof.proven() ? 0 : RipcordCommand.NO;
  }

  private Proof rehearse() {
    RehearsalOptions options =
        new RehearsalOptions(
            from.origin(), scratch, rows, seed, writers, RehearsalOptions.DEFAULT.serverMajor());
    long start = System.nanoTime();
    Supplier<Duration> elapsed = () -> Duration.ofNanos(System.nanoTime() - start);
    if (log.isEmpty() && terminal.rewrites()) {
      try (RewrittenProgress progress = new RewrittenProgress(terminal, elapsed)) {
        return door.rehearse(migration, options, progress);
      }
    }
    Progress progress =
        log.equals(Optional.of(LogStyle.JSON))
            ? new JsonProgress(terminal, elapsed)
            : new LineProgress(terminal, elapsed);
    return door.rehearse(migration, options, progress);
  }

  private static Optional<String> misfit(String option, long value, long most) {
    return value < 1 || value > most
        ? Optional.of(option + " must be from 1 to " + most + ", not " + value)
        : Optional.empty();
  }
}
