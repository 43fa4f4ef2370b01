package dev.ripcord.cli;

import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.run.JournalReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ripcord journal} with its own commands. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    header = "Shows, verifies or exports the journal of a run.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord journal show --database postgres://app@db.example.com/shop",
      "  ripcord journal verify --file journal-user-verification-20261122T080000Z.jsonl",
      "  ripcord journal export --database $URL --out journal.jsonl"
    })
final class JournalCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine of(LiveCommands live) {
    return new CommandLine(new JournalCommand())
        .addSubcommand(new Show(live))
        .addSubcommand(new Verify(live))
        .addSubcommand(new Export(live));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "needs a command: show, verify or export");
  }

  /** Where the journal is: one of the two. */
  static final class Where {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Choice choice = new Choice();

    static final class Choice {
      @Option(
          names = "--database",
          paramLabel = "URL",
          converter = UrlConverter.class,
          description = "The live database, in which the journal of a run is.")
      private Optional<DatabaseUrl> database = Optional.empty();

      @Option(names = "--file", paramLabel = "FILE", description = "A journal that was exported.")
      private Optional<Path> file = Optional.empty();
    }

    List<Entry> entries(LiveCommands live) {
      return choice
          .file
          .map(JournalReading::of)
          .orElseGet(() -> live.door().journal(choice.database.orElseThrow()));
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      header = "Prints the journal, oldest entry first.")
  static final class Show implements Callable<Integer> {
    private final LiveCommands live;

    @Mixin private Where where = new Where();

    @Option(names = "--json", description = "One line of JSON per entry.")
    private boolean json;

    Show(LiveCommands live) {
      this.live = live;
    }

    @Override
    public Integer call() {
      List<Entry> entries = where.entries(live);
      live.terminal().print(json ? JournalReading.lines(entries) : text(entries));
      return entries.isEmpty() ? RipcordCommand.NO : 0;
    }

    private static String text(List<Entry> entries) {
      if (entries.isEmpty()) {
        return "There is no journal.\n";
      }
      Table table = new Table("");
      for (Entry entry : entries) {
        table.row(
            Table.Cell.of(Long.toString(entry.seq())),
            Table.Cell.of(entry.at().replaceFirst("\\.\\d+Z", "Z")),
            Table.Cell.of(entry.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')),
            Table.Cell.of(entry.unit()),
            Table.Cell.of(entry.detail().lines().findFirst().orElse("")));
      }
      return table.text();
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      header =
          "Finds out whether the journal was changed: each entry is hashed with the one before.")
  static final class Verify implements Callable<Integer> {
    private final LiveCommands live;

    @Mixin private Where where = new Where();

    Verify(LiveCommands live) {
      this.live = live;
    }

    @Override
    public Integer call() {
      List<Entry> entries = where.entries(live);
      Optional<Entry> broken = JournalReading.firstBroken(entries);
      live.terminal()
          .print(
              entries.isEmpty()
                  ? "There is no journal.\n"
                  : broken
                      .map(
                          entry ->
                              "CHANGED at entry " + entry.seq() + " of " + entries.size() + "\n")
                      .orElseGet(
                          () ->
                              "Intact: "
                                  + Words.count(entries.size(), "entry")
                                      .replace("entrys", "entries")
                                  + ", last hash "
                                  + entries.getLast().hash()
                                  + "\n"));
      return entries.isEmpty() || broken.isPresent() ? RipcordCommand.NO : 0;
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      header = "Writes the journal to a file, one line of JSON per entry.")
  static final class Export implements Callable<Integer> {
    private final LiveCommands live;

    @Mixin private Where where = new Where();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
    private Path out = Path.of("");

    Export(LiveCommands live) {
      this.live = live;
    }

    @Override
    public Integer call() {
      List<Entry> entries = where.entries(live);
      if (entries.isEmpty()) {
        live.terminal().print("There is no journal.\n");
        return RipcordCommand.NO;
      }
      OutputFiles.create(out, JournalReading.lines(entries));
      live.terminal().print(Words.of(entries.size()) + " entries written to " + out + "\n");
      return 0;
    }
  }
}
