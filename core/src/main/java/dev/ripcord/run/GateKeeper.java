package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import dev.ripcord.runbook.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Opens the gates before a phase, or waits at them. */
final class GateKeeper {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final String OPENED = "opened";
  private static final String SOAKING = "soaking for ";
  private static final String SOAKED = "soaked";

  private final Controller controller;
  private final Controller.Seat seat;
  private final RunOptions options;
  private final Runnable meanwhile;

  /**
   * @param meanwhile is done again and again while it waits
   */
  GateKeeper(Controller controller, Controller.Seat seat, RunOptions options, Runnable meanwhile) {
    this.controller = controller;
    this.seat = seat;
    this.options = options;
    this.meanwhile = meanwhile;
  }

  /** Absent when the phase may begin. */
  Optional<RunResult> before(Phase phase) {
    if (controller.document().course().steps(phase).isEmpty()) {
      return Optional.empty();
    }
    if (noted(phase, OPENED).isPresent()) {
      controller.takeRequests(request -> approval(request, phase));
      return Optional.empty();
    }
    List<Gate> gates = controller.document().around().gates().getOrDefault(phase, List.of());
    for (Gate gate : gates) {
      if (gate instanceof Gate.Soak soak && noted(phase, SOAKED).isEmpty()) {
        Optional<RunResult> held = soak(phase, soak.time());
        if (held.isPresent()) {
          return held;
        }
      }
    }
    String losses = Approvals.losses(controller.document(), phase);
    if (!losses.isEmpty() || gates.stream().anyMatch(Gate.Approval.class::isInstance)) {
      return approval(phase, losses);
    }
    if (!gates.isEmpty()) {
      open(phase, "after its soak");
    }
    return Optional.empty();
  }

  /** Where the journal says so since the run last turned, from before the process ended. */
  private Optional<Entry> noted(Phase phase, String what) {
    return controller.standing().sinceTurn().stream()
        .filter(entry -> entry.kind() == Entry.Kind.GATE)
        .filter(entry -> entry.unit().equals(phase.word()) && entry.detail().startsWith(what))
        .findFirst();
  }

  /** Counts from its first entry in this passage, whether or not a process was there meanwhile. */
  private Optional<RunResult> soak(Phase phase, Duration soak) {
    String soaking = SOAKING + Words.duration(soak);
    Optional<Entry> begun = noted(phase, soaking);
    if (begun.isEmpty()) {
      controller.note(Entry.Kind.GATE, phase.word(), soaking);
      begun = noted(phase, soaking);
    }
    Instant from = begun.map(entry -> Instant.parse(entry.at())).orElseGet(seat.clock()::instant);
    Instant end = from.plus(soak);
    if (seat.clock().instant().isBefore(end)) {
      String what = soaking + ", until " + end.truncatedTo(ChronoUnit.SECONDS);
      tell(phase, what);
      if (!options.consent().waits()) {
        return Optional.of(new RunResult.Held(phase, what));
      }
      while (seat.clock().instant().isBefore(end)) {
        pause();
      }
    }
    controller.note(Entry.Kind.GATE, phase.word(), SOAKED + " for " + Words.duration(soak));
    return Optional.empty();
  }

  private Optional<RunResult> approval(Phase phase, String losses) {
    if (options.consent().yes() && (losses.isEmpty() || options.consent().loss())) {
      open(phase, "beforehand, by " + seat.who());
      return Optional.empty();
    }
    String what =
        "waiting for approval of "
            + phase.word()
            + (losses.isEmpty() ? "" : " with its losses: " + losses);
    String passage = controller.standing().passage();
    boolean said = false;
    while (true) {
      Optional<Request> approved =
          controller.look(session -> approved(session, phase, passage, !losses.isEmpty()));
      if (approved.isPresent()) {
        open(phase, "by " + approved.get().who().words());
        return Optional.empty();
      }
      if (!said) {
        said = true;
        tell(phase, what);
        controller.note(Entry.Kind.GATE, phase.word(), what);
        if (!options.consent().waits()) {
          return Optional.of(new RunResult.Held(phase, what));
        }
      }
      pause();
    }
  }

  private static boolean approval(Request request, Phase phase) {
    return request.kind() == Request.Kind.APPROVE && request.target().equals(phase.word());
  }

  /** One that names this passage, so that none of an earlier one opens it. */
  private static Optional<Request> approved(
      Session session, Phase phase, String passage, boolean loses) {
    return Requests.open(session).stream()
        .filter(request -> request.approves(phase, passage))
        .filter(request -> !loses || request.acceptsLoss())
        .findFirst();
  }

  private void open(Phase phase, String how) {
    controller.note(Entry.Kind.GATE, phase.word(), OPENED + " " + how);
    // taken after it is written down: if we die in between, the gate is open, and the approval is
    // of
    // this passage, in which it is not asked for again
    controller.takeRequests(request -> approval(request, phase));
    seat.listener().event(new RunEvent.GateOpened(phase, how));
  }

  private void tell(Phase phase, String what) {
    controller.at(new State(phase.word(), what, State.Walk.NONE));
    seat.listener().event(new RunEvent.Waiting(phase, what));
  }

  private void pause() {
    seat.signals().check();
    meanwhile.run();
    LockSupport.parkNanos(LOOK_EVERY.toNanos());
  }
}
