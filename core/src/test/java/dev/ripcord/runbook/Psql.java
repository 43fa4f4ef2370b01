package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.postgres.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real psql. */
final class Psql {
  private final DatabaseUrl database;
  private final Path input = temporary();

  record Result(int exitStatus, String output) {}

  Psql(DatabaseUrl database) {
    this.database = database;
  }

  @CanIgnoreReturnValue
  String sql(String sql) {
    Result result = run(List.of("-v", "ON_ERROR_STOP=1", "-At", "-c", sql));
    assertThat(result.exitStatus()).as(result.output()).isZero();
    return result.output().strip();
  }

  String fails(String sql) {
    Result result = run(List.of("-v", "ON_ERROR_STOP=1", "-At", "-c", sql));
    assertThat(result.exitStatus()).as(result.output()).isNotZero();
    return result.output();
  }

  /** As a person would run it: only the file, none of our settings. */
  Result script(String script) {
    return script(script, "");
  }

  /** With what the person types. */
  Result script(String script, String typed) {
    try {
      Files.writeString(input, typed);
      Path file = Files.createTempFile("runbook", ".sql");
      Files.writeString(file, script);
      Result result = run(List.of("-f", file.toString()));
      Files.delete(file);
      return result;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Process start(String script) throws IOException {
    Path file = Files.createTempFile("runbook", ".sql");
    Files.writeString(file, script);
    file.toFile().deleteOnExit();
    return process(List.of("-f", file.toString()), Path.of("/dev/null"));
  }

  void stop(Process process) throws InterruptedException {
    sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    await(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND backend_type = 'client backend'",
        "0");
  }

  void await(String query, String answer) throws InterruptedException {
    for (int i = 0; i < 200 && !sql(query).equals(answer); i++) {
      Thread.sleep(20);
    }
    assertThat(sql(query)).as(query).isEqualTo(answer);
  }

  private Result run(List<String> arguments) {
    try {
      Path output = Files.createTempFile("psql", ".txt");
      Process process = process(arguments, output);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Result(process.exitValue(), text);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process process(List<String> arguments, Path output) throws IOException {
    List<String> command = new ArrayList<>(List.of("psql", "-X", "-q"));
    command.addAll(List.of("-h", database.host(), "-p", Integer.toString(database.port())));
    command.addAll(List.of("-U", database.user(), "-d", database.database()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PGPASSWORD", database.password());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .redirectInput(input.toFile())
        .start();
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("typed", ".txt");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
