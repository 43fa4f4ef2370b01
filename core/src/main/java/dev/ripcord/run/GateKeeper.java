package dev.ripcord.run;

import static java.util.stream.Collectors.joining;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.runbook.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Opens the gates before a phase, or waits at them. */
final class GateKeeper {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final String OPENED = "opened";
  private static final String SOAKED = "soaked";

  private final Controller controller;
  private final Controller.Seat seat;
  private final RunOptions options;

  GateKeeper(Controller controller, Controller.Seat seat, RunOptions options) {
    this.controller = controller;
    this.seat = seat;
    this.options = options;
  }

  /** Absent when the phase may begin. */
  Optional<RunResult> before(Phase phase) {
    if (controller.document().course().steps(phase).isEmpty()) {
      return Optional.empty();
    }
    if (noted(phase, OPENED)) {
      controller.takeRequests(request -> request.target().equals(phase.word()));
      return Optional.empty();
    }
    List<Gate> gates = controller.document().around().gates().getOrDefault(phase, List.of());
    for (Gate gate : gates) {
      if (gate instanceof Gate.Soak soak && !noted(phase, SOAKED)) {
        Optional<RunResult> held = soak(phase, soak.time());
        if (held.isPresent()) {
          return held;
        }
      }
    }
    List<Step> losing = losing(phase);
    boolean asks = gates.stream().anyMatch(Gate.Approval.class::isInstance) || !losing.isEmpty();
    if (asks) {
      return approval(phase, losing);
    }
    if (!gates.isEmpty()) {
      open(phase, "after its soak");
    }
    return Optional.empty();
  }

  /** Whether the journal says so since the run last turned, from before the process ended. */
  private boolean noted(Phase phase, String what) {
    return controller.standing().sinceTurn().stream()
        .anyMatch(
            entry ->
                entry.kind() == Entry.Kind.GATE
                    && entry.unit().equals(phase.word())
                    && entry.detail().startsWith(what));
  }

  private List<Step> losing(Phase phase) {
    return controller.document().course().steps(phase).stream()
        .filter(step -> step.reversibility().level().compareTo(Reversibility.Level.LOSSY) >= 0)
        .toList();
  }

  private Optional<RunResult> soak(Phase phase, Duration soak) {
    String what = "soaking for " + Words.duration(soak);
    waiting(phase, what);
    if (!options.consent().waits()) {
      return Optional.of(new RunResult.Held(phase, what));
    }
    Instant end = seat.clock().instant().plus(soak);
    while (seat.clock().instant().isBefore(end)) {
      pause();
    }
    controller.note(Entry.Kind.GATE, phase.word(), SOAKED + " for " + Words.duration(soak));
    return Optional.empty();
  }

  private Optional<RunResult> approval(Phase phase, List<Step> losing) {
    if (options.consent().yes() && (losing.isEmpty() || options.consent().loss())) {
      open(phase, "beforehand, by " + seat.who());
      return Optional.empty();
    }
    String what = what(phase, losing);
    boolean said = false;
    while (true) {
      Optional<Request> approved = controller.look(session -> approval(session, phase, losing));
      if (approved.isPresent()) {
        open(phase, "by " + approved.get().who().words());
        return Optional.empty();
      }
      if (!said) {
        said = true;
        waiting(phase, what);
        if (!options.consent().waits()) {
          return Optional.of(new RunResult.Held(phase, what));
        }
      }
      pause();
    }
  }

  private static String what(Phase phase, List<Step> losing) {
    return losing.isEmpty()
        ? "waiting for approval of " + phase.word()
        : "waiting for approval of "
            + phase.word()
            + " with its losses: "
            + losing.stream()
                .map(
                    step ->
                        step.id()
                            + " is "
                            + step.reversibility().level().word()
                            + ": "
                            + step.reversibility().what())
                .collect(joining("; "));
  }

  private static Optional<Request> approval(Session session, Phase phase, List<Step> losing) {
    Optional<Request> found =
        Requests.open(session).stream()
            .filter(request -> request.kind() == Request.Kind.APPROVE)
            .filter(request -> request.target().equals(phase.word()))
            .filter(request -> losing.isEmpty() || request.acceptsLoss())
            .findFirst();
    return found;
  }

  private void open(Phase phase, String how) {
    controller.note(Entry.Kind.GATE, phase.word(), OPENED + " " + how);
    // taken after it is written down: if we die in between, the gate is open and the request spent
    controller.takeRequests(request -> request.target().equals(phase.word()));
    seat.listener().event(new RunEvent.GateOpened(phase, how));
  }

  private void waiting(Phase phase, String what) {
    controller.at(new State(phase.word(), what, State.Walk.NONE));
    seat.listener().event(new RunEvent.Waiting(phase, what));
    controller.note(Entry.Kind.GATE, phase.word(), what);
  }

  private void pause() {
    seat.signals().check();
    LockSupport.parkNanos(LOOK_EVERY.toNanos());
  }
}
