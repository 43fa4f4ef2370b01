package dev.ripcord.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every condition that the pages show can be read. */
class DocumentedConditionsTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern BLOCK = Pattern.compile("```conditions\n(.*?)```", Pattern.DOTALL);
  private static final Pattern INLINE =
      Pattern.compile("`([^`]*( for \\d+ ?(m|s|minutes?)|[a-z_]+ [<>] [^`]*|> 1))`");

  @Test
  void everyConditionCanBeRead() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(DOCS.resolve("triggers.md")));
    try (Stream<Path> files = Files.list(DOCS.resolve("triggers"))) {
      pages.addAll(files.sorted().toList());
    }
    assertThat(pages).hasSize(6);
    int seen = 0;
    for (Path page : pages) {
      String text = Files.readString(page);
      List<String> conditions = new ArrayList<>();
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        conditions.addAll(block.group(1).lines().toList());
      }
      assertThat(conditions).as(page.toString()).isNotEmpty();
      Matcher inline = INLINE.matcher(text.replaceAll("(?s)```.*?```", ""));
      while (inline.find()) {
        conditions.add(inline.group(1));
      }
      for (String condition : conditions) {
        assertThat(ConditionReader.read(condition).flaws()).as(page + ": " + condition).isEmpty();
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(20);
  }
}
