package dev.ripcord.postgres;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One connection to a live database. What it may read is found out without a lock on any table;
 * then all that is read is of one moment, under the weakest lock.
 */
final class LiveReading implements AutoCloseable {
  /** SQLSTATE query_canceled, here by statement_timeout. */
  private static final String STATEMENT_TIMEOUT = "57014";

  private final DatabaseUrl url;
  private final Session session;
  private final Duration lockTimeout;
  private final Map<Long, LiveTable> tables;
  private final List<QualifiedName> sequences;

  private LiveReading(
      DatabaseUrl url,
      Session session,
      Duration lockTimeout,
      Map<Long, LiveTable> tables,
      List<QualifiedName> sequences) {
    this.url = url;
    this.session = session;
    this.lockTimeout = lockTimeout;
    this.tables = tables;
    this.sequences = sequences;
  }

  /**
   * Connects.
   *
   * @throws RipcordException naming everything that we may not read
   */
  static LiveReading open(DatabaseUrl url, Duration lockTimeout) {
    Session session = Session.open(url, LiveCopy.APPLICATION);
    try {
      // whatever follows, this session writes nothing
      session.execute("SET default_transaction_read_only = on");
      session.execute("SET lock_timeout = " + lockTimeout.toMillis());
      // what the role has may be too short for a large catalogue
      session.execute("SET statement_timeout = '60s'");
      Map<Long, LiveTable> tables =
          session.query(sql("tables"), LiveTable::of).stream()
              .collect(toMap(LiveTable::oid, table -> table, (a, b) -> a, LinkedHashMap::new));
      List<String> refused = new ArrayList<>();
      tables.values().stream()
          .filter(table -> !table.readable() || table.rowSecurity())
          .map(LiveReading::whyNot)
          .forEach(refused::add);
      List<QualifiedName> sequences =
          session.query(
              sql("sequences"),
              row -> {
                QualifiedName name = QualifiedName.of(row.text("schema"), row.text("name"));
                if (!row.flag("readable")) {
                  refused.add("sequence " + name + " (SELECT, and USAGE of its schema)");
                }
                return name;
              });
      requireAll(refused, url);
      return new LiveReading(url, session, lockTimeout, tables, sequences);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static String whyNot(LiveTable table) {
    return "table "
        + table.name()
        + (table.readable()
            ? " (row security hides rows: BYPASSRLS)"
            : " (SELECT, and USAGE of its schema)");
  }

  private static void requireAll(List<String> refused, DatabaseUrl url) {
    if (!refused.isEmpty()) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "%s may not read all that would be copied; it lacks privileges on:\n  %s"
              .formatted(url, String.join("\n  ", refused)));
    }
  }

  DatabaseUrl url() {
    return url;
  }

  String lockTimeout() {
    return String.valueOf(lockTimeout.toMillis());
  }

  /** All, by their number; partitions too. */
  Map<Long, LiveTable> tables() {
    return tables;
  }

  List<QualifiedName> sequences() {
    return sequences;
  }

  /**
   * Runs the work at one moment, with all tables locked in ACCESS SHARE mode, which only waits for
   * and holds up ACCESS EXCLUSIVE.
   *
   * @throws LiveCopy.Busy if a lock is not to be had, or somebody waits for us
   */
  void atOneMoment(Consumer<Session> work) {
    try {
      Session.Commit unused =
          session.transaction(
              inside -> {
                inside.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                // LOCK TABLE takes no snapshot: what is seen is not older than the locks
                if (!tables.isEmpty()) {
                  inside.execute(
                      "LOCK TABLE "
                          + tables.values().stream().map(LiveTable::from).collect(joining(", "))
                          + " IN ACCESS SHARE MODE");
                }
                CatalogReader.printPlainly(inside);
                List<String> unusedSettings = inside.query(sql("settings"), row -> row.text(1));
                work.accept(inside);
              });
    } catch (DatabaseException e) {
      throw explained(e);
    } catch (PgDump.LockTimeout e) {
      throw new LiveCopy.Busy(holders());
    }
  }

  private RuntimeException explained(DatabaseException e) {
    if (e.lockNotAvailable()) {
      return new LiveCopy.Busy(holders());
    }
    if (e.sqlState().equals(STATEMENT_TIMEOUT)) {
      return new RipcordException(
          ProblemCode.ENVIRONMENT,
          "reading %s took too long: %s".formatted(url, e.getMessage()),
          e);
    }
    return e;
  }

  /** Outside the transaction, which a lock timeout has ended. */
  private String holders() {
    String oids = tables.keySet().stream().map(String::valueOf).collect(joining(","));
    List<String> holders = CatalogReader.exclusiveLocks(session, oids);
    return holders.isEmpty()
        ? "a lock was not granted within " + lockTimeout.toMillis() + " ms"
        : String.join("; ", holders);
  }

  /** Lets others have what they wait for, if it is us. */
  void yieldToOthers() {
    List<String> waiting = session.query(sql("waiters"), row -> row.text("waiter"));
    if (!waiting.isEmpty()) {
      throw new LiveCopy.Busy(waiting.getFirst() + ", which this copy was in the way of");
    }
  }

  List<LiveKey> keys() {
    List<LiveKey> keys = new ArrayList<>();
    List<String> periods = new ArrayList<>();
    List<Boolean> unused =
        session.query(
            sql("foreign-keys"),
            row -> {
              LiveTable child = tables.get(row.number("child"));
              LiveTable parent = tables.get(row.number("parent"));
              if (child == null || parent == null) {
                return false;
              }
              if (row.flag("period")) {
                return periods.add(child.name() + ": " + row.text("name"));
              }
              return keys.add(
                  new LiveKey(
                      new Identifier(row.text("name")),
                      child,
                      parent,
                      row.flag("holds"),
                      identifiers(row, "columns"),
                      identifiers(row, "nullable"),
                      identifiers(row, "parent_columns"),
                      row.texts("parent_types"),
                      row.texts("parent_child"),
                      row.texts("parent_parent")));
            });
    if (!periods.isEmpty()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "rows under a foreign key WITH PERIOD are not sampled yet: "
              + String.join(", ", periods)
              + "; rehearse from a file with --schema FILE");
    }
    return keys;
  }

  private static List<Identifier> identifiers(Row row, String column) {
    return row.texts(column).stream().map(Identifier::new).toList();
  }

  /** As statements for the copy: every sequence stands where it stands now, never before. */
  List<String> sequenceValues() {
    return sequences.stream()
        .flatMap(
            name ->
                session
                    .query(
                        "SELECT last_value, is_called FROM " + name.quoted(),
                        row ->
                            "SELECT pg_catalog.setval(%s::regclass, %d, %s)"
                                .formatted(
                                    Literal.of(name.quoted()),
                                    row.number("last_value"),
                                    row.flag("is_called")))
                    .stream())
        .toList();
  }

  /** Owners, grantors and grantees. */
  List<String> roles() {
    return session.query(sql("roles"), row -> row.text("name"));
  }

  List<String> extensions() {
    return session.query("SELECT extname FROM pg_extension ORDER BY 1", row -> row.text(1));
  }

  /** Those with rows, in an order in which they can be refreshed. */
  List<QualifiedName> materializedViews() {
    return session.query(
        sql("materialized-views"), row -> QualifiedName.of(row.text("schema"), row.text("name")));
  }

  private static String sql(String name) {
    return SqlResource.of(LiveReading.class, "live/" + name);
  }

  @Override
  public void close() {
    session.close();
  }
}
