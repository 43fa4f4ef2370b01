package dev.ripcord.cli;

import dev.ripcord.problem.InputException;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Turns what went wrong into words and an exit status; a user never meets a stack trace. */
final class Failures {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Says what went wrong and gives the exit status for it. */
  int report(Throwable failure) {
    if (failure instanceof InputException input) {
      input.problems().forEach(problem -> terminal.say(problem.toString()));
      terminal.say(
          Words.count(input.problems().size(), "problem") + " in the input; nothing was touched");
      return input.code().exitStatus();
    }
    if (failure instanceof RipcordException known && known.code() != ProblemCode.INTERNAL) {
      terminal.say(terminal.errorPaint().bad("ripcord: ") + message(known));
      return known.code().exitStatus();
    }
    return internal(failure);
  }

  /** Wrong options: what is wrong, what was perhaps meant, where help is. */
  int report(CommandLine.ParameterException mistake) {
    return report(List.of(mistake));
  }

  /**
   * Likewise, all at once.
   *
   * @param mistakes at least one
   */
  int report(List<CommandLine.ParameterException> mistakes) {
    for (CommandLine.ParameterException mistake : mistakes) {
      terminal.say(terminal.errorPaint().bad("ripcord: ") + message(mistake));
      if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
        List<String> suggestions = unmatched.getSuggestions();
        if (!suggestions.isEmpty()) {
          terminal.say("Did you mean: " + String.join(", ", suggestions) + "?");
        }
      }
    }
    CommandLine command = mistakes.getLast().getCommandLine();
    terminal.say("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ProblemCode.INPUT.exitStatus();
  }

  private int internal(Throwable failure) {
    terminal.say(
        terminal.errorPaint().bad("internal error: ")
            + message(failure)
            + "; please report, with "
            + written(failure));
    return ProblemCode.INTERNAL.exitStatus();
  }

  private static String written(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    try {
      Path file = Files.createTempFile("ripcord-error-", ".txt");
      String text = "Java " + Runtime.version() + "\n" + trace;
      return Files.writeString(file, Secrets.hide(text)).toString();
    } catch (IOException e) {
      return "what you did (the details could not be written: " + message(e) + ")";
    }
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.replaceFirst("^Error: ", "");
  }
}
