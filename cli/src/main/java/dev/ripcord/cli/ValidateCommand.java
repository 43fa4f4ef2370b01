package dev.ripcord.cli;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.run.Brake;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.Validations;
import dev.ripcord.validate.ValidationJson;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ripcord validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    header = "Goes through the checklist after a rollback, and signs its items off.",
    description = {
      "Checks what a machine can know, with evidence, and appends it to the journal of the run:",
      "in the database, or the file into which the rollback exported it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord validate migration.yaml --database postgres://app@db.example.com/shop",
      "  ripcord validate migration.yaml --database $URL --sign-off 9 --who 'Ann Lee' --note 'feeds run'",
      "",
      "Exit status:",
      "  0 every item passed or is signed off, 1 not, 2 wrong input, 3 no database, 4 stopped"
    })
final class ValidateCommand implements Callable<Integer> {
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

  @ArgGroup(exclusive = false)
  private @Nullable Signing signing;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "The exported journal (default: the newest of the migration).")
  private Optional<Path> journal = Optional.empty();

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description = "Where the journal was exported (default: here).")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  /** An item and who takes responsibility for it. */
  static final class Signing {
    @Option(
        names = "--sign-off",
        required = true,
        paramLabel = "NUMBER",
        description = "Do not check: sign this item off, as it was found last.")
    private int number;

    @Option(
        names = "--who",
        required = true,
        paramLabel = "NAME",
        description = "The person who takes responsibility.")
    private String who = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "What that person looked at.")
    private String note = "";

    @Option(
        names = "--accept",
        paramLabel = "REASON",
        description = "Why it is accepted although it failed.")
    private Optional<String> accept = Optional.empty();
  }

  ValidateCommand(LiveCommands live, Stop stop) {
    this.live = live;
    this.stop = stop;
  }

  @Override
  public Integer call() {
    Validations.Outcome outcome = signing == null ? check() : sign(signing);
    return switch (outcome) {
      case Validations.Outcome.Refused refused -> {
        live.terminal().print("Refused:\n  " + refused.reason() + "\n");
        yield RipcordCommand.NO;
      }
      case Validations.Outcome.Written written -> {
        live.terminal()
            .print(
                json
                    ? CanonicalJson.write(ValidationJson.tree(written.validation()))
                    : ValidationText.of(written.validation(), written.journal()));
        yield written.validation().complete() ? 0 : RipcordCommand.NO;
      }
    };
  }

  private Validations.Outcome sign(Signing given) {
    if (given.who.isBlank()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--who is empty; expected the name of a person");
    }
    if (given.accept.filter(String::isBlank).isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--accept is empty; expected a reason");
    }
    return live.door()
        .signOff(
            migration,
            database.orElseThrow(),
            new Validations.Files(journal, folder),
            new Validations.Signature(given.number, given.who.strip(), given.note, given.accept));
  }

  private Validations.Outcome check() {
    Brake brake = new Brake();
    Stop.Resumable atRest = stop.first(brake::pull);
    try {
      return live.door()
          .validate(
              migration,
              database.orElseThrow(),
              new Validations.Files(journal, folder),
              brake,
              this::tell);
    } finally {
      atRest.close();
    }
  }

  /** What an item came to is in the answer. */
  private void tell(RunEvent event) {
    if (event instanceof RunEvent.Checking) {
      live.terminal().say(RunText.of(event));
    }
  }
}
