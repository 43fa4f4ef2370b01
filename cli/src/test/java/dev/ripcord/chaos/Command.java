package dev.ripcord.chaos;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of ripcord in a process of its own, as users start it. */
final class Command {
  private static final int LONGEST_SECONDS = 90;

  private final DatabaseUrl url;
  private final Path folder;

  /**
   * @param folder for exported journals and what the processes print
   */
  Command(DatabaseUrl url, Path folder) {
    this.url = url;
    this.folder = folder;
  }

  /**
   * @param status 137 of one that was killed
   */
  record Ended(String command, int status, String output) {}

  /** A process that is under way. */
  record Running(String command, Process process, Path output) {
    void kill() {
      Process unused = process.destroyForcibly();
    }

    Ended await() {
      try {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          // SIGQUIT has the JVM print what its threads wait for
          int unused =
              new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
          Thread.sleep(1_000);
          kill();
          throw new AssertionError(command + " does not end: " + Files.readString(output));
        }
        return new Ended(command, process.exitValue(), Files.readString(output));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  Running run(Path migration, Phase until) {
    return start(
        List.of(
            "run",
            migration.toString(),
            "--until=" + until.word(),
            "--without-proof=chaos",
            "--not-ready=chaos"));
  }

  Running resume(Phase until) {
    return start(List.of("resume", "--until=" + until.word()));
  }

  Running rollback() {
    return start(List.of("rollback", "--reason=chaos"));
  }

  private Running start(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.ripcord.cli.Main");
    command.addAll(words);
    command.add(
        "--database=postgres://%s@%s:%d/%s"
            .formatted(url.user(), url.host(), url.port(), url.database()));
    command.addAll(List.of("--log=plain", "--as=chaos"));
    if (!words.getFirst().equals("rollback")) {
      command.addAll(List.of("--yes", "--accept-loss", "--although-blind=chaos"));
    }
    command.add("--export=" + folder);
    try {
      Path output = Files.createTempFile(folder, words.getFirst() + "-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("PGPASSWORD", url.password());
      return new Running(String.join(" ", words), builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
