package dev.ripcord.execute;

import dev.ripcord.journal.Entry;
import dev.ripcord.plan.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far a run got, read from its journal and from nothing else. */
public final class Progress {
  private final Map<String, State> states = new HashMap<>();
  private final Map<String, Set<Integer>> undoneUnits = new HashMap<>();

  /** Where a step stands. */
  public enum State {
    /** Nothing of it is in the database. */
    PENDING,
    /** It may have left something: its way back must run before it can be said to be undone. */
    STARTED,
    DONE,
    /** Its way back has begun. */
    UNDOING
  }

  private Progress() {}

  /** What these entries say, in their order. */
  public static Progress of(List<Entry> entries) {
    Progress progress = new Progress();
    entries.forEach(progress::apply);
    return progress;
  }

  private void apply(Entry entry) {
    String unit = entry.unit();
    switch (entry.kind()) {
      case STARTED -> states.put(unit, State.STARTED);
      case DONE -> states.put(unit, State.DONE);
      case UNIT_UNDONE -> {
        int slash = unit.indexOf("/back-");
        String step = unit.substring(0, slash);
        int number = Integer.parseInt(unit.substring(slash + "/back-".length()));
        states.put(step, State.UNDOING);
        undoneUnits.computeIfAbsent(step, any -> new HashSet<>()).add(number);
      }
      case UNDONE -> {
        states.put(unit, State.PENDING);
        undoneUnits.remove(unit);
      }
      case BEGUN,
          MEASURED,
          PHASE,
          GATE,
          HOOK,
          BASELINE,
          WATCH,
          ALERT,
          BACKUP,
          POINT,
          ROLLBACK,
          ROLLED_BACK,
          COMPLETE,
          START,
          VALIDATION,
          SIGNED_OFF,
          PROCEDURE,
          ASSIGNED,
          WATCHED,
          ARCHIVED,
          NOTE -> {
        // of the run, not of a step
      }
    }
  }

  /** Where the step stands. */
  public State state(Step step) {
    return states.getOrDefault(step.id(), State.PENDING);
  }

  /**
   * Whether this unit of the way back is through, and the step's way back is not.
   *
   * @param number of the unit of the way back, from 1
   */
  public boolean undone(Step step, int number) {
    return undoneUnits.getOrDefault(step.id(), Set.of()).contains(number);
  }

  /** Whether every one of the steps went forward. */
  public boolean complete(List<Step> steps) {
    return steps.stream().allMatch(step -> state(step) == State.DONE);
  }
}
