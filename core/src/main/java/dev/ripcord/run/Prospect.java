package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Fate;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.wayback.Count;
import dev.ripcord.wayback.Feasibility;
import dev.ripcord.wayback.Finding;
import dev.ripcord.wayback.Obstacle;
import dev.ripcord.wayback.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a rollback of a run would work now. */
final class Prospect {
  /** Whoever rolls back has no time: what cannot be counted in it is found on the way. */
  private static final Duration HASTE = Duration.ofMillis(100);

  private Prospect() {}

  /** All that there is to know, for somebody who has some seconds. */
  static Feasibility full(Session session, RunDocument document, Standing standing, Back to) {
    return Feasibility.of(session, steps(document, to), standing.steps(), document.rehearsed());
  }

  /**
   * What would stop a rollback that begins now; what only takes care of rows that do not fit is not
   * asked for.
   */
  static List<String> stoppers(Session session, RunDocument document, Standing standing, Back to) {
    List<Step> steps =
        steps(document, to).stream()
            .map(
                step ->
                    step.looking(
                        step.looks().stream()
                            .filter(look -> look.fate() instanceof Fate.Refused)
                            .toList()))
            .toList();
    Feasibility hasty = Feasibility.of(session, steps, standing.steps(), Optional.empty(), HASTE);
    if (!(hasty.verdict() instanceof Verdict.No)) {
      return List.of();
    }
    List<String> stoppers = new ArrayList<>();
    // who only holds a lock is waited for, as every step does
    hasty.obstacles().stream()
        .filter(obstacle -> obstacle.kind() != Obstacle.Kind.BUSY)
        .map(Obstacle::what)
        .forEach(stoppers::add);
    hasty.findings().stream()
        // what could not be counted in haste is found on the way
        .filter(finding -> !finding.rows().none() && !(finding.rows() instanceof Count.Unknown))
        .map(Prospect::words)
        .forEach(stoppers::add);
    return stoppers;
  }

  private static String words(Finding finding) {
    return finding.examples().isEmpty()
        ? finding.words()
        : finding.words() + ", such as " + String.join("; ", finding.examples());
  }

  private static List<Step> steps(RunDocument document, Back to) {
    return Stream.of(Phase.values())
        .filter(phase -> phase.compareTo(to.downTo()) >= 0)
        .flatMap(phase -> document.course().steps(phase).stream())
        .toList();
  }
}
