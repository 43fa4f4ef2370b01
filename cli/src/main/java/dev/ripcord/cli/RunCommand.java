package dev.ripcord.cli;

import dev.ripcord.run.RunOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ripcord run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    header = "Runs a migration on the live database, phase by phase through its gates.",
    description = {
      "Every step is journalled in the database. Whatever ends this process, 'ripcord resume' goes",
      "on from there and 'ripcord rollback' takes it back, from any terminal.",
      "Begins only with a proof for this plan and this schema, and with nothing unassigned."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord run migration.yaml --database postgres://app@db.example.com/shop",
      "  ripcord run migration.yaml --database $URL --until migrate",
      "  ripcord run migration.yaml --database $URL --yes --log json",
      "",
      "Exit status:",
      "  0 through, 1 refused or rolled back, 2 wrong input, 3 no database, 4 stopped: resumable"
    })
final class RunCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Mixin private LiveDatabase database = new LiveDatabase();

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "The proof (default: rehearsal/proof.json, here or beside the migration).")
  private Optional<Path> proof = Optional.empty();

  @Option(
      names = "--without-proof",
      paramLabel = "REASON",
      description = "Begin although no proof fits; the reason is journalled.")
  private Optional<String> withoutProof = Optional.empty();

  @Option(
      names = "--not-ready",
      paramLabel = "REASON",
      description = "Begin although something is unassigned; the reason is journalled.")
  private Optional<String> notReady = Optional.empty();

  @Mixin private Consent consent = new Consent();

  @Mixin private RunManner manner = new RunManner();

  RunCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    manner.requireExports();
    RunOptions options =
        manner.options(
            consent.until(),
            consent.given(),
            new RunOptions.Overrides(withoutProof, notReady, Optional.empty(), Optional.empty())
                .althoughBlind(consent.blind()),
            proof);
    return live.play(
        manner,
        false,
        (brake, listener) -> live.door().run(migration, database.url(), options, brake, listener));
  }
}
