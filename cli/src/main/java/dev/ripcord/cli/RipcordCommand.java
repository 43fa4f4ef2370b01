package dev.ripcord.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
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

  /** The whole command line, ready to execute. */
  static CommandLine commandLine(Door door, LiveDoor liveDoor, Terminal terminal, Stop stop) {
    LiveCommands live = new LiveCommands(liveDoor, terminal, stop);
    CommandLine line =
        new CommandLine(new RipcordCommand())
            .addSubcommand(new InitCommand(door, terminal))
            .addSubcommand(new PlanCommand(door, terminal))
            .addSubcommand(new RehearseCommand(door, terminal))
            .addSubcommand(new RunbookCommand(door, terminal))
            .addSubcommand(new RunCommand(live))
            .addSubcommand(new StatusCommand(live))
            .addSubcommand(new ApproveCommand(live))
            .addSubcommand(new AckCommand(live))
            .addSubcommand(new WatchCommand(live, stop))
            .addSubcommand(new ResumeCommand(live))
            .addSubcommand(new RollbackCommand(live))
            .addSubcommand(new ValidateCommand(live, stop))
            .addSubcommand(new AftermathCommand(live, stop))
            .addSubcommand(new CleanupArchivesCommand(live))
            .addSubcommand(new RecoverCommand(terminal))
            .addSubcommand("journal", JournalCommand.of(live))
            .addSubcommand("contacts", ContactsCommand.of(terminal))
            .addSubcommand(new CompletionCommand(terminal));
    Failures failures = new Failures(terminal);
    return line.setOut(terminal.out())
        .setErr(terminal.error())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.paint().enabled() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 110))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((failure, arguments) -> failures.report(failure))
        .setExecutionExceptionHandler(
            (failure, command, result) ->
                // after a stop the process ends by itself, with its own status
                stop.requested() ? RipcordCommand.NO : failures.report(failure));
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
