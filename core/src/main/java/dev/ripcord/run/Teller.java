package dev.ripcord.run;

import dev.ripcord.execute.Observer;

/** Passes on what the engine does, and stops it where it was asked to stop. */
final class Teller implements Observer {
  private final Heartbeat heartbeat;
  private final Controller.Seat seat;
  private long began = System.nanoTime();
  private long rowsAtStart = -1;
  private State.Walk walked = State.Walk.NONE;
  private Returning returning = Returning.NOBODY;

  Teller(Heartbeat heartbeat, Controller.Seat seat) {
    this.heartbeat = heartbeat;
    this.seat = seat;
  }

  /** Hears how a way back goes. */
  interface Returning {
    /** Hears nothing. */
    Returning NOBODY =
        new Returning() {
          @Override
          public void servesAgain() {}

          @Override
          public void blocked(String unit, int attempt, String blockers) {}

          @Override
          public void finished(String unit) {}
        };

    /** Clients of the old shape are served again. */
    void servesAgain();

    /** A unit of it failed for want of a lock, and is tried again. */
    void blocked(String unit, int attempt, String blockers);

    /** A unit of it is through. */
    void finished(String unit);
  }

  void onTheWayBack(Returning told) {
    returning = told;
  }

  @Override
  public void starting(Unit unit) {
    seat.signals().check();
    began = System.nanoTime();
    rowsAtStart = -1;
    walked = State.Walk.NONE;
    heartbeat.at(new State(unit.id(), unit.action().title(), State.Walk.NONE));
    seat.listener()
        .event(new RunEvent.StepStarted(unit.id(), unit.action().title(), unit.forward()));
  }

  @Override
  public void servesAgain() {
    returning.servesAgain();
  }

  @Override
  public void batch(Unit unit, Batch batch) {
    if (rowsAtStart < 0) {
      rowsAtStart = batch.changed();
      began = System.nanoTime();
    }
    State.Walk walk = walk(batch);
    walked = walk;
    heartbeat.at(new State(unit.id(), unit.action().title(), walk));
    seat.listener()
        .event(
            new RunEvent.Batch(
                unit.id(),
                batch.pass(),
                walk.percent(),
                walk.rows(),
                walk.rowsPerSecond(),
                walk.held()));
    seat.signals().check();
  }

  @Override
  public void looking(Unit unit, int pass) {
    heartbeat.at(
        new State(
            unit.id(),
            unit.action().title() + ", looking through the whole table for rows that are left",
            walked));
    seat.listener().event(new RunEvent.Looking(unit.id(), pass));
    seat.signals().check();
  }

  private State.Walk walk(Batch batch) {
    double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
    long rate = Math.round((batch.changed() - rowsAtStart) / seconds);
    double share =
        batch.endBlock() == 0 ? 1 : (double) batch.block() / Math.max(1, batch.endBlock());
    long left = share <= 0 ? -1 : Math.round(seconds / share - seconds);
    return new State.Walk(
        (int) Math.round(Math.min(1, share) * 100), batch.changed(), rate, left, batch.held());
  }

  @Override
  public void blocked(Unit unit, int attempt, String blockers) {
    seat.listener().event(new RunEvent.Blocked(unit.id(), attempt, blockers));
    if (!unit.forward()) {
      returning.blocked(unit.id(), attempt, blockers);
    }
    heartbeat.at(
        new State(
            unit.id(),
            unit.action().title() + ", waiting for a lock " + blockers,
            State.Walk.NONE));
    seat.signals().check();
  }

  @Override
  public void finished(Unit unit, Measured measured) {
    if (!unit.forward()) {
      returning.finished(unit.id());
    }
    seat.listener()
        .event(
            new RunEvent.StepDone(
                unit.id(),
                unit.action().title(),
                unit.forward(),
                measured.took(),
                measured.changed()));
  }
}
