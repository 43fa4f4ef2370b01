package dev.ripcord.cli;

import dev.ripcord.Ripcord;
import dev.ripcord.escalate.Confirmations;
import dev.ripcord.escalate.ContactTest;
import dev.ripcord.migration.Migration;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
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

/** {@code ripcord contacts} with its own commands. */
@Command(
    name = "contacts",
    mixinStandardHelpOptions = true,
    header = "Shows who is reached how, tests it, and records who confirmed.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord contacts show migration.yaml",
      "  ripcord contacts test migration.yaml",
      "  ripcord contacts confirm migration.yaml K7QX2M --as ann"
    })
final class ContactsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new ContactsCommand())
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Test(terminal))
        .addSubcommand(new Confirm(terminal));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "needs a command: show, test or confirm");
  }

  /** Which migration, and where confirmations are kept. */
  static final class Where {
    @Parameters(index = "0", paramLabel = "MIGRATION", description = "The migration file.")
    private Path migration = Path.of("migration.yaml");

    @Option(
        names = "--file",
        paramLabel = "FILE",
        defaultValue = "rehearsal/contacts.json",
        description = "Where it is kept who confirmed (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("rehearsal/contacts.json");

    Migration read() {
      return Ripcord.contacts(migration);
    }

    Confirmations confirmed(Migration of) {
      Confirmations kept =
          Files.exists(file) ? Confirmations.read(text()) : Confirmations.none(of.name());
      if (!kept.migration().equals(of.name())) {
        throw new RipcordException(
            ProblemCode.INPUT, file + " is of the migration " + kept.migration());
      }
      return kept;
    }

    private String text() {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new RipcordException(ProblemCode.ENVIRONMENT, "cannot read " + file, e);
      }
    }

    void keep(Confirmations confirmed) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Path unused = OutputFiles.folder(folder);
      }
      OutputFiles.write(file, confirmed.write());
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      header = "Prints who is reached how, who confirmed, and what is missing.")
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Where where = new Where();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Migration migration = where.read();
      ContactsText text = new ContactsText(migration, where.confirmed(migration));
      terminal.print(json ? text.json() : text.text());
      return text.missing().isEmpty() ? 0 : RipcordCommand.NO;
    }
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      header = "Sends each contact a message on each of their channels, with a code.")
  static final class Test implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Where where = new Where();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    Test(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Migration migration = where.read();
      Confirmations before = where.confirmed(migration);
      List<ContactTest.Result> results = Ripcord.testContacts(where.migration);
      if (!results.isEmpty()) {
        where.keep(
            before.with(results, Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS)));
      }
      terminal.print(
          json ? ContactsText.json(migration, results) : ContactsText.text(migration, results));
      boolean all = results.stream().allMatch(ContactTest.Result::sent);
      return all && !results.isEmpty() ? 0 : RipcordCommand.NO;
    }
  }

  @Command(
      name = "confirm",
      mixinStandardHelpOptions = true,
      header = "Records that a test message arrived, by the code in it.")
  static final class Confirm implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Where where = new Where();

    @Parameters(index = "1", paramLabel = "CODE", description = "The code in the message.")
    private String code = "";

    @Mixin private Self self = new Self();

    Confirm(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Migration migration = where.read();
      Confirmations kept = where.confirmed(migration);
      Optional<Confirmations> confirmed =
          kept.confirmed(
              code, self.name(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
      if (confirmed.isEmpty()) {
        terminal.print("Not confirmed: no message had this code, or a newer one has another.\n");
        return RipcordCommand.NO;
      }
      where.keep(confirmed.get());
      terminal.print("Confirmed. " + ContactsText.open(migration, confirmed.get()) + "\n");
      return 0;
    }
  }
}
