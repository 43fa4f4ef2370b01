package dev.ripcord.run;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.RestartableServer;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.ServerProcess;
import dev.ripcord.postgres.Session;
import dev.ripcord.workload.RowOptions;
import dev.ripcord.workload.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A server with live databases, which may be restarted, and one for their control databases, which
 * is not: what the control database was told must not go with a crash.
 */
public final class LiveServers implements AutoCloseable {
  private static final Path EXAMPLES = Path.of("..", "examples");

  private final RestartableServer live;
  private final ServerProcess control;
  private final Map<String, String> templates = new HashMap<>();
  private int counter;

  private LiveServers(RestartableServer live, ServerProcess control) {
    this.live = live;
    this.control = control;
  }

  /** Starts both. */
  public static LiveServers start(int major) {
    ScratchOptions options = ScratchOptions.defaults().withMajor(major);
    RestartableServer live = RestartableServer.start(options);
    try {
      return new LiveServers(live, ScratchServer.start(options));
    } catch (RuntimeException | Error e) {
      live.close();
      throw e;
    }
  }

  public RestartableServer live() {
    return live;
  }

  /**
   * A live database with its clients.
   *
   * @param example such as {@code user-management}: a folder of a migration with its schema
   * @param rows in each of its tables
   */
  public LiveFixture open(String example, int rows, long seed) {
    Migration migration = MigrationReader.read(EXAMPLES.resolve(example).resolve("migration.yaml"));
    return open(migration, example, rows, seed);
  }

  private LiveFixture open(Migration migration, String example, int rows, long seed) {
    String template =
        templates.computeIfAbsent(example + "/" + rows, name -> template(example, rows));
    counter++;
    String name = "live_" + counter;
    return LiveFixture.open(
        migration, copy(live.url(), template, name), copy(control.url(), template, name), seed);
  }

  /**
   * The same on a server of the caller's, which has the control database too.
   *
   * @param migration a file with the changes of the example
   */
  public static LiveFixture openOn(
      DatabaseUrl server, Path migration, String example, int rows, long seed) {
    fill(server, "template_live", example, rows);
    return LiveFixture.open(
        MigrationReader.read(migration),
        copy(server, "template_live", "live"),
        copy(server, "template_live", "control"),
        seed);
  }

  /**
   * The same, of a migration that says more than the example.
   *
   * @param more sections of a migration file
   */
  public LiveFixture openWith(String example, String more, int rows, long seed) {
    Path folder = EXAMPLES.resolve(example);
    try {
      Path copy = Files.createTempDirectory("ripcord-example");
      try {
        Files.copy(folder.resolve("schema.sql"), copy.resolve("schema.sql"));
        Path file = copy.resolve("migration.yaml");
        Files.writeString(file, Files.readString(folder.resolve("migration.yaml")) + "\n" + more);
        return open(MigrationReader.read(file), example, rows, seed);
      } finally {
        Files.deleteIfExists(copy.resolve("schema.sql"));
        Files.deleteIfExists(copy.resolve("migration.yaml"));
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String template(String example, int rows) {
    String name = "template_" + templates.size();
    fill(live.url(), name, example, rows);
    fill(control.url(), name, example, rows);
    return name;
  }

  private static void fill(DatabaseUrl server, String name, String example, int rows) {
    try (Session session = Session.open(server, "test server")) {
      session.execute("CREATE DATABASE " + name);
    }
    try (Session session = Session.open(server.withDatabase(name), "test server")) {
      session.execute(Files.readString(EXAMPLES.resolve(example).resolve("schema.sql")));
      Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(rows, 1));
      session.execute("ANALYZE");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatabaseUrl copy(DatabaseUrl server, String template, String name) {
    try (Session session = Session.open(server, "test server")) {
      session.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    }
    return server.withDatabase(name);
  }

  static void drop(DatabaseUrl database) {
    try (Session session = Session.open(database.withDatabase("postgres"), "test server")) {
      session.execute("DROP DATABASE " + database.database() + " WITH (FORCE)");
    }
  }

  @Override
  public void close() {
    try {
      control.close();
    } finally {
      live.close();
    }
  }
}
