package dev.ripcord.benchmarks;

import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.ServerProcess;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.Backup;
import dev.ripcord.recover.Beside;
import dev.ripcord.recover.Provider;
import dev.ripcord.recover.Providers;
import dev.ripcord.recover.RecoveryProjection;
import dev.ripcord.recover.RestorePoint;
import dev.ripcord.recover.Restored;
import dev.ripcord.recover.Site;
import dev.ripcord.recover.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Restores of clusters of three sizes, each with a log to replay that grows with it; the third is
 * projected from the first two.
 */
record RecoveryTimes() implements Benchmark {
  private static final int[] ROWS = {1_000_000, 3_000_000, 8_000_000};
  private static final int ROUNDS = 3;

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Optional<String> note() {
    return Optional.of(
        """
        Recovery: a base backup is copied, verified by its checksums, started, and replays the archived log to a
        restore point, until it answers; the median of three. A tenth of the rows was updated since the backup. The
        projection is that of the runbook: a fixed part and a part per byte, for each stage.
        """);
  }

  @Override
  public List<Result> measure() throws Exception {
    List<Restored.Measured> measured = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    for (int rows : ROWS) {
      Restored.Measured each = measure(rows);
      measured.add(each);
      results.add(
          Result.plain(
              String.format(
                  Locale.ROOT,
                  "recovery of %.2f GB and %.2f GB of log",
                  each.size() / 1e9,
                  each.wal() / 1e9),
              seconds(each.total())));
      results.add(Result.plain("… of which files", seconds(each.files())));
      results.add(Result.plain("… of which replay", seconds(each.replay())));
    }
    Restored.Measured third = measured.removeLast();
    double projected = seconds(RecoveryProjection.to(measured, third.size(), third.wal()));
    results.add(Result.plain("… the third as projected from the first two", projected));
    double error = Math.abs(projected / seconds(third.total()) - 1);
    results.add(Result.ratio("error of the projection : recovery", error, 1, Result.atMost(0.25)));
    return results;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Restored.Measured measure(int rows) throws Exception {
    Path folder = Files.createTempDirectory("ripcord-benchmark-");
    Path archive = Files.createDirectory(folder.resolve("archive"));
    Path backups = Files.createDirectory(folder.resolve("backups"));
    ScratchOptions options =
        ScratchOptions.defaults()
            .withMajor(Installed.newest())
            .withSetting("full_page_writes", "on")
            .withSetting("archive_mode", "on")
            .withSetting("archive_command", "cp %p " + archive + "/%f");
    try (ServerProcess server = ScratchServer.start(options);
        Session live = Session.open(server.url(), "benchmark")) {
      BigTable.create(server.url(), rows);
      Provider provider = provider(server.url(), backups, archive);
      Backup backup = provider.take(live, () -> {});
      live.execute("UPDATE big SET amount = amount + 1 WHERE id % 10 = 0");
      RestorePoint point = RestorePoint.create(live, "point").archived(live);
      awaitSegment(archive.resolve(point.segment()));
      List<Restored.Measured> rounds = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        rounds.add(restore(provider, backup, Beside.of(live, server.url())));
      }
      rounds.sort(Comparator.comparing(Restored.Measured::total));
      return rounds.get(ROUNDS / 2);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Provider provider(DatabaseUrl url, Path backups, Path archive) {
    Recovery recovery =
        new Recovery(
            Optional.of(Recovery.Provider.BASEBACKUP),
            Optional.of(backups.toString()),
            Optional.empty(),
            Optional.of(archive.toString()),
            Duration.ofDays(1),
            Recovery.Take.IF_NEEDED,
            Optional.of(backups.resolveSibling("space").toString()),
            Duration.ofDays(1),
            List.of());
    return Providers.of(recovery, Site.here(url, Clock.systemUTC())).orElseThrow();
  }

  private static void awaitSegment(Path segment) throws InterruptedException {
    while (!Files.exists(segment)) {
      Thread.sleep(100);
    }
  }

  private static Restored.Measured restore(Provider provider, Backup backup, Beside beside) {
    Restored.Outcome outcome = Restored.of(provider, backup, new Target.Point("point"), beside);
    if (!(outcome instanceof Restored.Outcome.There there)) {
      throw new IllegalStateException("not restored: " + outcome);
    }
    try (Restored restored = there.restored()) {
      return restored.measured();
    }
  }
}
