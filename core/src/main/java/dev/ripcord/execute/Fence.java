package dev.ripcord.execute;

import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.SqlResource;

/**
 * Keeps a worker from committing anything once its controller has lost the run's lock. A batch
 * first takes a lock that it shares with the other workers' batches and then looks whether its
 * controller's session holds the run's lock. Another controller, once it has that lock, waits until
 * no batch holds the shared one: batches that looked before have ended by then, and those that look
 * later find the wrong holder.
 *
 * @param pid of the controller's session
 * @param started when its process began: process ids come again
 */
record Fence(int pid, String started) {
  private static final String ENTER = SqlResource.of(Fence.class, "worker-fence");
  private static final String HELD = SqlResource.of(Fence.class, "run-lock-held-by");
  private static final String STARTED = SqlResource.of(Fence.class, "backend-start");
  private static final String NONE_LEFT = SqlResource.of(Fence.class, "no-worker-left");

  static Fence of(Connection controller) {
    int pid = controller.pid();
    return new Fence(
        pid, controller.session().query(STARTED, row -> row.text("started"), pid).getFirst());
  }

  /**
   * First in a worker's transaction.
   *
   * @throws Shut if the run is not its controller's any more
   */
  void enter(Session inside) {
    boolean waited = inside.query(ENTER, row -> row.flag("waited")).getFirst();
    boolean held = inside.query(HELD, row -> row.flag("held"), pid, started).getFirst();
    if (!waited || !held) {
      throw new Shut();
    }
  }

  /** Whether no worker of an earlier controller is in a batch; asked with the run's lock held. */
  static boolean noWorkerLeft(Session controller) {
    return controller.query(NONE_LEFT, row -> row.flag("none")).getFirst();
  }

  /** Rolls a worker's batch back; never leaves the engine. */
  static final class Shut extends RipcordException {
    private static final long serialVersionUID = 1L;

    private Shut() {
      super(ProblemCode.STOPPED, "the run's lock went with the controller's connection");
    }
  }
}
