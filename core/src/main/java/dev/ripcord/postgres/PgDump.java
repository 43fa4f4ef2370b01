package dev.ripcord.postgres;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code pg_dump}, which reads the schema of servers up to its own version.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgdump.html">pg_dump</a>
 */
record PgDump(Path program, int major) {
  /** Both streams must be read at the same time; the common pool may have one thread only. */
  private static final Executor OWN_THREAD = task -> Thread.startVirtualThread(task);

  private static final int MOST_LINES = 5;

  /** What of a schema is printed: tables and functions, or what is made after rows are loaded. */
  enum Section {
    PRE_DATA,
    POST_DATA;

    private String option() {
      return "--section=" + (this == PRE_DATA ? "pre-data" : "post-data");
    }
  }

  /** It stopped because of a lock that was not granted in time. */
  static final class LockTimeout extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The one whose version fits best.
   *
   * @throws RipcordException if there is none that is new enough
   */
  static PgDump find(int serverMajor) {
    return find(serverMajor, ClientPrograms.here().directories());
  }

  static PgDump find(int serverMajor, List<Path> directories) {
    List<PgDump> all =
        directories.stream()
            .map(directory -> directory.resolve("pg_dump"))
            .flatMap(
                program ->
                    InstalledPrograms.version(program).stream()
                        .map(version -> new PgDump(program, version.major())))
            .toList();
    return all.stream()
        .filter(each -> each.major() >= serverMajor)
        .min(comparingInt(PgDump::major))
        .orElseThrow(() -> missing(serverMajor, all));
  }

  private static RipcordException missing(int serverMajor, List<PgDump> all) {
    Set<Integer> others = new TreeSet<>(all.stream().map(PgDump::major).toList());
    return new RipcordException(
        ProblemCode.ENVIRONMENT,
        "no pg_dump %d or newer was found%s, which copies the schema of the live server; install"
                .formatted(serverMajor, others.isEmpty() ? "" : " (there is " + others + ")")
            + " the client programs of PostgreSQL "
            + serverMajor
            + " (Debian: postgresql-client-"
            + serverMajor
            + "), or rehearse from a file with --schema FILE");
  }

  /**
   * Prints a part of the schema as SQL.
   *
   * @param snapshot that a session exported, which is still in its transaction
   * @param meanwhile is called several times a second; what it throws stops the program
   * @throws LockTimeout if somebody holds a table for longer
   */
  String schema(
      DatabaseUrl url, String snapshot, Section section, String lockTimeout, Runnable meanwhile) {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--schema-only",
            section.option(),
            "--snapshot=" + snapshot,
            "--lock-wait-timeout=" + lockTimeout,
            "--exclude-schema=ripcord",
            "--exclude-schema=ripcord_kept",
            "--no-subscriptions",
            "--no-tablespaces",
            "--no-security-labels",
            "--encoding=UTF8",
            "--no-password");
    environment(builder.environment(), url);
    try {
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        return output(process, meanwhile);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw ScratchHome.failed("running " + program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RipcordException(ProblemCode.STOPPED, "interrupted while pg_dump ran", e);
    }
  }

  /** The password goes where neither the list of processes nor a file shows it. */
  private static void environment(Map<String, String> environment, DatabaseUrl url) {
    environment.keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PGPASSFILE"));
    environment.putAll(Program.reaching(url, LiveCopy.APPLICATION));
  }

  private String output(Process process, Runnable meanwhile) throws InterruptedException {
    CompletableFuture<String> printed =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()), OWN_THREAD);
    CompletableFuture<String> complaints =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), OWN_THREAD);
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      meanwhile.run();
    }
    String complaint = complaints.join();
    if (process.exitValue() == 0) {
      return printed.join();
    }
    if (complaint.contains("lock timeout")) {
      throw new LockTimeout();
    }
    throw new RipcordException(
        ProblemCode.ENVIRONMENT,
        "%s failed: %s"
            .formatted(program, complaint.lines().limit(MOST_LINES).collect(joining("\n"))));
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
