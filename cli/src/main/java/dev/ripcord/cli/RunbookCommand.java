package dev.ripcord.cli;

import dev.ripcord.plan.Plan;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.rehearse.ProofJson;
import dev.ripcord.runbook.Runbook;
import dev.ripcord.runbook.RunbookWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ripcord runbook}. */
@Command(
    name = "runbook",
    mixinStandardHelpOptions = true,
    header = "Writes the rollback runbook of a migration, or checks one.",
    description = {
      "Without --proof nothing of the way back is measured, and it says so. What recoveries took",
      "is taken from recovery.json beside the proof.",
      "--check tells whether a runbook.json still fits its migration and the database."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord runbook migration.yaml --proof rehearsal/proof.json --format markdown",
      "  ripcord runbook --check rehearsal/runbook.json migration.yaml",
      "  ripcord runbook --check runbook.json m.yaml --database postgres://app@db/shop",
      "",
      "Exit status:",
      "  0 written, or it fits; 1 it does not fit; 2 wrong input, or a proof of",
      "  another plan; 3 the environment failed; 4 stopped"
    })
final class RunbookCommand implements Callable<Integer> {
  private final Door door;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "The proof.json of a rehearsal of this migration.")
  private Optional<Path> proof = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "text|markdown|json",
      description = "How it is written (default: text).")
  private Optional<RunbookFormat> format = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it goes (default: standard output).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Check this runbook.json instead of writing one.")
  private Optional<Path> check = Optional.empty();

  RunbookCommand(Door door, Terminal terminal) {
    this.door = door;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return check.isPresent() ? check(check.orElseThrow()) : write();
  }

  private int check(Path runbook) {
    if (proof.isPresent() || out.isPresent() || format.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--check goes with none of --proof, --format and --out");
    }
    List<String> reasons = door.checkRunbook(runbook, migration, source.source());
    Paint paint = terminal.paint();
    if (reasons.isEmpty()) {
      terminal.print(paint.good("fits") + ": " + runbook + " is still right\n");
      return 0;
    }
    reasons.forEach(reason -> terminal.print(paint.bad("does not fit") + ": " + reason + "\n"));
    return RipcordCommand.NO;
  }

  private int write() {
    Plan plan = door.plan(migration, source.source());
    List<RecoveryTime> recoveries = RecoveryFile.read(recovery());
    Runbook runbook =
        proof.isPresent()
            ? RunbookWriter.of(ProofJson.read(text(proof.orElseThrow()), plan), recoveries)
            : RunbookWriter.of(plan, recoveries);
    String text = format.orElse(RunbookFormat.TEXT).of(runbook);
    if (out.isEmpty()) {
      terminal.print(text);
    } else {
      OutputFiles.write(out.orElseThrow(), text);
      terminal.say("written: " + out.orElseThrow());
    }
    return 0;
  }

  /** Beside the proof; without one, where a rehearsal of a recovery leaves it. */
  private Path recovery() {
    return proof.orElse(Path.of("rehearsal", "proof.json")).resolveSibling("recovery.json");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new RipcordException(ProblemCode.INPUT, "there is no file " + file, e);
    } catch (IOException e) {
      throw new RipcordException(ProblemCode.INPUT, "cannot read " + file, e);
    }
  }
}
