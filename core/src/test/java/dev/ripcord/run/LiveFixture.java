package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.hook.HookRunner;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.LiveStage;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.workload.LedgerCounts;
import dev.ripcord.workload.Traffic;
import dev.ripcord.workload.TrafficOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A live database with clients that write to it, and the control database that knows what it shall
 * hold after a rollback.
 */
public final class LiveFixture implements AutoCloseable {
  private static final int WRITERS = 4;
  private static final int WRITES_PER_SECOND = 300;
  private static final long LONGEST_SOAK = TimeUnit.SECONDS.toNanos(10);

  private static final String LEFT =
      """
      SELECT 'schema ' || nspname FROM pg_namespace
        WHERE nspname LIKE 'ripcord%' AND nspname <> 'ripcord_kept'
      UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts
        WHERE database = current_database()
      UNION ALL SELECT 'session ' || pid || ' ' || application_name || ': ' || query
        FROM pg_stat_activity WHERE datname = current_database()
        AND application_name ~ '^ripcord (?!writer)'
      UNION ALL SELECT 'advisory lock of ' || pid FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private static final String KEPT =
      "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = to_regnamespace("
          + "'ripcord_kept') AND relkind = 'r'";

  private final DatabaseUrl live;
  private final DatabaseUrl control;
  private final LiveStage stage;
  private final Traffic traffic;
  private final Clients clients;
  private final Path exports;

  /** Nobody is at the address of an example. */
  private Optional<String> blind = Optional.of("a test");

  private LiveFixture(DatabaseUrl live, DatabaseUrl control, LiveStage stage, long seed) {
    this.live = live;
    this.control = control;
    this.stage = stage;
    this.traffic = stage.traffic(new TrafficOptions(WRITERS, seed, WRITES_PER_SECOND, true));
    this.clients = new Clients(live, traffic);
    try {
      this.exports = Files.createTempDirectory("ripcord-exports");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    traffic.resume();
  }

  static LiveFixture open(Migration migration, DatabaseUrl live, DatabaseUrl control, long seed) {
    return new LiveFixture(live, control, LiveStage.of(migration, live, control), seed);
  }

  public DatabaseUrl url() {
    return live;
  }

  public Plan plan() {
    return stage.plan();
  }

  public Traffic traffic() {
    return traffic;
  }

  /** From now on nobody may be blind. */
  void seeing() {
    blind = Optional.empty();
  }

  /** Where journals are exported to. */
  public Path exports() {
    return exports;
  }

  /** Before contract: no client of the old shape writes any more. */
  public void onlyNew() {
    clients.onlyNew();
  }

  /** How tests run: nothing is proven, nobody waits at a gate unless they say so. */
  public RunOptions options(Optional<Phase> until, boolean approved, boolean waits) {
    return new RunOptions(
        "tester",
        until,
        new RunOptions.Consent(approved, approved, waits),
        new RunOptions.Overrides(
                Optional.of("a test"), Optional.of("a test"), Optional.empty(), Optional.empty())
            .althoughBlind(blind),
        Optional.of(exports.resolve("none.json")),
        exports);
  }

  public Runs runs(RunOptions options) {
    return runs(live, options, new Brake(), event -> {});
  }

  public Runs runs(DatabaseUrl by, RunOptions options, Brake brake, RunEvent.Listener listener) {
    HookRunner hooks = new HookRunner(Map.of(), List.of(), Clock.systemUTC(), Thread::sleep);
    return new Runs(by, Clock.systemUTC(), options, brake, Means.of(hooks, Map.of()), listener);
  }

  /** From wherever the run is, or from the start, to the end of the phase. */
  public RunResult forward(Phase until) {
    return forward(live, until, event -> {});
  }

  public RunResult forward(DatabaseUrl by, Phase until, RunEvent.Listener listener) {
    RunResult result = new RunResult.Reached(Phase.PREPARATION);
    for (Phase phase : Phase.values()) {
      if (phase.compareTo(until) <= 0 && !through(phase)) {
        if (phase == Phase.CONTRACT) {
          clients.onlyNew();
        }
        Runs runs = runs(by, options(Optional.of(phase), true, true), new Brake(), listener);
        result = present() ? runs.resume() : runs.begin(stage.plan());
        clients.settle();
        if (!(result instanceof RunResult.Reached) && !(result instanceof RunResult.Completed)) {
          return result;
        }
      }
    }
    return result;
  }

  public RunResult back(Back to) {
    return back(live, to, event -> {});
  }

  public RunResult back(DatabaseUrl by, Back to, RunEvent.Listener listener) {
    RunResult result =
        runs(by, options(Optional.empty(), true, true), new Brake(), listener)
            .rollback(to, "a test");
    clients.settle();
    return result;
  }

  /** Whether the database has a run. */
  public boolean present() {
    try (Session session = Session.open(live, "test look")) {
      return RunStore.read(session).isPresent();
    }
  }

  private boolean through(Phase phase) {
    return standing().map(standing -> standing.through(phase)).orElse(false);
  }

  /** Where the run stands. */
  Optional<Standing> standing() {
    try (Session session = Session.open(live, "test look")) {
      return RunStore.read(session).map(document -> RunStore.standing(session, document));
    }
  }

  /** Whether a rollback has begun and not ended. */
  public boolean goingBack() {
    return standing().map(Standing::goingBack).orElse(false);
  }

  public SchemaFingerprint schema() {
    try (Session session = Session.open(live, "test look")) {
      return CatalogReader.fingerprint(session);
    }
  }

  public List<String> journal() {
    return JournalReading.of(live).stream()
        .map(entry -> entry.seq() + " " + entry.kind() + " " + entry.unit() + ": " + entry.detail())
        .toList();
  }

  /** Lets clients write in the state that is reached, as fast as the server takes it. */
  public void soak(int writes) {
    clients.settle();
    long wanted = traffic.ledger().acknowledged() + writes;
    long deadline = System.nanoTime() + LONGEST_SOAK;
    traffic.hurry();
    while (traffic.ledger().acknowledged() < wanted && System.nanoTime() < deadline) {
      traffic.check();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    traffic.steady();
  }

  public Duration longestStallSince(Instant from) {
    return traffic.longestStallSince(from);
  }

  /**
   * What is not exactly as before: differences of schema and data, lost writes, anything of ours.
   *
   * @param exported whether a run was there, whose journal must be in a file
   */
  public List<String> notAsBefore(boolean exported) {
    clients.settle();
    soak(100);
    traffic.pause();
    List<String> found = new ArrayList<>(left());
    found.addAll(emptyKept());
    found.addAll(stage.differences(traffic));
    LedgerCounts counts = traffic.ledger();
    if (counts.unknown() > 0) {
      found.add(counts.unknown() + " writes of unknown outcome");
    }
    if (exported && journals().isEmpty()) {
      found.add("the journal was not exported");
    }
    traffic.resume();
    return found;
  }

  /** The files that exported journals are in. */
  public List<Path> journals() {
    try (Stream<Path> files = Files.list(exports)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server process outlives the death of its client for a moment. */
  private List<String> left() {
    List<String> left = List.of();
    try (Session session = Session.open(live, "test look")) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      do {
        left = session.query(LEFT, row -> row.text(1));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left.isEmpty() ? 0 : 20));
      } while (!left.isEmpty() && System.nanoTime() < deadline);
    }
    return left;
  }

  private List<String> emptyKept() {
    List<String> found = new ArrayList<>();
    try (Session session = Session.open(live, "test look")) {
      boolean there = session.scalar("SELECT to_regnamespace('ripcord_kept')") != null;
      List<String> tables = session.query(KEPT, row -> row.text(1));
      if (there && tables.isEmpty()) {
        found.add("an empty schema ripcord_kept");
      }
      for (String table : tables) {
        if ("0".equals(session.scalar("SELECT count(*) FROM ripcord_kept." + table))) {
          found.add("an empty table ripcord_kept." + table);
        }
      }
    }
    return found;
  }

  /** Whether a step of this phase begins, or of what else this is the beginning of. */
  static boolean at(RunEvent event, String unit) {
    return event instanceof RunEvent.StepStarted step && step.unit().startsWith(unit);
  }

  /** Fails unless everything is exactly as before. */
  void assertAsBefore(String when) {
    assertThat(notAsBefore(true)).as(when).isEmpty();
  }

  @Override
  public void close() {
    clients.close();
    traffic.close();
    LiveServers.drop(live);
    LiveServers.drop(control);
    try (Stream<Path> files = Files.walk(exports)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
