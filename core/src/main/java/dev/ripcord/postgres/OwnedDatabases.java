package dev.ripcord.postgres;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.SqlResource;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The databases and roles that we made on one server; safe for use by several threads. */
final class OwnedDatabases {
  static final String PREFIX = "ripcord_rehearsal_";
  static final String APPLICATION = "ripcord scratch";

  private static final String OTHER_ENCODING =
      SqlResource.of(OwnedDatabases.class, "other-encoding");

  private final DatabaseUrl server;
  private final String run;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> roles = new TreeSet<>();
  private int counter;

  OwnedDatabases(DatabaseUrl server) {
    this.server = server;
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    this.run = HexFormat.of().formatHex(random);
  }

  synchronized DatabaseUrl create(String label) {
    return create(label, "template0", "");
  }

  synchronized DatabaseUrl create(String label, String encoding) {
    try (Session session = Session.open(server, APPLICATION)) {
      String options =
          session.query(OTHER_ENCODING, row -> row.text("options"), encoding, encoding).getFirst();
      return create(label, "template0", options);
    }
  }

  synchronized DatabaseUrl copy(String label, DatabaseUrl original) {
    requireOurs(original);
    return create(label, original.database(), "");
  }

  private DatabaseUrl create(String label, String template, String options) {
    counter++;
    String word = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    Identifier name = Identifier.derived(PREFIX + run + "_" + counter + "_", word);
    try (Session session = Session.open(server, APPLICATION)) {
      // fails if it exists: only what this statement made becomes ours
      session.execute(
          "CREATE DATABASE "
              + name.quoted()
              + " TEMPLATE "
              + new Identifier(template).quoted()
              + options
              + strategy(session));
      names.add(name.value());
      session.execute(
          "COMMENT ON DATABASE %s IS %s"
              .formatted(
                  name.quoted(), Literal.of("made by ripcord for a rehearsal, may be dropped")));
    }
    return server.withDatabase(name.value());
  }

  /** Through the log block by block, since 15; files are copied faster where none is synced. */
  static String strategy(Session session) {
    String copies =
        "SELECT current_setting('server_version_num')::int >= 150000"
            + " AND NOT current_setting('fsync')::boolean";
    return "t".equals(session.scalar(copies)) ? " STRATEGY file_copy" : "";
  }

  /**
   * Makes the roles that are not there yet, which nobody can log in as.
   *
   * @throws DatabaseException if we may not
   */
  synchronized void createRoles(List<String> wanted) {
    try (Session session = Session.open(server, APPLICATION)) {
      List<String> there = session.query("SELECT rolname FROM pg_roles", row -> row.text(1));
      for (String role : wanted) {
        if (!there.contains(role)) {
          session.execute("CREATE ROLE " + new Identifier(role).quoted() + " NOLOGIN");
          roles.add(role);
          session.execute(
              "COMMENT ON ROLE %s IS %s"
                  .formatted(
                      new Identifier(role).quoted(),
                      Literal.of("made by ripcord for a rehearsal, may be dropped")));
        }
      }
    }
  }

  private void requireOurs(DatabaseUrl database) {
    boolean same = server.host().equals(database.host()) && server.port() == database.port();
    if (!same || !owns(database.database())) {
      throw new IllegalArgumentException("not made here: " + database);
    }
  }

  synchronized boolean owns(String name) {
    return names.contains(name);
  }

  synchronized void drop(DatabaseUrl database) {
    requireOurs(database);
    drop(database.database());
  }

  private void drop(String name) {
    rollBackPrepared(name);
    try (Session session = Session.open(server, APPLICATION)) {
      dropSlots(session, name);
      session.execute("DROP DATABASE IF EXISTS " + new Identifier(name).quoted() + " WITH (FORCE)");
    }
    names.remove(name);
  }

  /** A prepared transaction keeps its database from being dropped, and ends only inside of it. */
  private void rollBackPrepared(String name) {
    String query = "SELECT gid FROM pg_prepared_xacts WHERE database = ?";
    List<String> prepared;
    try (Session session = Session.open(server, APPLICATION)) {
      prepared = session.query(query, row -> row.text(1), name);
    }
    if (!prepared.isEmpty()) {
      try (Session inside = Session.open(server.withDatabase(name), APPLICATION)) {
        prepared.forEach(gid -> inside.execute("ROLLBACK PREPARED " + Literal.of(gid)));
      }
    }
  }

  /** So does a logical replication slot. */
  private static void dropSlots(Session session, String name) {
    List<String> unused =
        session.query(
            "SELECT slot_name, pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                + " WHERE database = ? AND NOT active",
            row -> row.text(1),
            name);
  }

  /** Tries each, and throws the first failure after the last. */
  synchronized void dropAll() {
    RuntimeException first = null;
    for (String name : List.copyOf(names)) {
      try {
        drop(name);
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
    dropRoles();
  }

  private void dropRoles() {
    if (roles.isEmpty()) {
      return;
    }
    try (Session session = Session.open(server, APPLICATION)) {
      for (String role : List.copyOf(roles)) {
        session.execute("DROP ROLE IF EXISTS " + new Identifier(role).quoted());
        roles.remove(role);
      }
    }
  }
}
