package dev.ripcord.rehearse;

import dev.ripcord.execute.Observer;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.util.HashSet;
import java.util.Set;

/**
 * Kills the engine once after every unit and once in the middle of every walk: the connection drops
 * as if the process had died, and whatever was not committed is gone.
 */
final class Killer implements Observer {
  private final Progress progress;
  private final Set<String> killedAt = new HashSet<>();
  private int forward;
  private int back;

  Killer(Progress progress) {
    this.progress = progress;
  }

  /** How the engine's thread ends when it is killed. */
  static final class Killed extends RipcordException {
    private static final long serialVersionUID = 1L;

    private Killed(String at) {
      super(ProblemCode.STOPPED, "killed on purpose at " + at);
    }
  }

  /** Nothing is measured here, and a killed engine would wait for its second session to end. */
  @Override
  public boolean looksOn() {
    return false;
  }

  @Override
  public void batch(Unit unit, Batch batch) {
    if (batch.block() < batch.endBlock() || batch.pass() > 1) {
      kill(unit, unit.id() + " in its walk");
    }
  }

  @Override
  public void finished(Unit unit, Measured measured) {
    kill(unit, unit.id());
  }

  private void kill(Unit unit, String at) {
    if (!killedAt.add(at)) {
      return;
    }
    if (unit.forward()) {
      forward++;
    } else {
      back++;
    }
    Progress.Direction direction =
        unit.forward() ? Progress.Direction.FORWARD : Progress.Direction.BACK;
    progress.event(new Progress.Killed(direction, unit.step().id()));
    throw new Killed(at);
  }

  int forwardKills() {
    return forward;
  }

  int backKills() {
    return back;
  }
}
