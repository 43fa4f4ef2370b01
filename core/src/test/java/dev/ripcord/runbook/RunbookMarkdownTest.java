package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunbookMarkdownTest {
  @Test
  void scriptsStandInFencesAsTheyAre() {
    Runbook runbook = RunbookWriter.of(Fixtures.proven());
    String markdown = RunbookMarkdown.of(runbook);

    runbook
        .phases()
        .forEach(
            phase ->
                phase.steps().stream()
                    .filter(step -> !step.script().isEmpty())
                    .forEach(
                        step ->
                            assertThat(markdown).contains("```sql\n" + step.script() + "\n```\n")));
    assertThat(markdown).contains("### 1. ROLLBACK\\_CLEANUP").contains("## Communication");
  }

  @Test
  void textOfUsersCannotBreakOut() {
    Runbook runbook =
        RunbookWriter.of(
            Fixtures.plan(
                Fixtures.migration("a|b *c* <d> `e`", List.of("x\n## y"), Optional.empty()),
                Fixtures.snapshot(1)));

    assertThat(RunbookMarkdown.of(runbook))
        .contains("**Migration:** a\\|b \\*c\\* \\<d\\> \\`e\\`\n")
        .contains("- x \\#\\# y\n")
        .contains("```text\na|b *c* <d> `e` starts.");
    assertThat(MarkdownLines.code("a`b")).isEqualTo("`` a`b ``");
  }
}
