package dev.ripcord.hook;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process and all that it started. */
final class ProcessGroup {
  /** Between the request to end and the end. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Of util-linux, where it is; {@code -w} keeps the exit status should it have to fork. */
  private static final List<String> OWN_GROUP = List.of("setsid", "-w");

  private final Process leader;

  ProcessGroup(Process leader) {
    this.leader = leader;
  }

  /** A command line that begins a process group of its own, if the platform can do that. */
  static List<String> leading(String... command) {
    return Stream.concat(
            Available.OWN_GROUP_WORKS ? OWN_GROUP.stream() : Stream.of(), Stream.of(command))
        .toList();
  }

  /** Asks all of them to end, and ends those that do not. Returns when the leader has ended. */
  void end() {
    boolean interrupted = Thread.interrupted();
    signal("TERM");
    interrupted |= waits();
    signal("KILL");
    interrupted |= waits();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String signal) {
    boolean kill = signal.equals("KILL");
    List<ProcessHandle> descendants = leader.descendants().toList();
    if (Available.OWN_GROUP_WORKS) {
      boolean unused = succeeds("/bin/sh", "-c", "kill -s " + signal + " -- -" + leader.pid());
    }
    for (ProcessHandle each : descendants) {
      boolean unused = kill ? each.destroyForcibly() : each.destroy();
    }
    if (leader.isAlive()) {
      boolean unused = kill ? leader.toHandle().destroyForcibly() : leader.toHandle().destroy();
    }
  }

  private boolean waits() {
    try {
      boolean unused = leader.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Looked up once, when the first command runs. */
  private static final class Available {
    static final boolean OWN_GROUP_WORKS =
        succeeds(Stream.concat(OWN_GROUP.stream(), Stream.of("true")).toArray(String[]::new));
  }
}
