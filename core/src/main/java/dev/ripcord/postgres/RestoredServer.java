package dev.ripcord.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server on files that somebody restored, of the installed programs of their version. It listens
 * on no network: its only way in is a socket in a folder that nobody else may enter. It is gone
 * with its files when this process is, even after {@code kill -9}.
 */
public final class RestoredServer implements AutoCloseable {
  /** Names the socket only. */
  private static final int PORT = 5432;

  /** What a socket's whole name may have, with the zero at its end, in bytes. */
  private static final int LONGEST_SOCKET = 107;

  private static final long LONGEST_STOP_HOURS = 2;

  private final ScratchDirectory directory;

  /** Short, in the temporary folder: the name of a socket has room for 107 bytes only. */
  private final Path sockets;

  private final As as;
  private final Process watchdog;
  private long logBegin;

  private RestoredServer(ScratchDirectory directory, Path sockets, As as, Process watchdog) {
    this.directory = directory;
    this.sockets = sockets;
    this.as = as;
    this.watchdog = watchdog;
  }

  /**
   * As whom the server runs.
   *
   * @param prefix the words before a command that have it run so; empty if that is us
   * @param user number of the owner of its files
   * @param group number
   * @param other whether that is not us
   */
  public record As(List<String> prefix, int user, int group, boolean other) {
    public As {
      prefix = List.copyOf(prefix);
    }

    /** Whoever may run a server here. */
    public static As here() {
      ScratchUser user = ScratchUser.here();
      boolean other = user.kind() == ScratchUser.Kind.NOBODY;
      return new As(user.prefix(), user.owner(), user.owner(), other);
    }

    void give(Path path) throws IOException {
      if (ScratchUser.ownId() == 0) {
        Path user = Files.setAttribute(path, "unix:uid", user(), LinkOption.NOFOLLOW_LINKS);
        Path unused = Files.setAttribute(user, "unix:gid", group(), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /**
   * The installed programs of one version.
   *
   * @param version such as {@code 15.14}
   * @param directory with {@code bin}
   */
  public record Programs(String version, Path directory) {
    /**
     * Of exactly this major version, as the files of a cluster want it; none of our own, which lack
     * the libraries of extensions.
     *
     * @throws RipcordException if they are not installed
     */
    public static Programs of(int major) {
      return InstalledPrograms.all().stream()
          .filter(each -> each.major() == major)
          .max(comparingInt(ServerPrograms::minor))
          .map(each -> new Programs(each.name(), each.unpacked(Path.of("/"))))
          .orElseThrow(
              () ->
                  new RipcordException(
                      ProblemCode.ENVIRONMENT,
                      "no server of PostgreSQL %d is installed here, which a cluster of that version"
                              .formatted(major)
                          + " needs to be started beside the live one (Debian: postgresql-"
                          + major
                          + ")"));
    }

    /** The path of one of them. */
    public Path program(String name) {
      return directory.resolve("bin").resolve(name);
    }
  }

  /**
   * Makes room for a cluster; its files are brought to {@link #data}, which is not there yet.
   *
   * @param home a folder, made if it is not there; what dead processes left in it goes
   */
  public static RestoredServer in(Path home, As as) {
    try {
      Path made = Files.createDirectories(home).toRealPath();
      ScratchHome.allow(made, "rwx--x--x");
      ScratchDirectory directory =
          ScratchHome.locked(
              made,
              () -> {
                ScratchDirectory.reap(made);
                return ScratchDirectory.create(made, as);
              });
      try {
        Path sockets = sockets(as);
        return new RestoredServer(directory, sockets, as, watchdog(directory, sockets, as));
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw ScratchHome.failed("making room for a restore in " + home, e);
    }
  }

  private static Path sockets(As as) throws IOException {
    Path folder = Files.createTempDirectory("ripcord-s").toRealPath();
    String socket = folder.resolve(".s.PGSQL." + PORT).toString();
    if (socket.getBytes(UTF_8).length > LONGEST_SOCKET) {
      Files.delete(folder);
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the name of the temporary folder is too long for the socket of a server: " + socket);
    }
    ScratchHome.allow(folder, "rwx------");
    as.give(folder);
    return folder;
  }

  private static Process watchdog(ScratchDirectory directory, Path sockets, As as)
      throws IOException {
    Path script = directory.file("watchdog.sh");
    try (InputStream text = RestoredServer.class.getResourceAsStream("restored.sh")) {
      if (text == null) {
        throw new IOException("restored.sh is missing from ripcord's jar");
      }
      long unused = Files.copy(text, script);
    }
    // a session of its own: signals to our process group, such as Ctrl-C, do not reach it
    List<String> command = new ArrayList<>(List.of("setsid", "sh", script.toString()));
    command.add(directory.path().toString());
    command.add(sockets.toString());
    command.addAll(as.prefix());
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

  /** Where the files of the cluster are. */
  public Path data() {
    return directory.file("cluster/data");
  }

  /** As whom it runs. */
  public As as() {
    return as;
  }

  /** Has all files belong to whoever runs the server, and nobody else look into them. */
  public void adopt() {
    adopt(data(), as);
  }

  /** Likewise, of the files of a cluster elsewhere. */
  public static void adopt(Path data, As as) {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        as.give(file);
      }
      ScratchHome.allow(data, "rwx------");
    } catch (IOException | UncheckedIOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "what was restored cannot be taken over: " + e.getMessage(), e);
    }
  }

  /**
   * Begins to start it; {@link #state} says how far it is.
   *
   * @param programs of the version of its files
   * @param settings all of them; none of the cluster's own is read
   */
  public void start(Programs programs, Map<String, String> settings) {
    try {
      logBegin = Files.exists(logFile()) ? Files.size(logFile()) : 0;
      write("cluster/pg_hba.conf", "local all all trust\n");
      write("cluster/pg_ident.conf", "");
      write("cluster/settings.conf", text(all(settings)));
      write("cluster/data/postgresql.auto.conf", "");
      boolean unused = Files.deleteIfExists(directory.file("server.status"));
      tell("start " + programs.program("postgres"));
    } catch (IOException e) {
      throw ScratchHome.failed("starting the restored server", e);
    }
  }

  private Map<String, String> all(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("listen_addresses", "");
    all.put("unix_socket_directories", sockets.toString());
    all.put("unix_socket_permissions", "0700");
    all.put("port", String.valueOf(PORT));
    all.put("hba_file", directory.file("cluster/pg_hba.conf").toString());
    all.put("ident_file", directory.file("cluster/pg_ident.conf").toString());
    all.put("lc_messages", "C");
    all.put("log_destination", "stderr");
    all.put("logging_collector", "off");
    return all;
  }

  /** Settings as {@code postgresql.conf} wants them. */
  public static String text(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + " = '"
                    + each.getValue().replace("\\", "\\\\").replace("'", "''")
                    + "'\n")
        .collect(joining());
  }

  /** Writes a file of the server's. */
  private void write(String name, String text) throws IOException {
    Path file = directory.file(name);
    Path written = Files.writeString(file, text);
    ScratchHome.allow(written, "rw-------");
    as.give(written);
  }

  private void tell(String command) throws IOException {
    watchdog.getOutputStream().write((command + "\n").getBytes(UTF_8));
    watchdog.getOutputStream().flush();
  }

  /** How far a start is. */
  public enum State {
    /** Nobody can connect yet. */
    STARTING,
    /** It answers; it may be in recovery. */
    ANSWERS,
    ENDED
  }

  /** How far it is. */
  public State state() {
    if (directory.read("server.status").isPresent()) {
      return State.ENDED;
    }
    requireWatchdog();
    Optional<String> file = directory.read("cluster/data/postmaster.pid");
    List<String> lines = file.map(text -> text.lines().toList()).orElse(List.of());
    // as pg_ctl finds out: the eighth line of postmaster.pid is the state
    boolean up = lines.size() >= 8 && lines.get(7).strip().equals("ready");
    return up ? State.ANSWERS : State.STARTING;
  }

  private void requireWatchdog() {
    if (!watchdog.isAlive()) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the restored server lost the process that looks after it");
    }
  }

