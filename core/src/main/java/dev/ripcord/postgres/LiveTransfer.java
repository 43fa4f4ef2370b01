package dev.ripcord.postgres;

import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.Statement;
import dev.ripcord.sql.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One try at a copy: the tables, the rows, then what {@code pg_dump} makes after rows are loaded.
 * So no trigger fires while they load, and the server itself checks every key and constraint.
 */
final class LiveTransfer {
  /**
   * What pg_dump does not print, or what hangs on the server rather than on the database; noted.
   */
  private static final Set<String> OF_THE_SERVER =
      Set.of(
          "database setting",
          "extension",
          "language",
          "security label",
          "subscription",
          "subscription connection",
          "system grants",
          "user mapping");

  private static final int MOST_DIFFERENCES = 10;

  private final LiveReading live;
  private final PgDump dump;
  private final ScratchDatabases databases;
  private final DatabaseUrl target;
  private final LiveCopy.Watcher watcher;
  private final List<String> notes = new ArrayList<>();

  LiveTransfer(
      LiveReading live,
      PgDump dump,
      ScratchDatabases databases,
      DatabaseUrl target,
      LiveCopy.Watcher watcher) {
    this.live = live;
    this.dump = dump;
    this.databases = databases;
    this.target = target;
    this.watcher = watcher;
  }

  /** What was read of the live server while its snapshot was open. */
  private record Taken(
      Snapshot snapshot, String version, String postData, List<QualifiedName> materialized) {}

  LiveCopy.Copied copy(LiveCopy.Wanted wanted) {
    List<Taken> taken = new ArrayList<>(1);
    try (Session copy = Session.open(target, LiveCopy.APPLICATION)) {
      live.atOneMoment(session -> taken.add(take(session, copy, wanted)));
      Taken found = taken.getFirst();
      watcher.begins("making indexes and constraints of the copy");
      run(found.postData(), copy);
      for (QualifiedName view : found.materialized()) {
        copy.execute("REFRESH MATERIALIZED VIEW " + view.quoted());
      }
      copy.execute("ANALYZE");
    }
    Taken found = taken.getFirst();
    try (Session copy = Session.open(target, LiveCopy.APPLICATION)) {
      boolean sameMajor =
          found.snapshot().serverVersion() / 10_000 == SnapshotReader.serverVersion(copy) / 10_000;
      compare(found.snapshot().fingerprint(), CatalogReader.fingerprint(copy), sameMajor);
    }
    return new LiveCopy.Copied(target, found.snapshot(), found.version(), notes);
  }

  private Taken take(Session session, Session copy, LiveCopy.Wanted wanted) {
    Snapshot snapshot = SnapshotReader.read(session);
    watcher.judge(snapshot);
    requireExtensions(copy);
    watcher.begins("copying the schema of " + live.url());
    String exported = String.valueOf(session.scalar("SELECT pg_export_snapshot()"));
    String preData = dumped(exported, PgDump.Section.PRE_DATA);
    String postData = dumped(exported, PgDump.Section.POST_DATA);
    createRoles();
    run(preData, copy);
    watcher.begins(
        "sampling up to %,d rows of each of %d tables"
            .formatted(wanted.rows(), live.tables().size()));
    notes.addAll(new LiveRows(live, session, copy).load(wanted.rows(), wanted.seed()));
    live.sequenceValues().forEach(copy::execute);
    String version = String.valueOf(session.scalar("SHOW server_version")).split(" ", 2)[0];
    return new Taken(snapshot, version, postData, live.materializedViews());
  }

  private String dumped(String exported, PgDump.Section section) {
    return dump.schema(live.url(), exported, section, live.lockTimeout(), live::yieldToOthers);
  }

  private void requireExtensions(Session copy) {
    List<String> there = copy.query("SELECT name FROM pg_available_extensions", row -> row.text(1));
    List<String> missing =
        live.extensions().stream().filter(name -> !there.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the scratch server lacks extensions that the live database has: %s; give a server that"
                  .formatted(String.join(", ", missing))
              + " has them with --scratch URL");
    }
  }

  private void createRoles() {
    try {
      databases.createRoles(live.roles());
    } catch (DatabaseException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the roles of the live database (%s) cannot be made on the scratch server: %s"
              .formatted(String.join(", ", live.roles()), e.getMessage()),
          e);
    }
  }

  private static void run(String script, Session copy) {
    for (Statement statement : Statements.split(script)) {
      try {
        copy.execute(statement.text());
      } catch (DatabaseException e) {
        if (!e.unknownSetting(statement.text())) {
          throw new RipcordException(
              ProblemCode.ENVIRONMENT,
              "the scratch server does not take the live schema: %s, in:\n%s"
                  .formatted(
                      e.getMessage(), statement.text().lines().limit(3).collect(joining("\n"))),
              e);
        }
      }
    }
  }

  /**
   * A copy that is another schema would prove nothing of the live one. Another major version has
   * more or other things to say of the same schema: there it is noted only.
   */
  private void compare(SchemaFingerprint there, SchemaFingerprint here, boolean sameMajor) {
    List<String> grave = new ArrayList<>();
    for (ObjectDifference difference : SchemaDifference.between(there, here)) {
      boolean ofServer =
          OF_THE_SERVER.contains(difference.object().kind())
              || (difference instanceof ObjectDifference.Changed changed
                  && changed.property().equals("tablespace"));
      if (ofServer) {
        notes.add("not the same in the copy: " + difference);
      } else {
        grave.add(difference.toString());
      }
    }
    if (!grave.isEmpty() && !sameMajor) {
      notes.add(
          "this version of PostgreSQL describes the schema in %d places otherwise, such as: %s"
              .formatted(grave.size(), grave.getFirst()));
    } else if (!grave.isEmpty()) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the copy of the schema is not what the live database has (%d differences):"
                  .formatted(grave.size())
              + "\n  "
              + grave.stream().limit(MOST_DIFFERENCES).collect(joining("\n  ")));
    }
  }
}
