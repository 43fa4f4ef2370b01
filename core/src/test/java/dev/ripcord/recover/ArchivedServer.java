package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.InstalledServer;
import dev.ripcord.postgres.MissingProgram;
import dev.ripcord.postgres.ServerFolder;
import dev.ripcord.postgres.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A server of the installed PostgreSQL with a cluster of its own, which archives its log: into a
 * folder, into a stanza of pgBackRest, or not at all. It runs as the user postgres where the tests
 * run as root, on a free port of the loopback interface, and ends with {@link #close}.
 *
 * <p>Segments are 1 MB, so that one is quickly made.
 */
public final class ArchivedServer implements AutoCloseable {
  /** The stanza, where there is one. */
  public static final String STANZA = "shop";

  private static final Path PGBACKREST = Path.of("/usr/bin/pgbackrest");

  private final Path home;
  private final Path bin;
  private final int port;
  private final Kind kind;

  /** Where the log goes. */
  private enum Kind {
    NOWHERE,
    FOLDER,
    STANZA
  }

  private ArchivedServer(Kind kind) {
    if (InstalledServer.programs().isEmpty()) {
      MissingProgram.skip("no PostgreSQL server in /usr/lib/postgresql");
    }
    if (kind == Kind.STANZA && !Files.isExecutable(PGBACKREST)) {
      MissingProgram.skip("no " + PGBACKREST);
    }
    this.kind = kind;
    this.bin = InstalledServer.programs().orElseThrow();
    try {
      this.home = ServerFolder.create("ripcord-archived");
      if (root()) {
        run(List.of("chown", "postgres", home.toString()));
      }
      this.port = freePort();
      sh(
          "mkdir \""
              + archive()
              + "\" "
              + backups()
              + " "
              + space()
              + " "
              + home.resolve("log")
              + " && "
              + bin
              + "/initdb --no-sync --auth=trust --username=postgres --wal-segsize=1"
              + " --pgdata="
              + data());
      if (kind == Kind.STANZA) {
        configure();
      }
      sh("cat >> " + data() + "/postgresql.conf <<'END'\n" + settings() + "\nEND");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
    if (kind == Kind.STANZA) {
      sh(pgbackrest() + " stanza-create");
    }
  }

  /** One that archives into {@link #archive}, and has a folder for {@link #backups}. */
  public static ArchivedServer withFolder() {
    return new ArchivedServer(Kind.FOLDER);
  }

  /** One that archives into the stanza {@link #STANZA} of {@link #config}, without a backup yet. */
  public static ArchivedServer withStanza() {
    return new ArchivedServer(Kind.STANZA);
  }

  /** One that archives nowhere: {@code archive_mode} is off. */
  public static ArchivedServer withoutArchive() {
    return new ArchivedServer(Kind.NOWHERE);
  }

  /** A superuser's way in. */
  public DatabaseUrl url() {
    return DatabaseUrl.parse("postgres://postgres@127.0.0.1:" + port + "/postgres");
  }

  /** What a migration file would say of it, with folders that are absolute. */
  public Recovery recovery() {
    Recovery.Provider provider =
        kind == Kind.STANZA ? Recovery.Provider.PGBACKREST : Recovery.Provider.BASEBACKUP;
    return new Recovery(
        Optional.of(provider),
        Optional.of(kind == Kind.STANZA ? STANZA : backups().toString()),
        kind == Kind.STANZA ? Optional.of(config().toString()) : Optional.empty(),
        kind == Kind.STANZA ? Optional.empty() : Optional.of(archive().toString()),
        Duration.ofHours(24),
        Recovery.Take.IF_NEEDED,
        Optional.of(space().toString()),
        Duration.ofDays(7),
        List.of());
  }

  /** This machine, with a patience of seconds. */
  public Site site() {
    return Site.here(url(), Clock.systemUTC()).waiting(Duration.ofSeconds(20));
  }

  /** The provider of {@link #recovery}. */
  public Provider.Physical provider() {
    return (Provider.Physical) Providers.of(recovery(), site()).orElseThrow();
  }

  /** The folder of everything that it has. */
  public Path home() {
    return home;
  }

  /** The folder of its cluster. */
  public Path data() {
    return home.resolve("data");
  }

  /** The folder into which it archives, if it does. */
  public Path archive() {
    return home.resolve("it's an archive");
  }

  /** A folder for base backups. */
  public Path backups() {
    return home.resolve("backups");
  }

  /** A folder for restores. */
  public Path space() {
    return home.resolve("space");
  }

  /** The configuration of pgBackRest. */
  public Path config() {
    return home.resolve("pgbackrest.conf");
  }

  /** The folder of the installed programs. */
  public Path programs() {
    return bin;
  }

  /** Runs one statement as the superuser. */
  public void execute(String sql) {
    try (Session session = Session.open(url(), "test")) {
      session.execute(sql);
    }
  }

  /** Changes a setting and has it hold. */
  public void set(String setting, String value) {
    execute("ALTER SYSTEM SET " + setting + " = '" + value.replace("'", "''") + "'");
    execute("SELECT pg_reload_conf()");
  }

  /** Puts a setting back to what it was at the start. */
  public void reset(String setting) {
    execute("ALTER SYSTEM RESET " + setting);
    execute("SELECT pg_reload_conf()");
  }

  /** Starts it again after {@link #stop}. */
  public void start() {
    sh(control() + " --log=" + home.resolve("log/server.log") + " start");
  }

  /** Stops it as a crash would. */
  public void stop() {
    sh(control() + " --mode=immediate stop");
  }

  /** Runs a command of a shell as the user of the server, and gives what it printed. */
  @CanIgnoreReturnValue
  public String sh(String command) {
    List<String> words = new ArrayList<>();
    if (root()) {
      words.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    words.addAll(List.of("sh", "-c", "cd " + home + " && " + command));
    return run(words);
  }

  /** The command pgbackrest with its stanza, for {@link #sh}. */
  public String pgbackrest() {
    return PGBACKREST + " --config=" + config() + " --stanza=" + STANZA;
  }

  @Override
  public void close() {
    stop();
    run(List.of("rm", "-rf", home.toString()));
  }

  private String control() {
    return bin + "/pg_ctl --wait --pgdata=" + data();
  }

  private void configure() {
    String text =
        String.join(
            "\n",
            "[global]",
            "repo1-path=" + home + "/repo",
            "log-path=" + home + "/log",
            "spool-path=" + home + "/spool",
            "lock-path=" + home + "/lock",
            "log-level-file=off",
            "compress-level=1",
            "repo1-retention-full=9",
            "[" + STANZA + "]",
            "pg1-path=" + data(),
            "pg1-port=" + port,
            "pg1-socket-path=" + home);
    sh("mkdir repo spool lock && cat > " + config() + " <<'END'\n" + text + "\nEND");
  }

  private String settings() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "port = " + port,
                "listen_addresses = '127.0.0.1'",
                "unix_socket_directories = '" + home + "'",
                "wal_level = replica",
                "max_wal_senders = 6",
                "fsync = off",
                "shared_buffers = 16MB",
                "log_line_prefix = '%m '"));
    if (kind != Kind.NOWHERE) {
      lines.add("archive_mode = on");
      String command =
          kind == Kind.STANZA
              ? pgbackrest() + " archive-push %p"
              : "test ! -f \"" + archive() + "/%f\" && cp %p \"" + archive() + "/%f\"";
      lines.add("archive_command = '" + command.replace("'", "''") + "'");
    }
    return String.join("\n", lines);
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Into a file and not a pipe: a server would hold the pipe open for as long as it lives. */
  @CanIgnoreReturnValue
  private static String run(List<String> command) {
    try {
      Path output = Files.createTempFile("ripcord-archived", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()))
              .start();
      process.getOutputStream().close();
      int status = process.waitFor();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      assertThat(status).as(command + ": " + printed).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The names of what is in a folder. */
  public static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }
}
