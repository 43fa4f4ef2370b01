package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.RestoredServer;
import dev.ripcord.postgres.RestoredServer.As;
import dev.ripcord.postgres.RestoredServer.Programs;
import dev.ripcord.postgres.RestoredServer.State;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole cluster that stands in recovery at its target, and can be read. Nothing of the live
 * server's settings is in force: it archives nothing, follows nobody and listens on no network.
 */
public final class RestoredCluster implements Restored {
  /** Below the provider's folder for restores. */
  private static final String HOME = "ripcord-restored";

  /** Beside the files of the backup: the log that is fetched, and what replaying it adds. */
  private static final long SPARE = 256L * 1024 * 1024;

  private static final int RESTARTS = 5;

  private static final Pattern STOP =
      Pattern.compile(
          "recovery stopping (?:before|after|at) [^\n]*|consistent recovery state"
              + " reached at [^\n]*");

  private final RestoredServer server;
  private final Provider.Physical provider;
  private final Backup backup;
  private final Beside beside;
  private final RestoredFiles files;
  private final Map<String, String> least;
  private Target target;
  private Measured measured;
  private String superuser;
  private String stop = "";
  private boolean promoted;

  private RestoredCluster(
      RestoredServer server, Provider.Physical provider, Backup backup, Beside beside) {
    long begin = System.nanoTime();
    this.server = server;
    this.provider = provider;
    this.backup = backup;
    this.beside = beside;
    this.target = new Target.Backup();
    this.superuser = beside.superusers().getFirst();
    provider.files(backup, server.data());
    server.adopt();
    this.files = RestoredFiles.of(server.data(), server.as());
    Duration brought = Duration.ofNanos(System.nanoTime() - begin);
    this.least = ControlData.least(server.data(), files.programs(), server.as());
    this.measured = new Measured(files.size(), 0, brought, Duration.ZERO, Duration.ZERO);
  }

  static Outcome of(Provider.Physical provider, Backup backup, Target target, Beside beside) {
    Path home = beside.home().orElseGet(() -> provider.space().resolve(HOME));
    if (target instanceof Target.Time time && time.at().isBefore(backup.taken())) {
      // the server would stop at the first commit after the backup without a word
      return new Outcome.Unreached(
          backup, target, backup.label() + " is of " + backup.taken() + ", which is later", true);
    }
    requireSpace(home, backup, beside);
    As as =
        provider
            .account()
            .map(it -> new As(it.prefix(), it.user(), it.group(), true))
            .orElseGet(As::here);
    RestoredServer server = RestoredServer.in(home, as);
    try {
      RestoredCluster cluster = new RestoredCluster(server, provider, backup, beside);
      Outcome outcome = cluster.go(target);
      if (outcome instanceof Outcome.Unreached) {
        server.close();
      }
      return outcome;
    } catch (RuntimeException | Error e) {
      try {
        server.close();
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static void requireSpace(Path home, Backup backup, Beside beside) {
    long needed = backup.size() + SPARE;
    Optional<Long> free = beside.space().in(home);
    if (free.filter(there -> there < needed).isPresent()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "too little space to restore %s: %s has %,d MB free, %,d are needed; give recovery a space"
                  .formatted(backup.label(), home, free.get() >> 20, needed >> 20)
              + " with more");
    }
  }

  private Outcome go(Target to) {
    long begin = System.nanoTime();
    target = to;
    Optional<String> failure = start(to);
    if (failure.isPresent()) {
      String log = server.log();
      boolean older =
          log.contains("recovery ended before configured recovery target was reached")
              || log.contains("requested recovery stop point is before consistent recovery point");
      return new Outcome.Unreached(backup, to, failure.get(), older);
    }
    long there = System.nanoTime();
    String reached = ask();
    if (to instanceof Target.Position position
        && RestoredFiles.position(position.lsn()) < RestoredFiles.position(reached)) {
      return new Outcome.Unreached(
          backup, to, "what was restored stands later, at " + reached, true);
    }
    promoted = to instanceof Target.Latest;
    measured =
        new Measured(
            measured.size(),
            files.from() == 0 ? 0 : RestoredFiles.position(reached) - files.from(),
            measured.files(),
            measured.replay().plusNanos(there - begin),
            measured.answer().plusNanos(System.nanoTime() - there));
    return new Outcome.There(this);
  }

  /** Starts the server and waits until it stands there; why not, otherwise. */
  private Optional<String> start(Target to) {
    for (int starts = 1; ; starts++) {
      try {
        Path signal = server.data().resolve("recovery.signal");
        if (!Files.exists(signal)) {
          Path unused = Files.createFile(signal);
        }
        server.adopt();
      } catch (IOException e) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT, "the restored cluster cannot be prepared: " + e, e);
      }
      server.start(files.programs(), settings(to));
      Optional<String> failure = await(to);
      boolean low = failure.isPresent() && ControlData.raise(least, server.log());
      if (!low || starts == RESTARTS) {
        return failure;
      }
      server.stop();
    }
  }

