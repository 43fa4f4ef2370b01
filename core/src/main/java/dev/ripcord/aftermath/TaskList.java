package dev.ripcord.aftermath;

import java.time.Instant;
import java.util.List;

/**
 * What follows one rollback.
 *
 * @param run id of the run that was rolled back
 * @param rolledBackAt when the rollback was at its end
 * @param why it was rolled back
 * @param journal the file that all of this is read from
 * @param newlyAssigned numbers of procedures that were given to somebody just now
 */
public record TaskList(
    String run,
    Instant rolledBackAt,
    String why,
    String journal,
    List<Task> tasks,
    List<Integer> newlyAssigned) {
  public TaskList {
    tasks = List.copyOf(tasks);
    newlyAssigned = List.copyOf(newlyAssigned);
  }

  /** How many are not done. */
  public long open() {
    return tasks.stream().filter(task -> !task.done()).count();
  }
}
