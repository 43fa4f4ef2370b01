package dev.ripcord.plan;

import dev.ripcord.migration.Phase;
import java.util.List;

/**
 * One forward action with its way back.
 *
 * @param id such as {@code expand-02}: the phase and the place in it
 * @param title what it does, in the imperative
 * @param origin the change that it serves, in the user's words; {@code ripcord} for our own
 * @param forward the one unit that goes forward
 * @param back the units that go back, in the order in which they run; empty when there is nothing
 *     to undo
 * @param locks strongest lock per table that the forward action takes
 * @param backLocks likewise for all actions back
 * @param success what must hold after it went forward
 * @param backSuccess what must hold after it went back
 * @param looks which rows the way back cannot put into the old shape as they are
 * @param restored what it gives rows in columns that it brings back
 */
public record Step(
    String id,
    Phase phase,
    String title,
    String origin,
    Action forward,
    List<Action> back,
    List<TableLock> locks,
    List<TableLock> backLocks,
    List<Hazard> hazards,
    Risk risk,
    Reversibility reversibility,
    List<Criterion> success,
    List<Criterion> backSuccess,
    List<Look> looks,
    List<Restored> restored) {
  public Step {
    back = List.copyOf(back);
    locks = List.copyOf(locks);
    backLocks = List.copyOf(backLocks);
    hazards = List.copyOf(hazards);
    success = List.copyOf(success);
    backSuccess = List.copyOf(backSuccess);
    looks = List.copyOf(looks);
    restored = List.copyOf(restored);
  }

  /** The same step with only some of its looks; its hash stays. */
  public Step looking(List<Look> some) {
    return new Step(
        id,
        phase,
        title,
        origin,
        forward,
        back,
        locks,
        backLocks,
        hazards,
        risk,
        reversibility,
        success,
        backSuccess,
        some,
        restored);
  }

  /** The same step with what rules have found about it; its hash stays. */
  public Step judged(List<Hazard> found, Risk raised) {
    return new Step(
        id,
        phase,
        title,
        origin,
        forward,
        back,
        locks,
        backLocks,
        found,
        raised,
        reversibility,
        success,
        backSuccess,
        looks,
        restored);
  }

  /** SHA-256 over all that the step executes, forward and back, in hexadecimal. */
  public String hash() {
    return PlanHash.of(this);
  }
}
