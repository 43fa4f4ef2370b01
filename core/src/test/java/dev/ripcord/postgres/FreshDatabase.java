package dev.ripcord.postgres;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A database of its own for one test, on a server that the tests of this JVM share; on another one
 * if the property {@code ripcord.test.url} names a superuser's way in.
 */
final class FreshDatabase implements AutoCloseable {
  private static final AtomicLong NUMBER = new AtomicLong();

  private final DatabaseUrl server;
  private final String name;

  private FreshDatabase(DatabaseUrl server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Ends with this JVM, whose watchdog it has. */
  private static final class Shared {
    private static final DatabaseUrl SERVER = server();

    private static DatabaseUrl server() {
      String address = System.getProperty("ripcord.test.url");
      return address == null
          ? ScratchServer.start(ScratchOptions.defaults()).url()
          : DatabaseUrl.parse(address);
    }
  }

  static FreshDatabase create(String... statements) {
    return createOn(Shared.SERVER, statements);
  }

  static FreshDatabase createOn(DatabaseUrl server, String... statements) {
    String name = "catalogue_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    try (Session session = Session.open(server, "test")) {
      session.execute(
          "CREATE DATABASE " + name + " TEMPLATE template0" + OwnedDatabases.strategy(session));
    }
    FreshDatabase database = new FreshDatabase(server, name);
    try (Session session = database.open()) {
      for (String statement : statements) {
        session.execute(statement);
      }
    }
    return database;
  }

  DatabaseUrl url() {
    return server.withDatabase(name);
  }

  Session open() {
    return Session.open(url(), "test");
  }

  @Override
  public void close() {
    try (Session session = Session.open(server, "test")) {
      session.execute("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }
}
