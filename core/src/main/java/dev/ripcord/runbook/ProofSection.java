package dev.ripcord.runbook;

import dev.ripcord.migration.Phase;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.runbook.RunbookProof.Difference;
import dev.ripcord.runbook.RunbookProof.Facts;
import dev.ripcord.runbook.RunbookProof.Kills;
import dev.ripcord.runbook.RunbookProof.Ledger;
import dev.ripcord.runbook.RunbookProof.PhaseProof;
import dev.ripcord.runbook.RunbookProof.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the proof says, in the runbook's words. */
final class ProofSection {
  static final String NEVER_REHEARSED = "never rehearsed: run ripcord rehearse";

  private ProofSection() {}

  static RunbookProof of(Source source) {
    List<PhaseProof> phases =
        Arrays.stream(Phase.values()).map(phase -> phase(source, phase)).toList();
    return new RunbookProof(
        overall(source, phases),
        reasons(source, phases),
        phases,
        source.proof().map(ProofSection::facts));
  }

  private static Verdict overall(Source source, List<PhaseProof> phases) {
    if (source.proof().map(Proof::proven).orElse(false)) {
      return Verdict.PROVEN;
    }
    boolean allUnmeasured =
        phases.stream().allMatch(phase -> phase.verdict() == Verdict.UNMEASURED);
    return allUnmeasured ? Verdict.UNMEASURED : Verdict.NOT_PROVEN;
  }

  private static List<String> reasons(Source source, List<PhaseProof> phases) {
    if (source.proof().isEmpty()) {
      return List.of(NEVER_REHEARSED);
    }
    Proof proof = source.proof().get();
    List<String> reasons = new ArrayList<>();
    phases.stream()
        .filter(phase -> phase.verdict() != Verdict.PROVEN)
        .forEach(phase -> reasons.add(phase.phase().word() + " is not proven"));
    if (!(proof.interruptions().verdict() instanceof Proof.Verdict.Proven)) {
      reasons.add("that it survives being killed is not proven");
    }
    if (!proof.ledger().lost().isEmpty()) {
      reasons.add("acknowledged writes were lost");
    }
    if (proof.ledger().acknowledged() == 0) {
      reasons.add("no write was acknowledged, so nothing is known about writes");
    }
    return reasons;
  }

  private static PhaseProof phase(Source source, Phase phase) {
    if (source.proof().isEmpty()) {
      return new PhaseProof(phase, Verdict.NOT_PROVEN, NEVER_REHEARSED, List.of());
    }
    return source
        .verdict(phase)
        .map(Proof.PhaseVerdict::verdict)
        .map(verdict -> new PhaseProof(phase, word(verdict), reason(verdict), differences(verdict)))
        .orElseGet(
            () ->
                new PhaseProof(
                    phase, Verdict.UNMEASURED, "the rehearsal did not come to it", List.of()));
  }

  private static Verdict word(Proof.Verdict verdict) {
    return switch (verdict) {
      case Proof.Verdict.Proven proven -> Verdict.PROVEN;
      case Proof.Verdict.NotProven differed -> Verdict.NOT_PROVEN;
      case Proof.Verdict.Unmeasured unmeasured -> Verdict.UNMEASURED;
    };
  }

  private static String reason(Proof.Verdict verdict) {
    return switch (verdict) {
      case Proof.Verdict.Proven proven -> "";
      case Proof.Verdict.NotProven differed ->
          Words.count(differed.differences().size(), "difference");
      case Proof.Verdict.Unmeasured unmeasured -> unmeasured.reason();
    };
  }

  private static List<Difference> differences(Proof.Verdict verdict) {
    return verdict instanceof Proof.Verdict.NotProven differed
        ? differences(differed.differences())
        : List.of();
  }

  private static List<Difference> differences(List<Proof.Difference> differences) {
    return differences.stream()
        .map(each -> new Difference(each.part(), each.where(), each.what(), each.examples()))
        .toList();
  }

  private static Facts facts(Proof proof) {
    Proof.LedgerResult ledger = proof.ledger();
    Proof.Interruptions kills = proof.interruptions();
    return new Facts(
        proof.serverVersion(),
        proof.schemaFingerprint(),
        proof.seed(),
        proof.rows(),
        new Ledger(
            ledger.acknowledged(),
            ledger.oldShape(),
            ledger.newShape(),
            ledger.refused(),
            ledger.kept(),
            differences(ledger.lost()),
            ledger.conflicts()),
        new Kills(
            kills.forwardKills(),
            kills.backKills(),
            word(kills.verdict()),
            reason(kills.verdict()),
            differences(kills.verdict())),
        proof.steps().stream()
            .map(Proof.StepMeasurement::longestStall)
            .max(Comparator.<Duration>naturalOrder()),
        proof.steps().stream().flatMap(step -> step.rewritten().stream()).distinct().toList(),
        proof.notCompared(),
        Duration.between(proof.started(), proof.finished()));
  }

  /** All that was measured, as JSON; what the runbook's id is made from. */
  static String canonical(Proof proof) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("schemaFingerprint", proof.schemaFingerprint());
    content.put("serverVersion", proof.serverVersion());
    content.put("seed", proof.seed());
    content.put("rows", proof.rows());
    content.put("notCompared", proof.notCompared());
    content.put(
        "verdicts",
        proof.verdicts().stream()
            .map(
                each ->
                    List.of(
                        each.phase(),
                        verdict(each.verdict()),
                        each.forward(),
                        each.back(),
                        each.backOwn()))
            .toList());
    content.put("steps", proof.steps());
    content.put("ledger", proof.ledger());
    content.put(
        "interruptions",
        List.of(
            proof.interruptions().forwardKills(),
            proof.interruptions().backKills(),
            verdict(proof.interruptions().verdict())));
    content.put("started", proof.started());
    content.put("finished", proof.finished());
    proof.live().ifPresent(live -> content.put("live", live));
    return RunbookJson.MAPPER.writeValueAsString(content);
  }

  private static List<Object> verdict(Proof.Verdict verdict) {
    return List.of(word(verdict), reason(verdict), differences(verdict));
  }
}
