package dev.ripcord.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real pgbouncer in front of a server, which asks its clients for no password. */
public final class PgBouncer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  private final Process process;
  private final Path folder;
  private final DatabaseUrl url;

  private PgBouncer(Process process, Path folder, DatabaseUrl url) {
    this.process = process;
    this.folder = folder;
    this.url = url;
  }

  /**
   * Skips the test where it is not installed, which CI does not allow.
   *
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param settings further lines of its configuration
   */
  public static PgBouncer start(DatabaseUrl server, String mode, String... settings) {
    if (!Files.isExecutable(PROGRAM)) {
      MissingProgram.skip("no " + PROGRAM);
    }
    try {
      Path folder = Files.createTempDirectory("ripcord-pgbouncer");
      int port = freePort();
      Path configuration = folder.resolve("pgbouncer.ini");
      Files.writeString(
          configuration,
          """
          [databases]
          * = host=%s port=%d user=%s password=%s
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = any
          pool_mode = %s
          ignore_startup_parameters = extra_float_digits
          %s
          """
              .formatted(
                  server.host(),
                  server.port(),
                  server.user(),
                  server.password(),
                  port,
                  mode,
                  String.join("\n", settings)));
      ScratchUser user = ScratchUser.here();
      if (user.kind() == ScratchUser.Kind.NOBODY) {
        Files.setAttribute(folder, "unix:uid", user.owner());
        Files.setAttribute(configuration, "unix:uid", user.owner());
      }
      List<String> command = new ArrayList<>(user.prefix());
      command.addAll(List.of(PROGRAM.toString(), configuration.toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      DatabaseUrl url =
          new DatabaseUrl(
              "127.0.0.1", port, server.database(), server.user(), "", server.parameters());
      PgBouncer started = new PgBouncer(process, folder, url);
      started.awaitReady(port);
      return started;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void awaitReady(int port) throws IOException {
    for (int i = 0; i < 500; i++) {
      if (!process.isAlive()) {
        throw new AssertionError("pgbouncer ended: " + log());
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        pause();
      }
    }
    close();
    throw new AssertionError("pgbouncer does not answer");
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** What it has written down. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The same database, through it. */
  public DatabaseUrl url() {
    return url;
  }

  /** Stops it at once, and with it its sessions on the server. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        Process unused = process.destroyForcibly();
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
