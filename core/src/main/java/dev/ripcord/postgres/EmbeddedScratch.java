package dev.ripcord.postgres;

import java.util.List;

/** Databases on a server of our own. */
final class EmbeddedScratch implements ScratchDatabases {
  private final ServerProcess server;
  private final OwnedDatabases databases;

  EmbeddedScratch(ServerProcess server) {
    this.server = server;
    this.databases = new OwnedDatabases(server.url());
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
    return server.version();
  }

  @Override
  public boolean goesWithServer() {
    return true;
  }

  /** The databases go with the server's files. */
  @Override
  public void close() {
    server.close();
  }
}