  private Path logFile() {
    return directory.file("server.log");
  }

  /** What it logged since the last start, in English. */
  public String log() {
    try (InputStream in = Files.newInputStream(logFile())) {
      in.skipNBytes(logBegin);
      return new String(in.readAllBytes(), UTF_8);
    } catch (java.nio.file.NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw ScratchHome.failed("reading the log of the restored server", e);
    }
  }

  /**
   * The way in, for as long as it runs.
   *
   * @param user any role of the cluster: no password is asked for
   */
  public DatabaseUrl url(String user, String database) {
    return new DatabaseUrl(sockets.toString(), PORT, database, user, "", Map.of());
  }

  /** Stops it as an orderly shutdown does, and waits until it has; one that has ended stays so. */
  public void stop() {
    try {
      boolean unused = Files.deleteIfExists(directory.file("server.stopped"));
      tell("stop");
      long end = System.nanoTime() + TimeUnit.HOURS.toNanos(LONGEST_STOP_HOURS);
      while (directory.read("server.stopped").isEmpty()) {
        if (System.nanoTime() > end) {
          throw new RipcordException(ProblemCode.ENVIRONMENT, "the restored server does not stop");
        }
        requireWatchdog();
        ScratchServer.pause();
      }
    } catch (IOException e) {
      throw ScratchHome.failed("stopping the restored server", e);
    }
  }

  /** Stops the server at once and removes its files, if they are still where they were. */
  @Override
  public void close() {
    try {
      watchdog.getOutputStream().close();
      if (!watchdog.waitFor(TimeUnit.MINUTES.toSeconds(2), TimeUnit.SECONDS)) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT,
            "the restored server in " + directory.path() + " does not stop");
      }
    } catch (IOException e) {
      throw ScratchHome.failed("stopping the restored server", e);
    } catch (InterruptedException e) {
      // the watchdog goes on without us
      Thread.currentThread().interrupt();
    } finally {
      if (!watchdog.isAlive()) {
        ScratchHome.deleteTree(sockets);
        directory.close();
      }
    }
  }
}
