package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Databases on a server that the user gave. */
public final class ExternalScratch implements ScratchDatabases {
  private final DatabaseUrl url;
  private final String version;
  private final OwnedDatabases databases;
  private final Thread atExit;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ExternalScratch(DatabaseUrl url, String version) {
    this.url = url;
    this.version = version;
    this.databases = new OwnedDatabases(url);
    this.atExit = new Thread(databases::dropAll, "ripcord-scratch-exit");
  }

  /**
   * Looks whether databases can be made there.
   *
   * @throws RipcordException if the user may not create databases, or the server is older than 14
   */
  public static ExternalScratch open(DatabaseUrl url) {
    try (Session session = Session.open(url, OwnedDatabases.APPLICATION)) {
      String version = String.valueOf(session.scalar("SHOW server_version")).split(" ", 2)[0];
      int number = Integer.parseInt(String.valueOf(session.scalar("SHOW server_version_num")));
      if (number < 140_000) {
        throw new RipcordException(
            ProblemCode.REFUSED,
            "the scratch server %s is version %s, at least 14 is needed".formatted(url, version));
      }
      boolean may =
          "t"
              .equals(
                  session.scalar(
                      "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"));
      if (!may) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT,
            "the user of %s may not create databases there; as a superuser: ALTER ROLE … CREATEDB"
                .formatted(url));
      }
      ExternalScratch scratch = new ExternalScratch(url, version);
      // Ctrl-C ends the JVM without closing anything
      Runtime.getRuntime().addShutdownHook(scratch.atExit);
      return scratch;
    }
  }

  @Override
  public DatabaseUrl create(String label) {
    return databases.create(label);
  }

  @Override
  public DatabaseUrl create(String label, String encoding) {
    return databases.create(label, encoding);
  }

  @Override
  public DatabaseUrl copy(String label, DatabaseUrl original) {
    return databases.copy(label, original);
  }

  @Override
  public void drop(DatabaseUrl database) {
    databases.drop(database);
  }

  @Override
  public void createRoles(List<String> names) {
    databases.createRoles(names);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean goesWithServer() {
    return false;
  }

  /**
   * Databases of rehearsals that are not ours: of another that runs now, or of one that was killed.
   * They are left alone; a person can tell.
   */
  public List<String> leftovers() {
    try (Session session = Session.open(url, OwnedDatabases.APPLICATION)) {
      return session
          .query(
              "SELECT datname FROM pg_database WHERE starts_with(datname, ?) ORDER BY datname",
              row -> row.text(1),
              OwnedDatabases.PREFIX)
          .stream()
          .filter(name -> !databases.owns(name))
          .toList();
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    databases.dropAll();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is on its way out, and the hook finds nothing left to do
    }
  }
}
