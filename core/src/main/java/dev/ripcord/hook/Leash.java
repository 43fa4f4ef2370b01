package dev.ripcord.hook;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command when ripcord stops, at whatever moment: it is held before there is a command, for
 * one that is just being started would outlive ripcord otherwise.
 */
final class Leash implements AutoCloseable {
  private final Thread atExit = new Thread(this::pull, "hook-end");
  private boolean stopping;
  private @Nullable ProcessGroup group;

  private Leash() {}

  /**
   * @throws IllegalStateException if ripcord is being stopped
   */
  static Leash held() {
    Leash leash = new Leash();
    Runtime.getRuntime().addShutdownHook(leash.atExit);
    return leash;
  }

  /**
   * Starts the command.
   *
   * @throws IllegalStateException likewise
   */
  synchronized Process start(ProcessBuilder command) throws IOException {
    if (stopping) {
      throw new IllegalStateException("ripcord is being stopped");
    }
    Process process = command.start();
    group = new ProcessGroup(process);
    return process;
  }

  /** Ends what was started. */
  void end() {
    requireNonNull(started(), "nothing was started").end();
  }

  private synchronized @Nullable ProcessGroup started() {
    return group;
  }

  /** Ends what was started, and lets nothing start any more. */
  void pull() {
    ProcessGroup there;
    synchronized (this) {
      stopping = true;
      there = group;
    }
    if (there != null) {
      there.end();
    }
  }

  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending: the thread runs, or has run
      return;
    }
  }
}
