package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine with its first words, run to its end within bounds of time and output.
 * Secrets go into its environment, and out of what it prints.
 *
 * @param command its path and options
 * @param environment in which it runs, beside our own without any {@code PG*} variable
 * @param secrets that must not be in what is passed on of its output
 * @param atMost how long it may run
 */
public record Program(
    List<String> command, Map<String, String> environment, Set<String> secrets, Duration atMost) {
  /** Of either stream, in bytes; what is more is read and forgotten. */
  private static final int MOST_OUTPUT = 32 * 1024 * 1024;

  private static final int MOST_LINES = 12;
  private static final Duration GRACE = Duration.ofSeconds(5);

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    secrets = Set.copyOf(secrets);
  }

  /** One that needs no secret. */
  public static Program of(Duration atMost, String... command) {
    return new Program(List.of(command), Map.of("LC_ALL", "C"), Set.of(), atMost);
  }

  /** The same with more words. */
  public Program with(String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return new Program(all, environment, secrets, atMost);
  }

  /** The same, with words before it that run it otherwise, such as as another user. */
  public Program after(List<String> prefix) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return new Program(all, environment, secrets, atMost);
  }

  /**
   * How it ended.
   *
   * @param exit its status; absent if it ran too long and was ended
   * @param output what it printed
   * @param complaints what it said on the other stream
   */
  public record Ended(Optional<Integer> exit, String output, String complaints) {
    /** Whether it did what it should. */
    public boolean well() {
      return exit.filter(status -> status == 0).isPresent();
    }

    /** The first lines of what it complained of, on one line. */
    public String why() {
      String said = complaints.isBlank() ? output : complaints;
      List<String> lines =
          said.lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .limit(MOST_LINES)
              .toList();
      String words = String.join(" | ", lines);
      if (exit.isEmpty()) {
        return "it did not end in time" + (words.isEmpty() ? "" : ": " + words);
      }
      return words.isEmpty() ? "exit status " + exit.get() : words;
    }
  }

  /**
   * Runs it in an existing directory, or in ours.
   *
   * @param meanwhile is called several times a second; what it throws ends the program
   * @throws RipcordException if it cannot be started
   */
  public Ended run(Optional<Path> directory, Runnable meanwhile) {
    ProcessBuilder builder = new ProcessBuilder(command);
    directory.ifPresent(path -> builder.directory(path.toFile()));
    builder.environment().keySet().removeIf(Program::foreign);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        return ended(process, meanwhile);
      } finally {
        end(process);
      }
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, command.getFirst() + " does not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RipcordException(
          ProblemCode.STOPPED, "interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /** In our directory, with nothing to do meanwhile. */
  public Ended run() {
    return run(Optional.empty(), () -> {});
  }

  /** Neither a PGHOST of the terminal's nor a setting of another stanza. */
  private static boolean foreign(String name) {
    return name.startsWith("PGBACKREST_") || (name.startsWith("PG") && !name.equals("PGPASSFILE"));
  }

  private Ended ended(Process process, Runnable meanwhile) throws InterruptedException {
    CompletableFuture<String> output = reading(process.getInputStream());
    CompletableFuture<String> complaints = reading(process.getErrorStream());
    long end = System.nanoTime() + atMost.toNanos();
    boolean over = false;
    while (!over && System.nanoTime() < end) {
      over = process.waitFor(100, TimeUnit.MILLISECONDS);
      meanwhile.run();
    }
    if (!over) {
      end(process);
    }
    Optional<Integer> exit = over ? Optional.of(process.exitValue()) : Optional.empty();
    return new Ended(exit, output.join(), hidden(complaints.join()));
  }

  /** Both streams must be read at the same time; the common pool may have one thread only. */
  private static CompletableFuture<String> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(() -> text(stream), Thread::startVirtualThread);
  }

  private static String text(InputStream stream) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        kept.write(buffer, 0, Math.min(read, MOST_OUTPUT - kept.size()));
      }
    } catch (IOException e) {
      // the program was ended: what it had printed until then is all that there is
      return kept.toString(StandardCharsets.UTF_8);
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  private String hidden(String text) {
    String without = text;
    for (String secret : secrets) {
      without = secret.isEmpty() ? without : without.replace(secret, "***");
    }
    return without;
  }

  /** With all that it started: a receiver of WAL would go on for ever. */
  private static void end(Process process) throws InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    all.forEach(ProcessHandle::destroy);
    boolean gone = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    if (!gone) {
      process.destroyForcibly().waitFor();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** What a client program needs to reach the database; the password where no list shows it. */
  public static Map<String, String> reaching(DatabaseUrl url, String application) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("LC_ALL", "C");
    environment.put("PGHOST", url.host());
    environment.put("PGPORT", String.valueOf(url.port()));
    environment.put("PGUSER", url.user());
    environment.put("PGDATABASE", url.database());
    environment.put("PGAPPNAME", application);
    environment.put("PGCONNECT_TIMEOUT", "10");
    if (!url.password().isEmpty()) {
      environment.put("PGPASSWORD", url.password());
    }
    PARAMETERS.forEach(
        (parameter, variable) -> {
          String value = url.parameters().get(parameter);
          if (value != null) {
            environment.put(variable, value);
          }
        });
    return environment;
  }

  /** Parameters of an address that mean the same to the client library of PostgreSQL. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "sslmode", "PGSSLMODE",
          "sslrootcert", "PGSSLROOTCERT",
          "sslcert", "PGSSLCERT",
          "sslkey", "PGSSLKEY",
          "sslNegotiation", "PGSSLNEGOTIATION",
          "channelBinding", "PGCHANNELBINDING",
          "requireAuth", "PGREQUIREAUTH",
          "gssEncMode", "PGGSSENCMODE",
          "options", "PGOPTIONS");
}
