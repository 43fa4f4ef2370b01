package dev.ripcord.rehearse;

import dev.ripcord.rehearse.Proof.StepMeasurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a rehearsal measured, without the plan and the verdicts: enough to say how long things take
 * elsewhere.
 *
 * @param rows per table at the start of the rehearsal, by qualified name
 * @param steps in forward order
 */
public record Rehearsed(Map<String, Long> rows, List<StepMeasurement> steps) {
  public Rehearsed {
    rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
    steps = List.copyOf(steps);
  }

  /** The measurement of a step, if it was measured. */
  public Optional<StepMeasurement> measurement(String stepId) {
    return steps.stream().filter(step -> step.stepId().equals(stepId)).findFirst();
  }
}
