package dev.ripcord.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Who gives a command. */
final class Self {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = {
        "Your name, for the journal and for others",
        "(default: the user of this system and its host)."
      })
  private Optional<String> name = Optional.empty();

  String name() {
    return name.orElseGet(Operator::ofThisSystem);
  }
}
