package dev.ripcord.benchmarks;

import dev.ripcord.postgres.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The programs of PostgreSQL that the system has; they take no server that is newer than they. */
final class Installed {
  private static final Path FOLDER = Path.of("/usr/lib/postgresql");

  private Installed() {}

  static int newest() throws IOException {
    try (Stream<Path> majors = Files.list(FOLDER)) {
      return majors
          .filter(folder -> Files.isExecutable(folder.resolve("bin/pg_dump")))
          .filter(folder -> Files.isExecutable(folder.resolve("bin/initdb")))
          .map(folder -> Integer.valueOf(folder.getFileName().toString()))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IllegalStateException("no PostgreSQL in " + FOLDER));
    }
  }

  /** Runs a program against a server; what it prints goes nowhere. */
  static void run(DatabaseUrl url, String program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                FOLDER.resolve(newest() + "/bin/" + program).toString(),
                "-h",
                url.host(),
                "-p",
                String.valueOf(url.port()),
                "-U",
                url.user()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    String unused = builder.environment().put("PGPASSWORD", url.password());
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(program + " failed");
    }
  }
}
