package dev.ripcord.cli;

import dev.ripcord.cli.Table.Cell;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.rehearse.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A proof for people: a verdict per phase, the ledger, and what differed. */
final class ProofText {
  private final Paint paint;

  ProofText(Paint paint) {
    this.paint = paint;
  }

  String of(Proof proof) {
    StringBuilder text = new StringBuilder();
    text.append(paint.bold("Rehearsal of " + proof.plan().migration().name()))
        .append(" on PostgreSQL ")
        .append(proof.serverVersion())
        .append(" in ")
        .append(Words.of(Duration.between(proof.started(), proof.finished())))
        .append(proof.live().map(ProofText::copied).orElse(""))
        .append("\n\n")
        .append(verdicts(proof))
        .append('\n')
        .append(ledger(proof.ledger()))
        .append(interruptions(proof.interruptions()))
        .append(notCompared(proof.notCompared()));
    proof.verdicts().forEach(phase -> differences(text, phase.phase().word(), phase.verdict()));
    differences(text, "kill and resume", proof.interruptions().verdict());
    List<Proof.Difference> lost = new ArrayList<>(proof.ledger().lost());
    proof.verdicts().forEach(phase -> lost.removeAll(differences(phase.verdict())));
    if (!lost.isEmpty()) {
      differences(text, "lost writes", lost);
    }
    text.append('\n')
        .append(proof.proven() ? paint.good("PROVEN") : paint.bad("NOT PROVEN"))
        .append(proof.proven() ? ": every phase can be rolled back" : "")
        .append('\n');
    return text.toString();
  }

  private static String copied(Proof.Live live) {
    return "\non a copy of a live database of PostgreSQL "
        + live.serverVersion()
        + " with about "
        + Words.count(
            live.tables().values().stream().mapToLong(Proof.LiveTable::rows).sum(), "row");
  }

  private String verdicts(Proof proof) {
    Table table = new Table("  ");
    table.row(
        head("PHASE"),
        head("FORWARD"),
        head("BACK TO START"),
        head("LONGEST STALL"),
        head("VERDICT"));
    for (Proof.PhaseVerdict phase : proof.verdicts()) {
      boolean proven = phase.verdict() instanceof Proof.Verdict.Proven;
      boolean measured = !(phase.verdict() instanceof Proof.Verdict.Unmeasured);
      UnaryOperator<String> colour = proven ? paint::good : paint::bad;
      table.row(
          Cell.of(phase.phase().word()),
          Cell.of(measured ? Words.of(phase.forward()) : "unmeasured"),
          Cell.of(measured ? Words.of(phase.back()) : "unmeasured"),
          Cell.of(longestStall(proof, phase.phase()).map(Words::of).orElse("unmeasured")),
          new Cell(List.of(ProgressText.verdict(phase.verdict())), colour));
    }
    return table.text();
  }

  private Cell head(String title) {
    return new Cell(List.of(title), paint::faint);
  }

  /** The worst of the steps of a phase; a phase without steps cannot stall anybody. */
  static Optional<Duration> longestStall(Proof proof, Phase phase) {
    Plan.PhasePlan planned = proof.plan().phase(phase);
    if (planned.steps().isEmpty()) {
      return Optional.of(Duration.ZERO);
    }
    return planned.steps().stream()
        .map(Step::id)
        .flatMap(id -> proof.measurement(id).stream())
        .map(Proof.StepMeasurement::longestStall)
        .max(Duration::compareTo);
  }

  private static String ledger(Proof.LedgerResult ledger) {
    return "Writes: "
        + Words.of(ledger.acknowledged())
        + " acknowledged ("
        + Words.of(ledger.oldShape())
        + " in the old shape, "
        + Words.of(ledger.newShape())
        + " in the new), "
        + (ledger.lost().isEmpty() ? "0 lost, " : "NOT ALL FOUND AGAIN, ")
        + Words.of(ledger.kept())
        + " kept aside, "
        + Words.of(ledger.refused())
        + " refused, "
        + Words.count(ledger.conflicts(), "sync conflict")
        + "\n";
  }

  private static String notCompared(List<String> tables) {
    return tables.isEmpty()
        ? ""
        : "Rows not compared, as the migration asks: " + String.join(", ", tables) + "\n";
  }

  private String interruptions(Proof.Interruptions interruptions) {
    String verdict = ProgressText.verdict(interruptions.verdict());
    return "Killed and resumed: "
        + Words.count(interruptions.forwardKills(), "time")
        + " going forward, "
        + Words.of(interruptions.backKills())
        + " going back: "
        + (interruptions.verdict() instanceof Proof.Verdict.Proven
            ? paint.good(verdict)
            : paint.bad(verdict))
        + "\n";
  }

  private void differences(StringBuilder text, String part, Proof.Verdict verdict) {
    List<Proof.Difference> found = differences(verdict);
    if (!found.isEmpty()) {
      differences(text, part, found);
    }
  }

  private static List<Proof.Difference> differences(Proof.Verdict verdict) {
    return verdict instanceof Proof.Verdict.NotProven not ? not.differences() : List.of();
  }

  private void differences(StringBuilder text, String part, List<Proof.Difference> differences) {
    text.append('\n').append(paint.bold("What differed: " + part)).append('\n');
    for (Proof.Difference difference : differences) {
      text.append("  ")
          .append(difference.part())
          .append("  ")
          .append(paint.bad(difference.where()))
          .append(": ")
          .append(difference.what())
          .append('\n');
      difference.examples().forEach(each -> text.append(each.indent(6)));
    }
  }
}
