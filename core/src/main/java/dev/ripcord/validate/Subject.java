package dev.ripcord.validate;

import dev.ripcord.journal.Entry;
import dev.ripcord.metric.Baseline;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Thresholds;
import dev.ripcord.plan.Course;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The run whose rollback is validated.
 *
 * @param before the schema at the start
 * @param tables that the run touched and that were there at the start
 * @param watched what was measured, and which channels people are told on
 * @param aftermath the checklist and its thresholds
 * @param journal oldest entry first
 * @param accepted why the schema may differ from the start; absent if it may not
 */
public record Subject(
    SchemaFingerprint before,
    List<QualifiedName> tables,
    Watched watched,
    Aftermath aftermath,
    List<Entry> journal,
    Optional<String> accepted) {
  /** How the journal's entry begins of a phase that began while a trigger could not be judged. */
  public static final String ALTHOUGH_BLIND = "begins ALTHOUGH BLIND: ";

  private static final Set<Entry.Kind> BEGINNINGS = Set.of(Entry.Kind.STARTED, Entry.Kind.DONE);

  public Subject {
    tables = List.copyOf(tables);
    journal = List.copyOf(journal);
  }

  /**
   * @param checks of the migration
   * @param metrics that its triggers need
   * @param baselines what was usual before the first change
   * @param channels their keys
   */
  public record Watched(
      List<Check> checks, List<Metric> metrics, List<Baseline> baselines, List<String> channels) {
    public Watched {
      checks = List.copyOf(checks);
      metrics = List.copyOf(metrics);
      baselines = List.copyOf(baselines);
      channels = List.copyOf(channels);
    }
  }

  /** The tables on which the steps of a course take locks, as far as they were there before. */
  public static List<QualifiedName> tables(Course course, SchemaFingerprint before) {
    return course.steps().stream()
        .flatMap(Subject::locks)
        .map(TableLock::table)
        .distinct()
        .filter(
            table ->
                before
                    .objects()
                    .containsKey(new SchemaFingerprint.ObjectId("table", table.quoted())))
        .sorted()
        .toList();
  }

  private static Stream<TableLock> locks(Step step) {
    return Stream.concat(step.locks().stream(), step.backLocks().stream());
  }

  Thresholds thresholds() {
    return aftermath.thresholds();
  }

  /** Why a source may be away: a phase began although it was, or no phase that is watched did. */
  Optional<String> blind() {
    Optional<String> although =
        journal.reversed().stream()
            .filter(entry -> entry.kind() == Entry.Kind.WATCH)
            .map(Entry::detail)
            .filter(detail -> detail.startsWith(ALTHOUGH_BLIND))
            .findFirst();
    boolean watched =
        journal.stream()
            .filter(entry -> BEGINNINGS.contains(entry.kind()))
            .anyMatch(entry -> !entry.unit().startsWith(Phase.PREPARATION.word()));
    return although
        .map(words -> "a phase of the run " + words)
        .or(
            () ->
                Optional.of("no phase of the run began in which it is watched")
                    .filter(any -> !watched));
  }

  /** What was around the tables at the start; absent in a run that an earlier version began. */
  Optional<Start> start() {
    return journal.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.START)
        .findFirst()
        .map(entry -> Start.parse(entry.detail()));
  }
}
