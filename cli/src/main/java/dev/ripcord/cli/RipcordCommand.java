package dev.ripcord.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code ripcord}: the commands, and what they have in common. */
@Command(
    name = "ripcord",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Rollback, proven before it is needed, for migrations of live PostgreSQL databases.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord init",
      "  ripcord plan examples/user-management/migration.yaml",
      "  ripcord rehearse examples/user-management/migration.yaml",
      "  ripcord runbook migration.yaml --proof rehearsal/proof.json",
      "  ripcord run migration.yaml --database postgres://app@db.example.com/shop",
      "  ripcord rollback --database postgres://app@db.example.com/shop",
      "",
      "Exit status:",
      "  0  done, or proven",
      "  1  the answer is no: not proven, not reversible, does not fit",
      "  2  wrong usage or input; nothing was touched",
      "  3  the environment failed: database, file, program",
      "  4  stopped"
    })
final class RipcordCommand implements Runnable {
  /** Every command has this status for its own "no". */
  static final int NO = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The command line, ready to execute. To read what a command is takes a while for each, and who
   * rolls back waits for it: of the commands there is only the one that the arguments name, or all.
   */
  static CommandLine commandLine(
      Door door, LiveDoor liveDoor, Terminal terminal, Stop stop, String... arguments) {
    CommandLine line = new CommandLine(new RipcordCommand());
    Map<String, Supplier<Object>> commands =
        commands(door, new LiveCommands(liveDoor, terminal, stop), terminal, stop);
    Optional<String> named =
        Stream.of(arguments).limit(1).filter(commands::containsKey).findFirst();
    commands.forEach(
        (name, command) -> {
          // a completion is of all of them
          if (named.isEmpty() || named.get().equals(name) || named.get().equals("completion")) {
            line.addSubcommand(name, command.get());
          }
        });
    collectMistakes(line);
    Failures failures = new Failures(terminal);
    return line.setOut(terminal.out())
        .setErr(terminal.error())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.paint().enabled() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 110))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(given -> executed(given, failures))
        .setParameterExceptionHandler((failure, given) -> failures.report(failure))
        .setExecutionExceptionHandler(
            (failure, command, result) ->
                // after a stop the process ends by itself, with its own status
                stop.requested() ? RipcordCommand.NO : failures.report(failure));
  }

  /** Whoever mistypes two options shall not be told of them in two attempts. */
  private static void collectMistakes(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(RipcordCommand::collectMistakes);
  }

  private static int executed(ParseResult given, Failures failures) {
    Integer help = CommandLine.executeHelpRequest(given);
    if (help != null) {
      return help;
    }
    List<CommandLine.ParameterException> mistakes = mistakes(given);
    return mistakes.isEmpty()
        ? new CommandLine.RunLast().execute(given)
        : failures.report(mistakes);
  }

  /** All that is wrong with a command line, in its order. */
  static List<CommandLine.ParameterException> mistakes(ParseResult given) {
    return given.asCommandLineList().stream()
        .flatMap(line -> line.getParseResult().errors().stream())
        .map(CommandLine.ParameterException.class::cast)
        .toList();
  }

  private static Map<String, Supplier<Object>> commands(
      Door door, LiveCommands live, Terminal terminal, Stop stop) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("init", () -> new InitCommand(door, terminal));
    commands.put("plan", () -> new PlanCommand(door, terminal));
    commands.put("rehearse", () -> new RehearseCommand(door, terminal));
    commands.put("runbook", () -> new RunbookCommand(door, terminal));
    commands.put("run", () -> new RunCommand(live));
    commands.put("status", () -> new StatusCommand(live));
    commands.put("approve", () -> new ApproveCommand(live));
    commands.put("ack", () -> new AckCommand(live));
    commands.put("watch", () -> new WatchCommand(live, stop));
    commands.put("resume", () -> new ResumeCommand(live));
    commands.put("rollback", () -> new RollbackCommand(live));
    commands.put("validate", () -> new ValidateCommand(live, stop));
    commands.put("aftermath", () -> new AftermathCommand(live, stop));
    commands.put("cleanup-archives", () -> new CleanupArchivesCommand(live));
    commands.put("recover", () -> new RecoverCommand(terminal));
    commands.put("journal", () -> JournalCommand.of(live));
    commands.put("contacts", () -> ContactsCommand.of(terminal));
    commands.put("completion", () -> new CompletionCommand(terminal));
    return commands;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "needs a command: init, plan, rehearse, runbook, run, status, approve, resume, rollback,"
            + " validate, aftermath, recover, cleanup-archives, journal, contacts or completion");
  }

  /** {@code ripcord completion}. */
  @Command(
      name = "completion",
      mixinStandardHelpOptions = true,
      header = "Prints a script that completes commands and options in bash and zsh.",
      footerHeading = "%nExample:%n",
      footer = "  source <(ripcord completion)")
  static final class CompletionCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void run() {
      terminal.print(AutoComplete.bash("ripcord", spec.root().commandLine()));
    }
  }
}
