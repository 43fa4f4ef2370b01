package dev.ripcord.cli;

/** Where the process starts and ends. */
public final class Main {
  private Main() {}

  /** Runs one command; the exit status says how it ended. */
  public static void main(String[] arguments) {
    WarmUp.begin(arguments);
    Terminal terminal = Terminal.of(System.getProperties(), System.getenv());
    Stop stop = new Stop(terminal);
    stop.listen();
    System.exit(execute(terminal, stop, arguments));
  }

  private static int execute(Terminal terminal, Stop stop, String... arguments) {
    try {
      return RipcordCommand.commandLine(
              new Door.Library(), new LiveDoor.Library(), terminal, stop, arguments)
          .execute(arguments);
    } catch (Error error) {
      // picocli leaves errors alone; a user shall not meet their stack trace either
      return new Failures(terminal).report(error);
    }
  }
}
