package dev.ripcord.cli;

import dev.ripcord.problem.ProblemCode;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and its relatives: one line, the scratch server closed (by its shutdown hook), exit status
 * 4. Without this the JVM would end with 130.
 */
final class Stop {
  private static final int LONGEST_REST_SECONDS = 10;

  private final Terminal terminal;
  private volatile Optional<Resting> resting = Optional.empty();
  private final AtomicBoolean requested = new AtomicBoolean();

  Stop(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Listens to SIGINT, SIGTERM and SIGHUP where the platform has them. */
  void listen() {
    for (String signal : List.of("INT", "TERM", "HUP")) {
      listen(signal);
    }
  }

  /** What is done on a stop before the process ends; over when it is closed. */
  interface Resumable extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Until it is closed, a stop first lets this come to rest.
   *
   * @param rest asks for it, and returns at once
   */
  Resumable first(Runnable rest) {
    CountDownLatch over = new CountDownLatch(1);
    resting = Optional.of(new Resting(rest, over));
    return () -> {
      resting = Optional.empty();
      over.countDown();
    };
  }

  private record Resting(Runnable rest, CountDownLatch over) {
    /** Waits for the rest, but not for ever: whatever dies here can be resumed too. */
    void await() {
      rest.run();
      try {
        boolean unused = over.await(LONGEST_REST_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether somebody asked to stop: what fails from then on is a consequence, not news. */
  boolean requested() {
    return requested.get();
  }

  /** By reflection: the class is in every JDK, but javac warns of it and nothing silences that. */
  private void listen(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Stop.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> stop();
                    // the JVM keeps handlers in a map
                    case "equals" ->
                        System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "ripcord's handler";
                  });
      Object unused =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      // no such signal on this platform, or the JVM keeps it: it then ends us in its own way
      return;
    }
  }

  private Object stop() {
    if (requested.compareAndSet(false, true)) {
      if (terminal.rewrites()) {
        terminal.error().println();
      }
      // in a thread of its own: handlers of further signals must not wait for the hooks
      new Thread(this::end, "stop").start();
    }
    return 0;
  }

  private void end() {
    Optional<Resting> first = resting;
    first.ifPresent(Resting::await);
    terminal.say(
        first.isPresent()
            ? "ripcord: stopped on request; go on with ripcord resume, or take it back with ripcord"
                + " rollback"
            : "ripcord: stopped on request; no result was written");
    System.exit(ProblemCode.STOPPED.exitStatus());
  }
}
