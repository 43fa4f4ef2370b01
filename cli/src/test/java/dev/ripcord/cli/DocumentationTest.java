package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents point at exists, and the commands that they show are commands. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final int DOCUMENTS_AT_LEAST = 10;
  private static final int COMMANDS_AT_LEAST = 12;

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern SHELL =
      Pattern.compile("```(?:sh|bash|shell|console)\\n(.*?)```", Pattern.DOTALL);

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path top : List.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("examples"))) {
      if (Files.isDirectory(top)) {
        try (Stream<Path> files = Files.walk(top, top.equals(ROOT) ? 1 : 9)) {
          files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
      }
    }
    return documents;
  }

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path document : documents()) {
      for (MatchResult block : SHELL.matcher(Files.readString(document)).results().toList()) {
        block
            .group(1)
            .replace("\\\n", " ")
            .lines()
            .map(line -> line.strip().replaceFirst("^\\$ ", ""))
            .filter(line -> line.startsWith("./ripcord "))
            .forEach(commands::add);
      }
    }
    return commands;
  }

  @Test
  void thereIsSomethingToLookAt() throws IOException {
    assertThat(documents()).hasSizeGreaterThanOrEqualTo(DOCUMENTS_AT_LEAST);
    assertThat(commands()).hasSizeGreaterThanOrEqualTo(COMMANDS_AT_LEAST);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkResolves(Path document) throws IOException {
    List<String> dead = new ArrayList<>();
    for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
      String target = link.group(1).replaceFirst("#.*", "");
      boolean outside = target.isEmpty() || target.matches("[a-z]+:.*");
      if (!outside && Files.notExists(document.resolveSibling(target))) {
        dead.add(target);
      }
    }
    assertThat(dead).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandShownIsUnderstood(String command) {
    String[] arguments =
        command
            .replaceFirst("^\\./ripcord ", "")
            .replaceFirst("\\s+[|>#].*", "")
            // no shown argument has a blank in it, so quotes only keep the shell away
            .replace("'", "")
            .split("\\s+", -1);
    assertThat(mistakes(arguments)).isEmpty();
  }

  @Test
  void aCommandWithAnOptionThatIsNoneIsNotUnderstood() {
    assertThat(mistakes("plan", "migration.yaml", "--jsn")).hasSize(1);
    assertThat(mistakes("plann")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("commandPages")
  void everyOptionHasItsPlaceOnThePage(String name) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/commands/" + name + ".md"));
    CommandLine command = commandLine().getSubcommands().get(name);
    assertThat(command).isNotNull();
    if (command != null) {
      assertThat(command.getCommandSpec().options())
          .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
          .isNotEmpty()
          .allSatisfy(option -> assertThat(page).contains("| `" + option.longestName()));
    }
  }

  @Test
  void everyOptionOfContactsHasItsPlace() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/commands/contacts.md"));
    CommandLine contacts = commandLine().getSubcommands().get("contacts");
    assertThat(contacts).isNotNull();
    if (contacts != null) {
      assertThat(contacts.getSubcommands().values())
          .hasSize(3)
          .flatExtracting(command -> command.getCommandSpec().options())
          .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
          .isNotEmpty()
          .allSatisfy(option -> assertThat(page).contains("| `" + option.longestName()));
    }
  }

  static List<String> commandPages() {
    return List.of(
        "init",
        "plan",
        "rehearse",
        "runbook",
        "run",
        "status",
        "approve",
        "resume",
        "rollback",
        "aftermath",
        "cleanup-archives",
        "recover");
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void decisionsAreShort() throws IOException {
    try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/decisions"))) {
      for (Path decision : decisions.toList()) {
        assertThat(Files.readAllLines(decision))
            .as(decision.toString())
            .hasSizeLessThanOrEqualTo(60);
        assertThat(decision)
            .content()
            .contains("**Context.**", "**Options.**", "**Outcome.**", "**Consequences.**");
      }
    }
  }

  private static List<CommandLine.ParameterException> mistakes(String... arguments) {
    return RipcordCommand.mistakes(commandLine().parseArgs(arguments));
  }

  private static CommandLine commandLine() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Terminal terminal = new Terminal(nowhere, nowhere, Paint.NONE, Paint.NONE, false, 80);
    return RipcordCommand.commandLine(
        new CommandFixture(), new LiveDoor.Library(), terminal, new Stop(terminal));
  }
}
