package dev.ripcord.postgres;

import java.util.concurrent.atomic.AtomicLong;

/** A database of its own for one test, on the server of the property {@code ripcord.test.url}. */
final class FreshDatabase implements AutoCloseable {
  private static final AtomicLong NUMBER = new AtomicLong();

  private final DatabaseUrl server;
  private final String name;

  private FreshDatabase(DatabaseUrl server, String name) {
    this.server = server;
    this.name = name;
  }

  static FreshDatabase create(String... statements) {
    String address = System.getProperty("ripcord.test.url");
    if (address == null) {
      throw new IllegalStateException("set -Dripcord.test.url to a superuser's address");
    }
    DatabaseUrl server = DatabaseUrl.parse(address);
    String name = "catalogue_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    try (Session session = Session.open(server, "test")) {
      session.execute("CREATE DATABASE " + name + " TEMPLATE template0");
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
