package dev.ripcord.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What shall interrupt the controller: asked from any thread, found by the engine's thread between
 * two units or batches.
 */
final class Signals {
  @GuardedBy("this")
  private Optional<Interrupt> pending = Optional.empty();

  @GuardedBy("this")
  private Optional<Consumer<Interrupt>> cancel = Optional.empty();

  @GuardedBy("this")
  private boolean goingBack;

  /** Why the controller shall not go on. */
  sealed interface Interrupt {
    /** The process shall end, at a place from which the run can go on. */
    record Stop() implements Interrupt {}

    /** The run shall go back. */
    record TurnBack(Request request) implements Interrupt {}
  }

  /** Ends the work of the engine's thread, at a moment when nothing is half done. */
  static final class Interrupted extends RipcordException {
    private static final long serialVersionUID = 1L;

    private Interrupted() {
      super(ProblemCode.STOPPED, "stopped on request; the run can go on");
    }
  }

  /** Asks; a stop is not taken back by a rollback that is asked for later. */
  synchronized void ask(Interrupt interrupt) {
    if (goingBack && interrupt instanceof Interrupt.TurnBack) {
      return;
    }
    if (pending.isEmpty() || interrupt instanceof Interrupt.Stop) {
      pending = Optional.of(interrupt);
    }
    try {
      cancel.ifPresent(how -> how.accept(interrupt));
    } catch (DatabaseException e) {
      // the connection is being replaced; who asked is heard before the next unit all the same
      return;
    }
  }

  /**
   * From now on, whoever asks also has the server cancel what it does for us: it may be a long
   * statement.
   */
  synchronized void cancelling(Runnable how) {
    cancel = Optional.of(interrupt -> how.run());
  }

  /** From now on, whoever asks for a turn interrupts this thread, once. */
  synchronized void interrupting(Thread thread) {
    AtomicBoolean done = new AtomicBoolean();
    cancel =
        Optional.of(
            interrupt -> {
              if (interrupt instanceof Interrupt.TurnBack && !done.getAndSet(true)) {
                thread.interrupt();
              }
            });
  }

  /** From now on nothing is cancelled; when this returns, no cancel is on its way. */
  synchronized void letGo() {
    cancel = Optional.empty();
  }

  synchronized Optional<Interrupt> pending() {
    return pending;
  }

  /** What was asked for is being done; on the way back nobody can ask to turn back. */
  synchronized void turned(boolean back) {
    goingBack = back;
    // whoever goes forward after a broken connection must still hear who asked to turn round
    if (back && pending.isPresent() && pending.get() instanceof Interrupt.TurnBack) {
      pending = Optional.empty();
    }
  }

  /** On the engine's thread. */
  void check() {
    if (pending().isPresent()) {
      throw new Interrupted();
    }
  }
}
