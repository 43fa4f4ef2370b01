package dev.ripcord.rehearse;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a rehearsal found; holds the plan that was rehearsed.
 *
 * @param schemaFingerprint hash of the schema at the start, in hexadecimal
 * @param serverVersion of the scratch server, such as {@code 18.6}
 * @param rows per table at the start of the rehearsal
 * @param verdicts one per phase, in order
 * @param steps measurements, in forward order
 * @param ledger what became of the writers' writes
 * @param interruptions the kill-and-resume part
 * @param started when the rehearsal began
 * @param finished when it ended
 * @param live what was copied, if it was a copy of a live database that was rehearsed on
 */
public record Proof(
    Plan plan,
    String schemaFingerprint,
    String serverVersion,
    long seed,
    Map<String, Long> rows,
    List<PhaseVerdict> verdicts,
    List<StepMeasurement> steps,
    LedgerResult ledger,
    Interruptions interruptions,
    Instant started,
    Instant finished,
    Optional<Live> live) {
  /** Of a database that is no copy. */
  public Proof(
      Plan plan,
      String schemaFingerprint,
      String serverVersion,
      long seed,
      Map<String, Long> rows,
      List<PhaseVerdict> verdicts,
      List<StepMeasurement> steps,
      LedgerResult ledger,
      Interruptions interruptions,
      Instant started,
      Instant finished) {
    this(
        plan,
        schemaFingerprint,
        serverVersion,
        seed,
        rows,
        verdicts,
        steps,
        ledger,
        interruptions,
        started,
        finished,
        Optional.empty());
  }

  public Proof {
    rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
    verdicts = List.copyOf(verdicts);
    steps = List.copyOf(steps);
  }

  /** Every phase is proven, nothing was lost, every kill was survived. */
  public boolean proven() {
    return verdicts.size() == Phase.values().length
        && verdicts.stream().allMatch(verdict -> verdict.verdict() instanceof Verdict.Proven)
        && interruptions.verdict() instanceof Verdict.Proven
        && ledger.lost().isEmpty()
        && ledger.acknowledged() > 0;
  }

  /** Tables whose rows were not compared, as the migration asks; qualified and quoted. */
  public List<String> notCompared() {
    return plan.migration().notCompared().stream().map(it -> it.table().quoted()).toList();
  }

  /** What was measured. */
  public Rehearsed rehearsed() {
    return new Rehearsed(rows, steps);
  }

  /** The measurement of a step, if it was measured. */
  public Optional<StepMeasurement> measurement(String stepId) {
    return steps.stream().filter(step -> step.stepId().equals(stepId)).findFirst();
  }

  /**
   * The live database at the moment of the copy.
   *
   * @param serverVersion such as {@code 14.24}
   * @param tables by name, qualified and quoted
   */
  public record Live(String serverVersion, Map<String, LiveTable> tables) {
    public Live {
      tables = java.util.Collections.unmodifiableMap(new TreeMap<>(tables));
    }
  }

  /**
   * @param rows as the statistics say
   * @param bytes of the heap with TOAST
   */
  public record LiveTable(long rows, long bytes) {}

  /** How a part of the rehearsal ended. */
  public sealed interface Verdict {
    /** Forward and back, and everything was as before. */
    record Proven() implements Verdict {}

    /**
     * @param differences at least one
     */
    record NotProven(List<Difference> differences) implements Verdict {
      public NotProven {
        differences = List.copyOf(differences);
      }
    }

    /**
     * Nothing is known, so nothing is proven.
     *
     * @param reason in words
     */
    record Unmeasured(String reason) implements Verdict {}
  }

  /**
   * Something that was not as it had been.
   *
   * @param part of the proof: {@code schema}, {@code data}, {@code ledger}, {@code check}, {@code
   *     step}, {@code measurement} or {@code resume}
   * @param where the object, or table and column
   * @param what differed, in words
   * @param examples rows or definitions, at most ten
   */
  public record Difference(String part, String where, String what, List<String> examples) {
    public Difference {
      examples = List.copyOf(examples);
    }
  }

  /**
   * @param forward wall time of going forward through this phase, its own steps only
   * @param back wall time of rolling back from the end of this phase to the start
   * @param backOwn wall time of rolling back the steps of this phase only
   */
  public record PhaseVerdict(
      Phase phase, Verdict verdict, Duration forward, Duration back, Duration backOwn) {}

  /**
   * What was measured of one step.
   *
   * @param forward wall time
   * @param back wall time, all units together
   * @param walkedRows rows that a walk changed, forward; 0 without a walk
   * @param walkedBack likewise, back
   * @param locks strongest lock per table that was seen held, forward and back
   * @param rewritten tables whose file node changed
   * @param longestStall the longest that any writer waited while the step ran, forward or back
   */
  public record StepMeasurement(
      String stepId,
      Duration forward,
      Duration back,
      long walkedRows,
      long walkedBack,
      Map<String, LockMode> locks,
      Map<String, LockMode> backLocks,
      List<String> rewritten,
      Duration longestStall) {
    public StepMeasurement {
      locks = java.util.Collections.unmodifiableMap(new TreeMap<>(locks));
      backLocks = java.util.Collections.unmodifiableMap(new TreeMap<>(backLocks));
      rewritten = List.copyOf(rewritten);
    }

    /** The stronger of two modes of the same table wins. */
    public static LockMode stronger(LockMode one, LockMode other) {
      return Comparator.<LockMode>naturalOrder().compare(one, other) >= 0 ? one : other;
    }
  }

  /**
   * @param acknowledged writes that the server acknowledged to a writer
   * @param oldShape of these, in the old shape
   * @param newShape of these, in the new shape
   * @param refused attempts that the server refused (constraint, lock, shape not there); no loss
   * @param kept new-shape values that the old shape cannot hold, found again in the kept values
   * @param lost acknowledged writes that were not there at a comparison
   * @param conflicts both sides of a replacement changed inconsistently by one client
   */
  public record LedgerResult(
      long acknowledged,
      long oldShape,
      long newShape,
      long refused,
      long kept,
      List<Difference> lost,
      long conflicts) {
    public LedgerResult {
      lost = List.copyOf(lost);
    }
  }

  /**
   * @param forwardKills how often the engine was killed going forward and resumed
   * @param backKills likewise going back
   */
  public record Interruptions(int forwardKills, int backKills, Verdict verdict) {}
}
