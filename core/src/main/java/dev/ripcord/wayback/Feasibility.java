package dev.ripcord.wayback;

import dev.ripcord.execute.Progress;
import dev.ripcord.plan.Fate;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Rehearsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a rollback would work if it began now, which rows would not fit, and how long it would
 * take. True at the moment of asking: clients go on writing.
 *
 * @param findings of all looks of the steps that would be undone, the newest step's first
 * @param obstacles what is in the way
 * @param estimate how long it would take
 */
public record Feasibility(
    List<Finding> findings, List<Obstacle> obstacles, Verdict verdict, Estimate estimate) {
  /** For each look. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  public Feasibility {
    findings = List.copyOf(findings);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Reads only, and in transactions of its own: not to be called inside of one.
   *
   * @param steps those down to which it goes back and all after them, in forward order; what never
   *     began is passed over
   * @param rehearsed what a rehearsal measured, if there is one
   */
  public static Feasibility of(
      Session session, List<Step> steps, Progress progress, Optional<Rehearsed> rehearsed) {
    return of(session, steps, progress, rehearsed, LIMIT);
  }

  /**
   * Likewise, with another limit.
   *
   * @param limit for each look
   */
  public static Feasibility of(
      Session session,
      List<Step> steps,
      Progress progress,
      Optional<Rehearsed> rehearsed,
      Duration limit) {
    List<Step> begun =
        steps.reversed().stream()
            .filter(step -> progress.state(step) != Progress.State.PENDING)
            .toList();
    Counting counting = new Counting(session, limit);
    Survey survey = new Survey(new Foreseen(session), progress, counting);
    begun.forEach(survey::pass);
    List<Obstacle> obstacles = new ArrayList<>(survey.obstacles());
    obstacles.addAll(new Obstacles(session, counting, survey.foreseen()).of(begun));
    return new Feasibility(
        survey.findings(),
        obstacles,
        verdict(survey.findings(), obstacles),
        Estimate.of(session, survey.foreseen(), begun, progress, rehearsed));
  }

  private static Verdict verdict(List<Finding> findings, List<Obstacle> obstacles) {
    List<String> no = new ArrayList<>(obstacles.stream().map(Obstacle::what).toList());
    List<String> unknown = new ArrayList<>();
    List<String> how = new ArrayList<>();
    for (Finding finding : findings) {
      String words = finding.words();
      boolean refused = finding.look().fate() instanceof Fate.Refused;
      if (finding.rows() instanceof Count.Unknown) {
        (refused ? unknown : how).add(words);
      } else if (!finding.rows().none()) {
        (refused ? no : how).add(words);
      }
    }
    if (!no.isEmpty()) {
      return new Verdict.No(no);
    }
    if (!unknown.isEmpty()) {
      return new Verdict.Unknown(unknown);
    }
    return how.isEmpty() ? new Verdict.Yes() : new Verdict.YesBut(how);
  }
}
