package dev.ripcord.postgres;

import dev.ripcord.postgres.ReadableTable.ReadableColumn;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.DataFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.TableData;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Reads what rows tables hold, several tables at a time, all as of one moment. */
public final class DataReader {
  private static final String NAME = "ripcord fingerprint";

  private DataReader() {}

  /**
   * Counts and hashes whole rows.
   *
   * @see #fingerprint(DatabaseUrl, List, Map, int)
   */
  public static DataFingerprint fingerprint(
      DatabaseUrl url, List<Snapshot.Table> tables, int workers) {
    return fingerprint(url, tables, Map.of(), workers);
  }

  /**
   * Counts and hashes rows. Partitions are read through their parent if it is in the list. The
   * reader must be allowed to see every row: row security that hides some is an error.
   *
   * @param tables which; of their components only the name and the estimated rows are used
   * @param columns which columns count, for tables where not all do
   * @param workers connections at a time, at least 1
   * @throws DatabaseException if the server refuses
   * @throws RipcordException if a table or column is not there
   */
  public static DataFingerprint fingerprint(
      DatabaseUrl url,
      List<Snapshot.Table> tables,
      Map<QualifiedName, Set<Identifier>> columns,
      int workers) {
    try (Session leader = Session.open(url, NAME)) {
      return CatalogReader.atOneMoment(
          leader,
          inside -> {
            Queue<ReadableTable> queue = queue(inside, tables, columns);
            Map<QualifiedName, TableData> found = new ConcurrentHashMap<>();
            int others = Math.min(workers, queue.size()) - 1;
            if (others > 0) {
              String snapshot = inside.scalar("SELECT pg_export_snapshot()");
              readTogether(url, Objects.requireNonNull(snapshot), inside, queue, found, others);
            } else {
              drain(inside, queue, found);
            }
            return new DataFingerprint(found);
          });
    }
  }

  /**
   * Which of the tables hold other rows on the other side; reads both sides at a time.
   *
   * @param one outside a transaction
   * @param other likewise, and not the same session
   * @throws DatabaseException if the server refuses
   * @throws RipcordException if a table is not there
   */
  public static Set<QualifiedName> differing(
      Session one, Session other, List<Snapshot.Table> tables) {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<DataFingerprint> others = executor.submit(() -> fingerprint(other, tables));
      DataFingerprint ones = fingerprint(one, tables);
      return Set.copyOf(ones.differingFrom(result(others)));
    }
  }

  private static DataFingerprint fingerprint(Session session, List<Snapshot.Table> tables) {
    return CatalogReader.atOneMoment(
        session,
        inside -> {
          Map<QualifiedName, TableData> found = new HashMap<>();
          drain(inside, queue(inside, tables, Map.of()), found);
          return new DataFingerprint(found);
        });
  }

  private static <T> T result(Future<T> running) {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RipcordException known
          ? known
          : new IllegalStateException("a reader of tables failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RipcordException(ProblemCode.DATABASE, "interrupted while tables were read", e);
    }
  }

  /** What there is to read, the largest first, so that the last worker does not wait long. */
  private static Queue<ReadableTable> queue(
      Session session, List<Snapshot.Table> tables, Map<QualifiedName, Set<Identifier>> columns) {
    Map<QualifiedName, ReadableTable> readable = ReadableTable.all(session);
    Set<QualifiedName> wanted =
        tables.stream().map(Snapshot.Table::name).collect(Collectors.toSet());
    Queue<ReadableTable> queue = new ConcurrentLinkedQueue<>();
    tables.stream()
        .sorted(Comparator.comparingLong(Snapshot.Table::estimatedRows).reversed())
        .map(table -> existing(readable, table.name()))
        .filter(table -> table.parent() == null || !wanted.contains(table.parent()))
        .map(table -> restricted(table, columns.get(table.name())))
        .distinct()
        .forEach(queue::add);
    return queue;
  }

  private static ReadableTable existing(
      Map<QualifiedName, ReadableTable> readable, QualifiedName name) {
    ReadableTable table = readable.get(name);
    if (table == null) {
      throw new RipcordException(ProblemCode.DATABASE, "table " + name + " is not there");
    }
    return table;
  }

  private static ReadableTable restricted(
      ReadableTable table, @org.jspecify.annotations.Nullable Set<Identifier> columns) {
    if (columns == null) {
      return table;
    }
    List<ReadableColumn> kept = new ArrayList<>();
    columns.forEach(column -> kept.add(column(table, column)));
    return new ReadableTable(table.name(), table.only(), table.parent(), kept);
  }

  static ReadableColumn column(ReadableTable table, Identifier column) {
    return table
        .column(column)
        .orElseThrow(
            () ->
                new RipcordException(
                    ProblemCode.DATABASE,
                    "column " + column + " of table " + table.name() + " is not there"));
  }

  private static void readTogether(
      DatabaseUrl url,
      String snapshot,
      Session leader,
      Queue<ReadableTable> queue,
      Map<QualifiedName, TableData> found,
      int others) {
    try (ExecutorService executor = Executors.newFixedThreadPool(others)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < others; i++) {
        running.add(executor.submit(() -> read(url, snapshot, queue, found)));
      }
      try {
        drain(leader, queue, found);
        for (Future<?> worker : running) {
          Object unused = result(worker);
        }
      } finally {
        // whoever failed, the others stop after the table that they are reading
        queue.clear();
      }
    }
  }

  private static void read(
      DatabaseUrl url,
      String snapshot,
      Queue<ReadableTable> queue,
      Map<QualifiedName, TableData> found) {
    try (Session session = Session.open(url, NAME)) {
      Session.Commit unused =
          session.transaction(
              inside -> {
                inside.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                inside.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
                CatalogReader.printPlainly(inside);
                drain(inside, queue, found);
              });
    } catch (RuntimeException e) {
      queue.clear();
      throw e;
    }
  }

  private static void drain(
      Session session, Queue<ReadableTable> queue, Map<QualifiedName, TableData> found) {
    for (ReadableTable table = queue.poll(); table != null; table = queue.poll()) {
      found.put(table.name(), read(session, table));
    }
  }

  private static TableData read(Session session, ReadableTable table) {
    return session
        .query(statement(table), row -> new TableData(row.number(1), row.text(2)))
        .getFirst();
  }

  /**
   * The sum over all rows of a hash of each row. {@code hash_record_extended} alone would not do:
   * it is linear in the hashes of the values (31 * h(a) + h(b)), so that in the sum two rows that
   * exchange their values of one column cancel out. Hashing the text of its result ends that. The
   * sum of bigints is a numeric, which does not overflow.
   */
  static String statement(ReadableTable table) {
    String columns =
        table.columns().stream()
            .sorted(Comparator.comparing(ReadableColumn::name))
            .map(ReadableColumn::hashable)
            .collect(Collectors.joining(", "));
    return "SELECT count(*), coalesce(sum(pg_catalog.hashtextextended("
        + "pg_catalog.hash_record_extended(ROW("
        + columns
        + "), 0)::text COLLATE pg_catalog.\"C\", 0)), 0)\nFROM "
        + table.from();
  }
}
