package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.Session;

/** Two sessions at the same moment, in an order that does not change. */
record Races(Bench bench) {
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE wait_event_type = 'Lock' AND datname = current_database()";

  /** Writes, begins the work, and commits once the work waits. */
  void meanwhile(String write, Runnable work) throws InterruptedException {
    meanwhile(write, work, () -> {});
  }

  /**
   * @param then what others do once the work waits
   */
  void meanwhile(String write, Runnable work, Runnable then) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread worker = new Thread(work);
    worker.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
    try (Session writer = bench.database().open()) {
      writer.execute("BEGIN; " + write);
      worker.start();
      waitForLocks(1);
      then.run();
      writer.execute("COMMIT");
    }
    worker.join();
    assertThat(failure[0]).isNull();
  }

  /** Two writes of which none sees the other. */
  void together(String one, String other) {
    try (Session writer = bench.database().open()) {
      writer.execute("BEGIN; " + one);
      bench.sql(other);
      writer.execute("COMMIT");
    }
  }

  /** PostgreSQL tells nobody that somebody waits: one can only ask again. */
  void waitForLocks(int sessions) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      String waiting = bench.scalar(WAITING);
      if (Integer.parseInt(String.valueOf(waiting)) >= sessions) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("nobody waits");
  }
}
