package dev.ripcord.postgres;

import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of our own, from a jar or from what is installed: reachable on the loopback
 * interface with a random password only, and gone with its files when this process is, even after
 * {@code kill -9}.
 */
public final class ScratchServer implements ServerProcess {
  private static final int PORT_TRIES = 5;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("fsync", "off"),
          Map.entry("full_page_writes", "off"),
          Map.entry("wal_level", "logical"),
          Map.entry("max_connections", "60"),
          Map.entry("shared_preload_libraries", ""),
          Map.entry("autovacuum", "on"),
          Map.entry("logging_collector", "off"),
          Map.entry("log_line_prefix", "%m [%p] "));

  private final ScratchDirectory directory;
  private final Process watchdog;
  private final DatabaseUrl url;
  private final String version;

  private ScratchServer(
      ScratchDirectory directory, Process watchdog, DatabaseUrl url, String version) {
    this.directory = directory;
    this.watchdog = watchdog;
    this.url = url;
    this.version = version;
  }

  /**
   * Starts one; about a second, two more when the binaries are unpacked for the first time.
   *
   * @throws RipcordException with {@link ProblemCode#ENVIRONMENT} if that cannot be done here
   */
  public static ServerProcess start(ScratchOptions options) {
    return start(options, ScratchUser.here());
  }

  static ServerProcess start(ScratchOptions options, ScratchUser user) {
    ServerPrograms binaries = ServerPrograms.find(options.major());
    Path home = ScratchHome.find(options.home(), user, System.getenv());
    Path programs =
        ScratchHome.locked(
            home,
            () -> {
              ScratchDirectory.reap(home);
              ScratchBinaries.removeHeaps(home);
              return binaries.unpacked(home);
            });
    for (int tries = 1; ; tries++) {
      ScratchServer server = launch(options, user, binaries, home, programs);
      try {
        if (server.awaitReady(options.startTimeout())) {
          return server;
        }
      } catch (RuntimeException | Error e) {
        closeAfter(e, server);
        throw e;
      }
      server.close();
      if (tries == PORT_TRIES) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT,
            "no free port for a scratch server: each that was free had been taken a moment later");
      }
    }
  }

  /** The major versions that can be started here. */
  public static Set<Integer> majors() {
    return ServerPrograms.majors();
  }

  private static void closeAfter(Throwable failure, ScratchServer server) {
    try {
      server.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static ScratchServer launch(
      ScratchOptions options, ScratchUser user, ServerPrograms binaries, Path home, Path programs) {
    ScratchDirectory directory =
        ScratchHome.locked(home, () -> ScratchDirectory.create(home, user));
    try {
      byte[] secret = new byte[32];
      byte[] salt = new byte[16];
      SecureRandom random = new SecureRandom();
      random.nextBytes(secret);
      random.nextBytes(salt);
      String password = HexFormat.of().formatHex(secret);
      int port = freePort();
      directory.writePrivate("password", ScramVerifier.of(password, salt), user);
      directory.writePrivate("pg_hba.conf", accessRules(), user);
      directory.writePrivate("settings.conf", settings(options, port), user);
      Process watchdog = startWatchdog(directory, user, programs);
      DatabaseUrl url =
          new DatabaseUrl("127.0.0.1", port, "postgres", "postgres", password, Map.of());
      return new ScratchServer(directory, watchdog, url, binaries.name());
    } catch (IOException e) {
      directory.close();
      throw ScratchHome.failed("starting a scratch server", e);
    }
  }

  private static String accessRules() {
    return """
        host all all 127.0.0.1/32 scram-sha-256
        host replication all 127.0.0.1/32 scram-sha-256
        """;
  }

  private static String settings(ScratchOptions options, int port) {
    Map<String, String> all = new TreeMap<>(SETTINGS);
    all.putAll(options.settings());
    all.put("port", String.valueOf(port));
    return all.entrySet().stream()
        .map(each -> each.getKey() + " = '" + each.getValue().replace("'", "''") + "'\n")
        .collect(joining());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process startWatchdog(ScratchDirectory directory, ScratchUser user, Path programs)
      throws IOException {
    Path script = directory.file("watchdog.sh");
    try (InputStream text = ScratchServer.class.getResourceAsStream("watchdog.sh")) {
      if (text == null) {
        throw new IOException("watchdog.sh is missing from ripcord's jar");
      }
      long unused = Files.copy(text, script);
    }
    // a session of its own: signals to our process group, such as Ctrl-C, do not reach it
    List<String> command = new ArrayList<>(List.of("setsid", "sh", script.toString()));
    command.add(directory.path().toString());
    command.add(programs.toString());
    command.addAll(user.prefix());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.file("watchdog.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    Path unused = Files.writeString(directory.file("watchdog.pid"), process.pid() + "\n");
    return process;
  }

  /**
   * @return whether it is up; false if another process took its port
   */
  private boolean awaitReady(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (!ready()) {
      if (directory.read("initdb.status").isPresent()) {
        throw notStarted("could not be set up", "initdb.log");
      }
      if (directory.read("server.status").isPresent()) {
        if (directory.read("server.log").orElse("").contains("could not bind")) {
          return false;
        }
        throw notStarted("ended at once", "server.log");
      }
      if (!watchdog.isAlive()) {
        throw notStarted("lost its watchdog", "watchdog.log");
      }
      if (System.nanoTime() > end) {
        String log = directory.read("server.log").isPresent() ? "server.log" : "initdb.log";
        throw notStarted("did not start within " + timeout.toSeconds() + " seconds", log);
      }
      pause();
    }
    return true;
  }

  static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RipcordException(
          ProblemCode.STOPPED, "interrupted while a scratch server started", e);
    }
  }

  /** As {@code pg_ctl} finds out: the eighth line of postmaster.pid is the state. */
  private boolean ready() {
    Optional<String> file = directory.read("data/postmaster.pid");
    List<String> lines = file.map(text -> text.lines().toList()).orElse(List.of());
    return lines.size() >= 8 && lines.get(7).strip().equals("ready");
  }

  private RipcordException notStarted(String what, String log) {
    List<String> lines = directory.read(log).orElse("").lines().toList();
    String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    String space = tail.contains("No space left") ? " (no space left on the device)" : "";
    return new RipcordException(
        ProblemCode.ENVIRONMENT,
        "the scratch server %s%s; the end of its log:\n%s".formatted(what, space, tail));
  }

  @Override
  public DatabaseUrl url() {
    return url;
  }

  @Override
  public String version() {
    return version;
  }

  /** For tests that look at the files. */
  Path files() {
    return directory.path();
  }

  @Override
  public void close() {
    try {
      // the end of its input is the watchdog's sign to stop the server
      watchdog.getOutputStream().close();
      if (!watchdog.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT,
            "the scratch server in " + directory.path() + " does not stop");
      }
    } catch (IOException e) {
      throw ScratchHome.failed("stopping the scratch server", e);
    } catch (InterruptedException e) {
      // the watchdog goes on without us
      Thread.currentThread().interrupt();
    } finally {
      if (!watchdog.isAlive()) {
        directory.close();
      }
    }
  }
}