  private Map<String, String> settings(Target to) {
    Map<String, String> all = new TreeMap<>(safe(least));
    all.put("restore_command", provider.restoreCommand());
    all.put("hot_standby", "on");
    all.put("recovery_target_timeline", "latest");
    all.put("recovery_target_action", "pause");
    all.put("autovacuum", "off");
    all.put("cluster_name", "ripcord restored");
    all.putAll(StopSettings.of(to));
    return all;
  }

  /** What keeps a copy of a cluster from acting for the live one: archives, slots, workers. */
  static Map<String, String> safe(Map<String, String> least) {
    Map<String, String> all = new TreeMap<>(least);
    all.put("archive_mode", "off");
    all.put("wal_level", "replica");
    all.put("shared_preload_libraries", "");
    all.put("max_logical_replication_workers", "0");
    all.put("huge_pages", "off");
    return all;
  }

  private Optional<String> await(Target to) {
    while (true) {
      State state = server.state();
      String log = server.log();
      if (state == State.ENDED || log.contains("insufficient parameter settings")) {
        return Optional.of(why(log));
      }
      boolean there =
          to instanceof Target.Latest
              ? log.contains("database system is ready to accept connections")
              : log.contains("pausing at the end of recovery");
      if (state == State.ANSWERS && there) {
        Matcher matcher = STOP.matcher(log);
        while (matcher.find()) {
          stop = matcher.group();
        }
        return Optional.empty();
      }
      beside.meanwhile().run();
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new RipcordException(
            ProblemCode.STOPPED, "interrupted while the log was replayed; nothing is left of it");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** The line that says so, with those that explain it; else the end of the log. */
  private static String why(String log) {
    List<String> lines = log.lines().toList();
    List<String> fatal =
        lines.stream()
            .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
            .map(line -> line.replaceFirst("^.*?(FATAL|PANIC): +", ""))
            .toList();
    List<String> last =
        lines.stream()
            .filter(line -> line.contains("last completed transaction"))
            .map(line -> line.replaceFirst("^.*?LOG: +", ""))
            .toList();
    if (fatal.isEmpty() || fatal.getFirst().contains("contains errors")) {
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }
    return fatal.getFirst() + (last.isEmpty() ? "" : " (" + last.getFirst() + ")");
  }

  /** Where it stands, by the first of the names under which it answers. */
  private String ask() {
    DatabaseException refused = null;
    for (String name : beside.superusers()) {
      try (Session session = Session.open(server.url(name, "template1"), "ripcord recover")) {
        superuser = name;
        return String.valueOf(
            session.scalar(
                "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                    + " ELSE pg_current_wal_lsn() END"));
      } catch (DatabaseException e) {
        refused = e;
      }
    }
    throw new RipcordException(
        ProblemCode.ENVIRONMENT,
        "the restored cluster lets none of "
            + String.join(", ", beside.superusers())
            + " in: "
            + (refused == null ? "" : refused.getMessage()));
  }

  @Override
  public Backup backup() {
    return backup;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public Measured measured() {
    return measured;
  }

  @Override
  public String stop() {
    return stop;
  }

  /** The programs that run it. */
  public Programs programs() {
    return files.programs();
  }

  /** Its settings that must not be lower. */
  Map<String, String> least() {
    return Map.copyOf(least);
  }

  RestoredServer server() {
    return server;
  }

  @Override
  public DatabaseUrl url(String database) {
    return server.url(superuser, database);
  }

  @Override
  public Outcome moveOn(Target later) {
    if (promoted) {
      throw new RipcordException(
          ProblemCode.REFUSED, "what was restored goes its own way since " + target.words());
    }
    server.stop();
    return go(later);
  }

  @Override
  public void promote() {
    if (!promoted) {
      try (Session session = Session.open(url("template1"), "ripcord recover")) {
        String done = session.scalar("SELECT pg_promote(true, 3600)");
        if (!"t".equals(done)) {
          throw new RipcordException(
              ProblemCode.ENVIRONMENT, "the restored cluster does not end its recovery");
        }
      }
      promoted = true;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
