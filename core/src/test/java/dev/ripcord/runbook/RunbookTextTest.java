package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.runbook.Runbook.RollbackPhase;
import dev.ripcord.runbook.Runbook.RollbackStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookTextTest {
  static Stream<Runbook> runbooks() {
    return Stream.of(
        RunbookWriter.of(Fixtures.proven()),
        RunbookWriter.of(Fixtures.unproven()),
        RunbookWriter.of(Fixtures.plan()));
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void headingsStandInTheOrderOfTheReference(Runbook runbook) throws IOException {
    List<String> reference = headings(reference());
    assertThat(reference).hasSize(7);

    List<String> ours = headings(RunbookText.of(runbook));

    assertThat(ours).containsSubsequence(reference).endsWith("COMMUNICATION");
    assertThat(ours.subList(0, ours.indexOf("EMERGENCY CONTACTS"))).contains("PROOF");
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void fieldsAreThoseOfTheReference(Runbook runbook) throws IOException {
    List<String> text = RunbookText.of(runbook).lines().toList();
    assertThat(text.subList(0, 3)).first().isEqualTo("=".repeat(80));
    for (String field : fields(reference())) {
      assertThat(text).as(field).anyMatch(line -> line.startsWith(field));
    }
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void nothingIsLeftOpen(Runbook runbook) {
    for (String text : List.of(RunbookText.of(runbook), RunbookMarkdown.of(runbook))) {
      assertThat(text)
          .doesNotContain("...")
          .doesNotContain("…")
          .doesNotContain("TBD")
          .doesNotContain("XXX")
          .doesNotContain("{")
          .doesNotContain("<migration>")
          .doesNotContain("<phase>")
          .doesNotContain("<reason>")
          .doesNotContain(":ripcord_low")
          .doesNotContain("Optional")
          .doesNotContain("PT0");
    }
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void scriptsComeOutOfTheTextExactly(Runbook runbook) {
    Map<Phase, String> scripts = RunbookText.scripts(RunbookText.of(runbook));

    assertThat(scripts.keySet()).containsExactly(Phase.CONTRACT, Phase.MIGRATE, Phase.EXPAND);
    for (RollbackPhase phase : runbook.phases()) {
      List<String> steps =
          phase.steps().stream().map(RollbackStep::script).filter(each -> !each.isEmpty()).toList();
      if (!steps.isEmpty()) {
        assertThat(scripts.get(phase.phase())).isEqualTo(String.join("\n\n", steps) + "\n");
        assertThat(scripts.get(phase.phase())).startsWith(PsqlScript.PRELUDE);
        assertThat(scripts.get(phase.phase())).containsOnlyOnce(PsqlScript.PRELUDE);
      }
    }
  }

  @Test
  void aProvenRunbookStatesMeasurements() {
    assertThat(RunbookText.of(RunbookWriter.of(Fixtures.proven())))
        .contains("Created: 2026-02-16T13:47:31Z")
        .contains("Verdict: PROVEN")
        .contains("  MIGRATE: PROVEN")
        .contains(
            "Duration: 2 min (projected to about 2,000,000 rows of public.users, measured 1.2 s"
                + " on 20,000 rows)")
        .contains("Duration: not measured")
        .contains(
            "Locks: planned SHARE UPDATE EXCLUSIVE on public.users; measured ROW EXCLUSIVE on"
                + " public.users")
        .contains("Response Time: 0 minutes")
        .contains("Evaluation Window: 90 seconds")
        .contains(
            "Contacts: executive (Dora Lind), incident_commander (Ada Berger), nobody_known"
                + " (UNASSIGNED)")
        .contains("Estimated Recovery Time: not measured: no restore was rehearsed")
        .contains("Nothing to roll back in this phase: the plan has no step in cleanup")
        .contains(
            "Nothing to roll back in this phase: nothing that preparation-01 does has to be undone")
        .contains("  Message:\n    lower-email starts.\n    Watch the dashboards.\n")
        .contains("17. ☐ Verify matter 17")
        .contains(" 9. Do thing 9")
        .doesNotContain("NOT READY")
        .doesNotContain("UNASSIGNED - a live run");
  }

  @Test
  void anUnprovenRunbookNamesWhatDiffers() {
    assertThat(RunbookText.of(RunbookWriter.of(Fixtures.unproven())))
        .contains("NOT READY\n" + "-".repeat(40) + "\n• incident_commander is unassigned\n")
        .contains("Verdict: NOT PROVEN")
        .contains("  MIGRATE: NOT PROVEN (1 difference)")
        .contains("    - data public.users.email: 2 rows differ")
        .contains("      Example: id 7")
        .contains("      Example: id 9")
        .contains("  CONTRACT: UNMEASURED (the scratch server stopped)")
        .contains("Incident Commander: UNASSIGNED - a live run refuses to start")
        .contains("Recovery Method: none - no backup provider is configured");
  }

  @Test
  void aPlanThatWasNeverRehearsedProvesNothing() {
    Runbook runbook = RunbookWriter.of(Fixtures.plan());
    String text = RunbookText.of(runbook);

    assertThat(text).contains("Created: never rehearsed").contains("Verdict: NOT PROVEN");
    for (Phase phase : Phase.values()) {
      assertThat(text).contains("  " + phase.name() + ": NOT PROVEN (never rehearsed");
    }
    assertThat(text.lines().filter(line -> line.strip().startsWith("Duration")))
        .isNotEmpty()
        .allMatch(line -> line.contains("not measured (never rehearsed)"));
  }

  @Test
  void rollbackGoesFromTheLastPhaseAndTheLastStep() {
    Runbook runbook = RunbookWriter.of(Fixtures.proven());

    assertThat(runbook.phases().stream().map(RollbackPhase::name))
        .containsExactly(
            "ROLLBACK_CLEANUP",
            "ROLLBACK_CONTRACT",
            "ROLLBACK_MIGRATE",
            "ROLLBACK_EXPAND",
            "ROLLBACK_PREPARATION");
    assertThat(runbook.phases().get(3).steps().stream().map(RollbackStep::stepId))
        .containsExactly("expand-02", "expand-01");
  }

  @Test
  void theSameProofIsTheSameRunbookAndAnotherIsNot() {
    Runbook runbook = RunbookWriter.of(Fixtures.proven());

    assertThat(RunbookWriter.of(Fixtures.proven())).isEqualTo(runbook);
    assertThat(RunbookText.of(RunbookWriter.of(Fixtures.proven())))
        .isEqualTo(RunbookText.of(runbook));
    assertThat(runbook.header().id()).matches("rb_[0-9a-f]{8}");
    assertThat(runbook.header().migrationId()).isEqualTo(Fixtures.plan().hash().substring(0, 12));
    assertThat(RunbookWriter.of(Fixtures.unproven()).header().id())
        .isNotEqualTo(runbook.header().id());
    assertThat(RunbookWriter.of(Fixtures.plan()).header().id()).isNotEqualTo(runbook.header().id());
  }

  private static List<String> headings(String text) {
    List<String> lines = text.lines().toList();
    List<String> headings = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).equals("-".repeat(40))) {
        headings.add(lines.get(i - 1));
      }
    }
    return headings;
  }

  /** Field names with their indent, such as {@code " Urgency:"}; not those of persons and steps. */
  private static List<String> fields(String text) {
    return text.lines()
        .filter(line -> line.matches(" *[A-Z][A-Za-z -]*:( .*)?"))
        .map(line -> line.substring(0, line.indexOf(':') + 1))
        .filter(field -> !field.strip().matches("LEVEL.*|Success Criteria:|Script:"))
        .distinct()
        .toList();
  }

  private static String reference() throws IOException {
    try (InputStream stream = RunbookTextTest.class.getResourceAsStream("reference.txt")) {
      assertThat(stream).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
