package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server from the PostgreSQL that the machine has installed, for tests against its client
 * programs, which refuse servers newer than themselves.
 */
public final class InstalledServer {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private InstalledServer() {}

  private static final class Shared {
    private static final DatabaseUrl SERVER = start(programs().orElseThrow());
  }

  /** A superuser's way in; skips the test where nothing is installed, which CI does not allow. */
  public static DatabaseUrl url() {
    if (programs().isEmpty()) {
      MissingProgram.skip("no PostgreSQL server in " + VERSIONS);
    }
    return Shared.SERVER;
  }

  /** What its {@code pg_dump --schema-only} prints of a database of it. */
  public static String dump(DatabaseUrl url) {
    String address =
        String.format(
            Locale.ROOT,
            "--dbname=postgresql://%s:%s@%s:%d/%s",
            url.user(),
            url.password(),
            url.host(),
            url.port(),
            url.database());
    String program = programs().orElseThrow().resolve("pg_dump").toString();
    try {
      Process process =
          new ProcessBuilder(program, "--schema-only", address).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output
          .lines()
          // newer releases protect the dump by a random word
          .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The folder of the newest installed version's programs. */
  public static Optional<Path> programs() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static DatabaseUrl start(Path bin) {
    return start(bin, "/initdb --auth=trust --username=postgres --pgdata=", "");
  }

  /** A streaming replica of it that is called {@code behind}, for as long as the JVM lives. */
  public static DatabaseUrl replica() {
    DatabaseUrl primary = url();
    String copy =
        "/pg_basebackup --write-recovery-conf --checkpoint=fast --username=postgres --host=127.0.0.1"
            + " --port="
            + primary.port()
            + " --pgdata=";
    return start(programs().orElseThrow(), copy, " -c cluster_name=behind");
  }

  /**
   * @param make the program and its options that make the folder of data, up to its name
   */
  private static DatabaseUrl start(Path bin, String make, String more) {
    try {
      Path folder = ServerFolder.create("ripcord-installed");
      Path data = folder.resolve("data");
      String user = "root".equals(System.getProperty("user.name")) ? "postgres" : "";
      if (!user.isEmpty()) {
        run(List.of("chown", user, folder.toString()));
      }
      int port = freePort();
      run(as(user, bin + make + data));
      String options =
          "-p "
              + port
              + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
              + folder
              + more;
      String control = bin + "/pg_ctl --pgdata=" + data + " --log=" + folder + "/log --wait ";
      run(as(user, control + "--options='" + options + "' start"));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    run(as(user, control + "--mode=immediate stop"));
                    run(List.of("rm", "-rf", folder.toString()));
                  }));
      return DatabaseUrl.parse("postgres://postgres@127.0.0.1:" + port + "/postgres");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static List<String> as(String user, String command) {
    List<String> words = new ArrayList<>();
    if (!user.isEmpty()) {
      words.addAll(List.of("runuser", "-u", user, "--"));
    }
    words.addAll(List.of("sh", "-c", command));
    return words;
  }

  private static void run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(output()))
              .start();
      if (process.waitFor() != 0) {
        throw new AssertionError(
            command + ": " + Files.readString(output().toPath(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A file and not a pipe: the server would hold the pipe open for as long as it lives. */
  private static java.io.File output() {
    return Path.of(System.getProperty("java.io.tmpdir"), "ripcord-installed-server.log").toFile();
  }
}
