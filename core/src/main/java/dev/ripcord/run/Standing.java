package dev.ripcord.run;

import dev.ripcord.execute.Progress;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Course;
import dev.ripcord.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a run stands: what its journal says, and nothing else.
 *
 * @param entries oldest first
 * @param steps where each step stands
 */
record Standing(Course course, List<Entry> entries, Progress steps) {
  /** What the journal says of a phase whose steps are all done. */
  static final String THROUGH = "through";

  private static final Set<Entry.Kind> TURNS = Set.of(Entry.Kind.ROLLBACK, Entry.Kind.ROLLED_BACK);

  Standing {
    entries = List.copyOf(entries);
  }

  static Standing of(Course course, List<Entry> entries) {
    return new Standing(course, entries, Progress.of(entries));
  }

  /** Whether a rollback began that did not come to its end. */
  boolean goingBack() {
    return last(Entry.Kind.ROLLBACK)
        .filter(begun -> last(Entry.Kind.ROLLED_BACK).map(Entry::seq).orElse(0L) < begun.seq())
        .isPresent();
  }

  /** The rollback that is under way. */
  Optional<Entry> rollback() {
    return goingBack() ? last(Entry.Kind.ROLLBACK) : Optional.empty();
  }

  /** The entries since the last turn, that is, since the direction last changed. */
  List<Entry> sinceTurn() {
    return entries.stream().filter(entry -> entry.seq() > turn()).toList();
  }

  private long turn() {
    return entries.stream()
        .filter(entry -> TURNS.contains(entry.kind()))
        .mapToLong(Entry::seq)
        .max()
        .orElse(0);
  }

  /** The entry that says that the phase is through, if it was not rolled back since. */
  Optional<Entry> passed(Phase phase) {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.PHASE && entry.unit().equals(phase.word()))
        .findFirst()
        .filter(entry -> entry.detail().equals(THROUGH));
  }

  /** Tells one way from the next one in the same direction; the same after a resume. */
  String passage() {
    return Long.toString(turn());
  }

  /** The one in which this was written. */
  String passage(Entry written) {
    return Long.toString(
        entries.stream()
            .filter(entry -> entry.seq() < written.seq() && TURNS.contains(entry.kind()))
            .mapToLong(Entry::seq)
            .max()
            .orElse(0));
  }

  /** When all phases were through; absent if they are not, or not any more. */
  Optional<Instant> completedAt() {
    return sinceTurn().reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.COMPLETE)
        .findFirst()
        .map(entry -> Instant.parse(entry.at()));
  }

  private Optional<Entry> last(Entry.Kind kind) {
    return entries.reversed().stream().filter(entry -> entry.kind() == kind).findFirst();
  }

  /** Whether every step of the phase went forward. */
  boolean through(Phase phase) {
    return steps.complete(course.steps(phase));
  }

  /** Whether something of the phase went forward, or began to. */
  boolean begun(Phase phase) {
    return course.steps(phase).stream()
        .anyMatch(step -> steps.state(step) != Progress.State.PENDING);
  }

  /** The first phase that has steps that are not through; absent if all are through. */
  Optional<Phase> next() {
    return List.of(Phase.values()).stream().filter(phase -> !through(phase)).findFirst();
  }

  /** The last phase of which something is in the database; absent if nothing is. */
  Optional<Phase> reached() {
    return List.of(Phase.values()).reversed().stream().filter(this::begun).findFirst();
  }

  /** The steps of which something is in the database, in forward order. */
  List<Step> inDatabase() {
    return course.steps().stream()
        .filter(step -> steps.state(step) != Progress.State.PENDING)
        .toList();
  }
}
