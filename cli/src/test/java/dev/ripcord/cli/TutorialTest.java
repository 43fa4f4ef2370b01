package dev.ripcord.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what {@code docs/tutorial.md} says, as a newcomer would: writes the files that it shows,
 * runs its commands as processes, and looks for what it promises. Commands that name somebody's
 * database are left out.
 */
@Timeout(300)
class TutorialTest {
  private static final Path TUTORIAL = Path.of("../docs/tutorial.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern FILE = Pattern.compile("^# (\\S+\\.yaml)\\n");

  @TempDir private Path folder = Path.of("");

  private final List<String> said = new ArrayList<>();
  private final List<Integer> statuses = new ArrayList<>();

  @Test
  void everyStepDoesWhatItSays() throws Exception {
    for (MatchResult block : BLOCK.matcher(Files.readString(TUTORIAL)).results().toList()) {
      switch (block.group(1)) {
        case "sh" -> run(block.group(2));
        case "yaml" -> write(block.group(2));
        case "text" -> assertSaid(block.group(2));
        default -> throw new AssertionError("a block of " + block.group(1));
      }
    }
    assertThat(statuses).as(said.toString()).containsExactly(0, 0, 0, 1);
    assertThat(folder.resolve("rehearsal")).isDirectoryContaining("glob:**/runbook.txt");
    assertThat(folder.resolve("rehearsal/runbook.txt")).content().contains("ROLLBACK");
  }

  private void run(String commands) throws Exception {
    for (String command : commands.lines().filter(line -> !line.contains("--database")).toList()) {
      assertThat(command).startsWith("./ripcord ");
      List<String> words = new ArrayList<>();
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.ripcord.cli.Main"));
      words.addAll(List.of(command.replaceFirst("^\\./ripcord ", "").split(" ", -1)));
      Path out = folder.resolve("said");
      Process process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      statuses.add(process.waitFor());
      said.add(Files.readString(out, UTF_8));
    }
  }

  /** A file that the tutorial shows with its name takes the place of one that was written. */
  private void write(String text) throws IOException {
    List<MatchResult> name = FILE.matcher(text).results().toList();
    assertThat(name).as(text).hasSize(1);
    Path unused = Files.writeString(folder.resolve(name.getFirst().group(1)), text);
  }

  private void assertSaid(String lines) {
    assertThat(said.getLast()).contains(lines.lines().toList());
  }
}
