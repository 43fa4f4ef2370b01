package dev.ripcord.runbook;

import dev.ripcord.migration.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known about the way back before it is needed.
 *
 * @param verdict of the whole
 * @param reasons why the whole is not proven; empty when it is
 * @param phases all five, in forward order
 * @param rehearsal absent when the plan was never rehearsed
 */
public record RunbookProof(
    Verdict verdict, List<String> reasons, List<PhaseProof> phases, Optional<Facts> rehearsal) {
  public RunbookProof {
    reasons = List.copyOf(reasons);
    phases = List.copyOf(phases);
  }

  /** How sure the way back is. */
  public enum Verdict {
    PROVEN,
    NOT_PROVEN,
    UNMEASURED;

    /** As the document prints it: {@code NOT PROVEN}. */
    public String words() {
      return name().replace('_', ' ');
    }
  }

  /**
   * @param reason why it is not proven; empty when proven
   */
  public record PhaseProof(
      Phase phase, Verdict verdict, String reason, List<Difference> differences) {
    public PhaseProof {
      differences = List.copyOf(differences);
    }
  }

  /** Something that was not as it had been. */
  public record Difference(String part, String where, String what, List<String> examples) {
    public Difference {
      examples = List.copyOf(examples);
    }
  }

  /**
   * What was measured.
   *
   * @param schemaFingerprint of the schema at the start, in hexadecimal
   * @param rows per table at the start
   * @param longestStall the longest that any writer waited; absent when no step was measured
   * @param rewritten tables that were rewritten
   * @param notCompared tables whose rows were not compared with the start
   */
  public record Facts(
      String serverVersion,
      String schemaFingerprint,
      long seed,
      Map<String, Long> rows,
      Ledger ledger,
      Kills kills,
      Optional<Duration> longestStall,
      List<String> rewritten,
      List<String> notCompared,
      Duration took) {
    public Facts {
      rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
      rewritten = List.copyOf(rewritten);
      notCompared = List.copyOf(notCompared);
    }
  }

  /** What became of the writers' writes. */
  public record Ledger(
      long acknowledged,
      long oldShape,
      long newShape,
      long refused,
      long kept,
      List<Difference> lost,
      long conflicts) {
    public Ledger {
      lost = List.copyOf(lost);
    }
  }

  /** How often the engine was killed and resumed. */
  public record Kills(
      int forward, int back, Verdict verdict, String reason, List<Difference> differences) {
    public Kills {
      differences = List.copyOf(differences);
    }
  }
}
