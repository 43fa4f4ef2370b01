package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HooksOfAFileTest {
  private static final Path FILE =
      Path.of("src/test/resources/dev/ripcord/migration/corpus/valid/live.yaml");
  private static final String MINIMAL = "changes:\n  - drop_table: {table: t}\n";

  @TempDir private Path folder;

  @Test
  void gatesReplaceTheDefaultPhaseByPhase() throws IOException {
    assertThat(gates(""))
        .containsExactly(
            Map.entry(Phase.PREPARATION, List.of()),
            Map.entry(Phase.EXPAND, List.of()),
            Map.entry(Phase.MIGRATE, List.of()),
            Map.entry(Phase.CONTRACT, List.of(new Gate.Approval())),
            Map.entry(Phase.CLEANUP, List.of(new Gate.Approval())));
    Gate soak = new Gate.Soak(Duration.ofMinutes(90));
    assertThat(gates("gates: {migrate: approval, contract: [soak 1h 30m, approval]}\n"))
        .containsEntry(Phase.MIGRATE, List.of(new Gate.Approval()))
        .containsEntry(Phase.CONTRACT, List.of(soak, new Gate.Approval()))
        .containsEntry(Phase.CLEANUP, List.of(new Gate.Approval()));
    assertThat(gates("gates: {cleanup: automatic}\n")).containsEntry(Phase.CLEANUP, List.of());
    assertThat(soak.word()).isEqualTo("soak 1h 30m");
  }

  @Test
  void hooksStandInTheirOrderWithDefaults() {
    List<Hook> hooks = MigrationReader.read(FILE).hooks();
    assertThat(hooks)
        .extracting(Hook::name)
        .containsExactly("maintenance page", "application back", "tell", "flag off");
    assertThat(hooks)
        .extracting(hook -> hook.when().words())
        .containsExactly(
            "before contract", "before rollback", "after rollback", "before preparation");
    assertThat(hooks)
        .extracting(Hook::onFailure)
        .containsExactly(
            Hook.OnFailure.STOP,
            Hook.OnFailure.STOP,
            Hook.OnFailure.CONTINUE,
            Hook.OnFailure.CONTINUE);
    assertThat(hooks.getFirst().timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(hooks.getFirst().retries()).isZero();
    assertThat(hooks.getLast().timeout()).isEqualTo(Hook.DEFAULT_TIMEOUT);
    assertThat(hooks.getLast().retries()).isEqualTo(Hook.DEFAULT_RETRIES);
  }

  @Test
  void secretsStayNames() {
    List<Hook> hooks = MigrationReader.read(FILE).hooks();
    assertThat(hooks.get(0).secrets()).containsExactly(new Template.Part.Variable("DEPLOY_TOKEN"));
    assertThat(hooks.get(1).secrets())
        .containsExactly(
            new Template.Part.Content("/run/secrets/password"),
            new Template.Part.Variable("OLD"),
            new Template.Part.Variable("DEPLOY_TOKEN"));
    HookAction.Shell shell = (HookAction.Shell) hooks.getFirst().action();
    assertThat(shell.command()).contains("${HOME}");
    assertThat(shell.env().get("REASON")).isNotNull();
    assertThat(new Template("costs $5, $${literally} $${env:A}").parts())
        .containsExactly(new Template.Part.Plain("costs $5, ${literally} ${env:A}"));
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, true", "299, true", "199, false", "302, false", "409, true"})
  void statusesAreWordsOrClasses(int status, boolean contained) {
    assertThat(new Statuses(List.of("2xx", "409")).contain(status)).isEqualTo(contained);
  }

  @Test
  void aPlaceForNothingIsNoTemplate() {
    for (String text :
        List.of("${", "${}", "${HOME}", "${env:}", "${file:}", "${file:a}", "a ${env:A")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> assertThat(new Template(text)).isNull());
    }
  }

  private Map<Phase, List<Gate>> gates(String more) throws IOException {
    return MigrationReader.read(Files.writeString(folder.resolve("m.yaml"), MINIMAL + more))
        .gates();
  }
}
