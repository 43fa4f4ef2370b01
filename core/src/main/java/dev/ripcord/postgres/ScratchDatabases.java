package dev.ripcord.postgres;

import java.util.List;

/**
 * Where a rehearsal makes its databases. It drops every database that it made, and touches no
 * other, whether the server is one of ours or one of the user's.
 */
public interface ScratchDatabases extends AutoCloseable {
  /** On a server that is started for it and goes with it. */
  static ScratchDatabases embedded(ScratchOptions options) {
    ServerProcess server = ScratchServer.start(options);
    return new EmbeddedScratch(server);
  }

  /**
   * On a server of the user's, who must be allowed to create databases there.
   *
   * @param url of any database there; only used to connect
   */
  static ScratchDatabases external(DatabaseUrl url) {
    return ExternalScratch.open(url);
  }

  /**
   * An empty database, without what somebody may have put into template1.
   *
   * @param label a word that says what it is for; the name is unique
   */
  DatabaseUrl create(String label);

  /**
   * Likewise, with an encoding.
   *
   * @param encoding as PostgreSQL names it, such as {@code LATIN1}; where the server has another,
   *     the database has it with locale C, which goes with any
   */
  DatabaseUrl create(String label, String encoding);

  /**
   * A copy of one that was made here, with its data. Nobody may be connected to the original.
   *
   * @throws IllegalArgumentException if the original was not made here
   */
  DatabaseUrl copy(String label, DatabaseUrl original);

  /**
   * Drops one that was made here, whoever is connected to it.
   *
   * @throws IllegalArgumentException if it was not made here, or is gone already
   */
  void drop(DatabaseUrl database);

  /**
   * Makes those of the roles that the server does not have; nobody can log in as one.
   *
   * @throws DatabaseException if we may not
   */
  void createRoles(List<String> names);

  /** The server's version, such as {@code 18.6}. */
  String version();

  /** Whether the server itself goes when this is closed, so that nothing done to it stays. */
  boolean goesWithServer();

  /** Drops whatever was made here, roles included. */
  @Override
  void close();
}
