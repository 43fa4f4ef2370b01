package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Clients that write to the tested database while it is migrated forward and back. Each write that
 * the tested server acknowledged is repeated by the same writer in the control database, which
 * keeps the schema of the start: new-shape values get there through the migration's {@code down}
 * expressions, never through its triggers. After a rollback to the start both are to be equal.
 *
 * <p>Begins with old-shape clients. Safe for use by several threads, except for {@link #close}.
 */
public final class Traffic implements AutoCloseable {
  /** Longer than a writer's statement may wait, so that only a defect of ours exceeds it. */
  private static final Duration DRAIN = Duration.ofMinutes(2);

  private static final String SAME_TEXT =
      "SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';"
          + " SET bytea_output = 'hex'; SET extra_float_digits = 1; SET xmloption = 'content'; ";
  private static final String TESTED =
      SAME_TEXT + "SET lock_timeout = '20s'; SET statement_timeout = '60s'";
  private static final String CONTROL =
      SAME_TEXT + "SET synchronous_commit = off; SET lock_timeout = '5s'";

  private final DatabaseUrl control;
  private final List<WriteTable> tables;
  private final Gate gate = new Gate();
  private final Ledger ledger = new Ledger();
  private final AtomicReference<Serving> serving;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Stalls> stalls = new ArrayList<>();
  private final Clock clock;
  private final Instant anchor;
  private final long anchorNanos;
  private final long steadyInterval;
  private volatile long interval;
  private volatile boolean closing;

  private Traffic(
      DatabaseUrl control, List<WriteTable> tables, TrafficOptions options, Clock clock) {
    this.control = control;
    this.tables = tables;
    this.clock = clock;
    this.anchor = clock.instant();
    this.anchorNanos = System.nanoTime();
    this.steadyInterval =
        options.writesPerSecond() == 0
            ? 0
            : 1_000_000_000L * options.writers() / options.writesPerSecond();
    this.interval = steadyInterval;
    tables.forEach(table -> ledger.expect(table.name()));
    this.serving =
        new AtomicReference<>(
            Serving.of(tables, Set.of(Shape.OLD), Layout.BEFORE_CONTRACT, ledger));
  }

  /**
   * Starts writing, in the old shape.
   *
   * @param databases equal to each other, as {@code before} says
   * @param shapes the tables concerned; tables that reference them are written as well. If empty,
   *     all tables are
   * @throws RipcordException if a database cannot be reached
   */
  public static Traffic start(
      Databases databases,
      Snapshot before,
      List<TableShape> shapes,
      TrafficOptions options,
      Clock clock) {
    return start(databases, before, shapes, CatalogueValues::new, options, clock);
  }

  /**
   * @param columnValues what makes values, given a session in the control database
   */
  static Traffic start(
      Databases databases,
      Snapshot before,
      List<TableShape> shapes,
      Function<Session, ColumnValues> columnValues,
      TrafficOptions options,
      Clock clock) {
    List<WriteTable> tables;
    List<OwnedRows> dealt;
    Demands demands;
    Values values;
    // both are equal now, but types of the new shape are in the control database alone
    try (Session session = Session.open(databases.control(), "ripcord traffic")) {
      session.execute(TESTED);
      values = new Values(columnValues.apply(session));
      tables = new WriteTables(session).of(before, shapes);
      tables.forEach(values::prepare);
      demands = Demands.of(session, shapes);
      dealt = OwnedRows.deal(session, tables, options.writers());
    }
    Traffic traffic = new Traffic(databases.control(), tables, options, clock);
    try {
      for (int i = 0; i < options.writers(); i++) {
        traffic.add(databases, i, dealt.get(i), demands, values, options);
      }
    } catch (RuntimeException e) {
      traffic.links.forEach(Link::close);
      throw e;
    }
    traffic.threads.forEach(Thread::start);
    return traffic;
  }

  /**
   * Where to write.
   *
   * @param tested the database that is migrated
   * @param control a copy on the same server that nobody else touches; a superuser's way in
   */
  public record Databases(DatabaseUrl tested, DatabaseUrl control) {}

  private void add(
      Databases databases,
      int number,
      OwnedRows rows,
      Demands demands,
      Values values,
      TrafficOptions options) {
    Link toTested = new Link(databases.tested(), "ripcord writer " + number, TESTED);
    Link toControl = new Link(databases.control(), "ripcord control " + number, CONTROL);
    links.add(toTested);
    links.add(toControl);
    Session unusedTested = toTested.session();
    Session unusedControl = toControl.session();
    Stalls own = new Stalls();
    stalls.add(own);
    Random random = new Random(options.seed() * 31 + number);
    Map<QualifiedName, WriteTable> byName =
        tables.stream().collect(Collectors.toMap(WriteTable::name, table -> table));
    OperationMaker maker =
        new OperationMaker(
            new Choices(byName, values, rows, random, options.partialUpdates(), ledger));
    Writer writer =
        new Writer(
            new Writer.Parts(
                gate,
                serving::get,
                toTested,
                toControl,
                rows,
                demands,
                maker,
                ledger,
                own,
                this::failed),
            random,
            () -> interval);
    threads.add(Thread.ofPlatform().daemon().name("ripcord-writer-" + number).unstarted(writer));
  }

  private void failed(Throwable cause) {
    if (!closing && failure.compareAndSet(null, cause)) {
      gate.finish();
    }
  }

  /**
   * Tells which clients there are from now on. Returns when every writer has finished what it was
   * at; then no client of another shape writes any more.
   *
   * @param shapes that clients use; none lets nobody write
   * @param layout where a table stands whose columns are replaced in place
   * @throws RipcordException if a writer died or does not finish
   */
  public void serve(Set<Shape> shapes, Layout layout) {
    if (shapes.contains(Shape.OLD) && layout == Layout.AFTER_CONTRACT) {
      throw new IllegalArgumentException("there is no old shape after contract");
    }
    boolean wasOpen = shut();
    serving.set(Serving.of(tables, shapes, layout, ledger));
    if (wasOpen) {
      gate.open();
    }
  }

  /**
   * Lets nobody write until {@link #resume}; returns when every acknowledged write has been
   * repeated in the control database.
   *
   * @throws RipcordException if a writer died or does not finish
   */
  public void pause() {
    boolean unused = shut();
  }

  /** Lets clients write again. */
  public void resume() {
    check();
    gate.open();
  }

  /** Has clients write as fast as the server takes it, until {@link #steady}. */
  public void hurry() {
    interval = 0;
  }

  /** Has clients write at the rate of the options again. */
  public void steady() {
    interval = steadyInterval;
  }

  private boolean shut() {
    check();
    try {
      boolean wasOpen = gate.shut(DRAIN);
      check();
      return wasOpen;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RipcordException(ProblemCode.STOPPED, "interrupted while writers finish", e);
    }
  }

  /**
   * Makes a writer's death known to who does not wait for writers.
   *
   * @throws RipcordException if a writer died
   */
  public void check() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new RipcordException(
          ProblemCode.INTERNAL, "a writer of the rehearsal died: " + cause.getMessage(), cause);
    }
  }

  /** The tables that clients write. */
  public Set<QualifiedName> written() {
    return tables.stream().map(WriteTable::name).collect(Collectors.toUnmodifiableSet());
  }

  /** What became of the writes so far; exact while paused. */
  public LedgerCounts ledger() {
    return ledger.counts(gate.openNanos());
  }

  /**
   * What a rollback has to keep elsewhere, because only the new shape holds it: the last values of
   * rows that are there. To be called while paused, when the rollback has reached the start: until
   * then old-shape clients may overwrite some of it.
   */
  public List<KeptValue> expectedKept() {
    List<KeptValue> there = new ArrayList<>();
    Map<QualifiedName, WriteTable> byName =
        tables.stream().collect(Collectors.toMap(WriteTable::name, table -> table));
    Link link = new Link(control, "ripcord kept values", CONTROL);
    try (Session session = link.session()) {
      for (KeptValue value : ledger.kept()) {
        WriteTable table = byName.get(value.table());
        if (table != null) {
          ComesAgain.ifThere(session, table, value.key(), value.values())
              .ifPresent(
                  // a row that it references may have changed it since
                  again -> there.add(value.foundBy(table.key()).without(again)));
        }
      }
    }
    return there;
  }

  /** After a rollback took the new columns away: nothing is in them any more. */
  public void forgetKept() {
    ledger.forgetAll();
  }

  /**
   * The longest that a write to the tested database took within the span, also of writes that still
   * wait. Of a write that reaches over an end of the span only what lies within counts.
   */
  public Duration longestStallBetween(Instant from, Instant to) {
    long begin = nanos(from);
    long end = nanos(to);
    long longest = stalls.stream().mapToLong(each -> each.longest(begin, end)).max().orElse(0);
    return Duration.ofNanos(Math.max(0, longest));
  }

  /** The longest that a write took since then. */
  public Duration longestStallSince(Instant from) {
    return longestStallBetween(from, clock.instant());
  }

  private long nanos(Instant instant) {
    return anchorNanos + Duration.between(anchor, instant).toNanos();
  }

  /** Lets writers finish their write, for a few seconds, and ends them. */
  @Override
  public void close() {
    closing = true;
    gate.finish();
    try {
      for (Thread thread : threads) {
        boolean ended = thread.join(Duration.ofSeconds(3));
        if (!ended) {
          // it waits for a lock of the tested database
          links.forEach(Link::close);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    links.forEach(Link::close);
  }
}
