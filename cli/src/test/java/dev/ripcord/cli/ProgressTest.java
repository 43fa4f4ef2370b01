package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.rehearse.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody sees who watches a rehearsal. */
class ProgressTest {
  private static final List<Progress.Event> EVENTS =
      List.of(
          new Progress.Started("starting PostgreSQL", 0),
          new Progress.RowsGenerated("public.users", 500, 1000),
          new Progress.StepStarted(
              Phase.EXPAND, Progress.Direction.BACK, "expand-01", "Drop " + "x".repeat(90), 1, 2),
          new Progress.StepDone(
              Phase.EXPAND, Progress.Direction.BACK, "expand-01", Duration.ofMillis(12)),
          new Progress.Killed(Progress.Direction.FORWARD, "expand-01"),
          new Progress.WritesAcknowledged(12_345, 6),
          new Progress.Comparing(Phase.EXPAND),
          new Progress.PhaseJudged(Samples.notProven().verdicts().get(1)));

  private final StringWriter said = new StringWriter();
  private final PrintWriter writer = new PrintWriter(said, true);
  private final Terminal terminal = new Terminal(writer, writer, Paint.NONE, Paint.NONE, true, 60);

  @Test
  void jsonSaysEveryEventOnALine() {
    Progress progress = new JsonProgress(terminal, () -> Duration.ofMillis(1500));
    EVENTS.forEach(progress::event);
    assertThat(said.toString().lines())
        .hasSameSizeAs(EVENTS)
        .allSatisfy(
            line ->
                assertThat(CanonicalJson.read(line).path("seconds").doubleValue()).isEqualTo(1.5));
  }

  @Test
  void linesLeaveOutWhatOnlyATerminalCanShow() {
    Progress progress = new LineProgress(terminal, () -> Duration.ofMillis(1500));
    EVENTS.forEach(progress::event);
    assertThat(said.toString())
        .contains("[   1.5 s] expand: expand-01 back in 12 ms", "NOT PROVEN (1 difference)")
        .doesNotContain("500 of", "12,345", "\r");
  }

  @Test
  void theRewrittenLineNeverWrapsAndVerdictsStay() {
    try (RewrittenProgress progress = new RewrittenProgress(terminal, () -> Duration.ZERO)) {
      EVENTS.forEach(progress::event);
    }
    assertThat(said.toString()).contains("✗ expand: NOT PROVEN (1 difference)\n", "12,345 writes");
    assertThat(said.toString().split("\r|\n", -1))
        .allSatisfy(line -> assertThat(line.replace("\033[K", "").length()).isLessThan(60));
  }
}
