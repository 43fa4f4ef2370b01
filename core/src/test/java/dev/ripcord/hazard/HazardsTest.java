package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Risk;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One rule, one file, one test, one page. */
@ExtendWith(TestDatabase.Extension.class)
class HazardsTest {
  private static final Path PAGES = Path.of("../docs/hazards");
  private static final int LONGEST_PAGE = 60;

  @Test
  void everyRuleIsListed() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/ripcord/hazard"))) {
      List<String> classes =
          files
              .filter(file -> holds(file, " implements Rule {"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .toList();
      assertThat(Hazards.RULES)
          .extracting(rule -> rule.getClass().getSimpleName())
          .containsExactlyInAnyOrderElementsOf(classes);
    }
  }

  @Test
  void everyPageHasARule() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Hazards.RULES.stream().map(rule -> rule.code() + ".md").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleHasItsFileItsTestAndItsPage(Rule rule) throws IOException {
    String name = rule.getClass().getSimpleName();
    String code = name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    assertThat(rule.code()).isEqualTo(code);
    assertThat(Path.of("src/test/java/dev/ripcord/hazard", name + "Test.java")).exists();
    List<String> page = Files.readAllLines(PAGES.resolve(code + ".md"));
    assertThat(page).hasSizeLessThanOrEqualTo(LONGEST_PAGE).startsWith("# " + code);
    assertThat(page).contains("## What", "## Why", "## How ripcord handles it", "## What to do");
    assertThat(String.join("\n", page)).contains("https://www.postgresql.org/docs/current/");
  }

  static List<Rule> rules() {
    return Hazards.RULES;
  }

  @Test
  void hazardsChangeNeitherHashNorOrder(TestDatabase database) {
    Plan plan = Judged.plan(database, Judged.sql("CREATE INDEX ON users (born)"));
    Plan judged = Hazards.of(plan);
    assertThat(judged.hash()).isEqualTo(plan.hash());
    assertThat(Hazards.of(judged)).isEqualTo(judged);
    assertThat(plan.steps()).extracting("risk").doesNotContain(Risk.HIGH);
    assertThat(judged.steps()).extracting("risk").contains(Risk.HIGH);
  }

  @Test
  void aCriticalStepStaysCritical(TestDatabase database) {
    Plan plan =
        Judged.plan(
            database,
            """
              - sql:
                  name: away
                  phase: expand
                  up: DROP TABLE notes
            """);
    assertThat(Hazards.of(plan).steps()).extracting("risk").contains(Risk.CRITICAL);
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
