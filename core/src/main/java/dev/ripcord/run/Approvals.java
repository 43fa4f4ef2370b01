package dev.ripcord.run;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.util.List;
import java.util.Optional;

/** Approves phases from another terminal. */
public final class Approvals {
  private Approvals() {}

  /**
   * Approves the phase that is next.
   *
   * @param phase absent for the one that is next, whichever it is
   * @param acceptsLoss whether its steps that lose something are approved too
   * @return what was approved, or why nothing was
   */
  public static Approved approve(
      DatabaseUrl url, Optional<Phase> phase, Request.Asker who, boolean acceptsLoss) {
    try (Session session = Session.open(url, "ripcord approve")) {
      session.execute("SET lock_timeout = '3s'");
      Optional<RunDocument> document = RunStore.read(session);
      if (document.isEmpty()) {
        return new Approved.Not("there is no run in this database");
      }
      Standing standing = RunStore.standing(session, document.get());
      if (standing.goingBack()) {
        return new Approved.Not("the run is being rolled back");
      }
      Optional<Phase> next = standing.next();
      if (next.isEmpty()) {
        return new Approved.Not("all phases are through");
      }
      if (phase.isPresent() && !phase.equals(next)) {
        return new Approved.Not(
            "the next phase is " + next.get().word() + ", not " + phase.get().word());
      }
      if (standing.begun(next.get())) {
        return new Approved.Not(next.get().word() + " has begun already");
      }
      String losses = losses(document.get(), next.get());
      boolean gated =
          document.get().around().gates().getOrDefault(next.get(), List.of()).stream()
              .anyMatch(Gate.Approval.class::isInstance);
      if (losses.isEmpty() && !gated) {
        return new Approved.Not(next.get().word() + " needs no approval");
      }
      if (!losses.isEmpty() && !acceptsLoss) {
        return new Approved.Not(
            next.get().word()
                + " loses something, which must be accepted with --accept-loss: "
                + losses);
      }
      Requests.approve(session, next.get(), standing.passage(), who, acceptsLoss);
      return new Approved.Yes(next.get(), Holder.of(session));
    }
  }

  /** What the steps of a phase lose that need an approval by name; empty if none does. */
  static String losses(RunDocument document, Phase phase) {
    return document.course().steps(phase).stream()
        .filter(step -> step.reversibility().level().compareTo(Reversibility.Level.LOSSY) >= 0)
        .map(
            step ->
                step.id()
                    + " is "
                    + step.reversibility().level().word()
                    + ": "
                    + step.reversibility().what())
        .collect(joining("; "));
  }

  /** What became of an approval. */
  public sealed interface Approved {
    /**
     * @param holder who will go on; nobody, if the run waits for a resume
     */
    record Yes(Phase phase, Optional<Holder> holder) implements Approved {}

    /**
     * @param reason in words
     */
    record Not(String reason) implements Approved {}
  }
}
