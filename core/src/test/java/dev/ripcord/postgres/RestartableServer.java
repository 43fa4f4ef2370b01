package dev.ripcord.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A scratch server that tests may restart as {@code pg_ctl restart -m immediate} does. */
public final class RestartableServer implements ServerProcess {
  private static final long PATIENCE_SECONDS = 30;

  /** More transactions than can be under way without a word of them in the log on disk. */
  private static final String USE_UP_IDS =
      "DO $$ BEGIN FOR i IN 1..3000 LOOP PERFORM txid_current(); ROLLBACK; END LOOP; END $$\n";

  private final ScratchServer scratch;
  private @Nullable Process restarted;

  private RestartableServer(ScratchServer scratch) {
    this.scratch = scratch;
  }

  public static RestartableServer start(ScratchOptions options) {
    return new RestartableServer((ScratchServer) ScratchServer.start(options));
  }

  /** No checkpoint, no word to clients: what is not in the log is gone, and it recovers from it. */
  public synchronized void restartImmediately() {
    try {
      ProcessHandle running = postmaster().orElseThrow();
      // its name in /proc is also there where the process does not show its command
      Path program = Files.readSymbolicLink(Path.of("/proc/" + running.pid() + "/exe"));
      quit(running);
      useUpIds(program);
      begin(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * A transaction of which nothing reached the log on disk leaves its id to another one after the
   * crash, and pg_xact_status would say of the lost one what is true of the other. Clients that ask
   * it what became of their COMMIT must not be misled, so these ids go to transactions that are
   * rolled back, while nobody can connect. Recovery is done here, too.
   */
  private void useUpIds(Path program) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    int status = -1;
    while (status != 0) {
      Process process = postgres(program, "--single", "-D", data().toString(), "postgres").start();
      try (java.io.Writer input = process.outputWriter()) {
        input.write(USE_UP_IDS);
      } catch (IOException e) {
        // it did not even listen: shared memory of the one before may be in use for a moment
        Thread.sleep(5);
      }
      status = process.waitFor();
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the server does not recover");
      }
    }
  }

  private ProcessBuilder postgres(Path program, String... arguments) {
    List<String> command = new ArrayList<>(ScratchUser.here().prefix());
    command.add(program.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(scratch.files().resolve("server.log").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private void begin(Path program) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    ProcessBuilder builder = postgres(program, "-D", data().toString());
    Process process = builder.start();
    restarted = process;
    while (!ready(process.pid())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the server does not come up again");
      }
      if (!process.isAlive()) {
        // shared memory of the one before may be in use for a moment
        process = builder.start();
        restarted = process;
      }
      Thread.sleep(5);
    }
  }

  private Path data() {
    return scratch.files().resolve("data");
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    return ProcessHandle.of(Long.parseLong(lines().getFirst().strip()));
  }

  /** The file of the one before stays where it was until the new one has written its own. */
  private boolean ready(long pid) throws IOException {
    List<String> lines = lines();
    return lines.size() >= 8
        && lines.getFirst().strip().equals(Long.toString(pid))
        && lines.get(7).strip().equals("ready");
  }

  private List<String> lines() throws IOException {
    Path file = data().resolve("postmaster.pid");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void quit(ProcessHandle process) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("no process " + process.pid());
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the server does not stop");
      }
      Thread.sleep(5);
    }
  }

  @Override
  public DatabaseUrl url() {
    return scratch.url();
  }

  @Override
  public String version() {
    return scratch.version();
  }

  @Override
  public synchronized void close() {
    try {
      Process running = restarted;
      if (running != null && running.isAlive()) {
        quit(running.toHandle());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      scratch.close();
    }
  }
}
