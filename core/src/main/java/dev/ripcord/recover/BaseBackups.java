package dev.ripcord.recover;

import dev.ripcord.postgres.Program;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Base backups in a folder, one folder each, with a folder into which the server archives its log.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgbasebackup.html">pg_basebackup</a>
 */
final class BaseBackups implements Provider.Physical {
  private final Path location;
  private final Path archive;
  private final Path space;
  private final Duration maximumAge;
  private final Site site;

  BaseBackups(Path location, Path archive, Path space, Duration maximumAge, Site site) {
    this.location = location;
    this.archive = archive;
    this.space = space;
    this.maximumAge = maximumAge;
    this.site = site;
  }

  @Override
  public String name() {
    return "basebackup";
  }

  @Override
  public Path space() {
    return space;
  }

  @Override
  public Optional<Account> account() {
    return Account.owning(archive);
  }

  @Override
  public List<Backup> backups() {
    return all().stream().map(ClusterFiles::backup).toList();
  }

  @Override
  public List<Backup> backups(Session live) {
    return of(Cluster.of(live)).stream().map(ClusterFiles::backup).toList();
  }

  private List<ClusterFiles> of(Cluster cluster) {
    return all().stream()
        .filter(each -> each.systemIdentifier().equals(cluster.systemIdentifier()))
        .toList();
  }

  private List<ClusterFiles> all() {
    if (!Files.isDirectory(location)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(location)) {
      return folders
          .filter(Labels::finished)
          .filter(Files::isDirectory)
          .flatMap(folder -> ClusterFiles.read(folder).stream())
          .sorted(Comparator.comparing(ClusterFiles::taken))
          .toList();
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the folder " + location + " cannot be read: " + e, e);
    }
  }

  @Override
  public Inspection inspect(Session live, Instant now) {
    return new BaseBackupInspection(this, site, live, now).made();
  }

  Path location() {
    return location;
  }

  Path archive() {
    return archive;
  }

  Duration maximumAge() {
    return maximumAge;
  }

  /** The newest of this cluster; of another's if there is none of it. */
  Optional<ClusterFiles> newest(Cluster cluster) {
    return of(cluster).stream()
        .reduce((first, second) -> second)
        .or(() -> all().stream().reduce((first, second) -> second));
  }

  @Override
  public Backup take(Session live, Runnable meanwhile) {
    Cluster cluster = Cluster.of(live);
    try (Labels.Place place = Labels.open(location, "", site.clock(), account())) {
      Program.Ended ended =
          Account.as(
                  account(),
                  site.programs()
                      .client("pg_basebackup", cluster.major(), site.url(), site.longest())
                      .with(
                          "--pgdata=" + place.unfinished(),
                          "--format=plain",
                          "--wal-method=stream",
                          "--checkpoint=fast",
                          "--label=ripcord " + place.label(),
                          "--no-password"))
              .run(Optional.of(location), meanwhile);
      if (!ended.well()) {
        throw failed("pg_basebackup", ended);
      }
      verify(place.unfinished(), cluster.major(), meanwhile);
      return ClusterFiles.read(place.finish())
          .map(ClusterFiles::backup)
          .orElseThrow(
              () ->
                  new RipcordException(
                      ProblemCode.ENVIRONMENT,
                      "the backup " + place.label() + " cannot be read after it was taken"));
    }
  }

  /** Compares each file with the manifest, by its checksum. */
  private void verify(Path folder, int major, Runnable meanwhile, String... how) {
    Program.Ended ended =
        Account.as(
                account(),
                Program.of(
                        site.longest(), site.programs().path("pg_verifybackup", major).toString())
                    .with("--exit-on-error", "--no-parse-wal")
                    .with(how)
                    .with(folder.toString()))
            .run(Optional.empty(), meanwhile);
    if (!ended.well()) {
      throw failed("pg_verifybackup", ended);
    }
  }

  /** Why it is not whole, by names and sizes of files; empty if it is. */
  Optional<String> flaw(ClusterFiles backup) {
    try {
      verify(backup.folder(), backup.major(), () -> {}, "--skip-checksums");
      return Optional.empty();
    } catch (RipcordException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void files(Backup backup, Path data) {
    ClusterFiles from =
        ClusterFiles.read(location.resolve(backup.label()))
            .orElseThrow(
                () ->
                    new RipcordException(
                        ProblemCode.ENVIRONMENT,
                        "there is no base backup " + backup.label() + " in " + location));
    Program.Ended ended =
        Account.as(
                account(),
                Program.of(site.longest(), "cp", "-a", from.folder().toString(), data.toString()))
            .run();
    try {
      if (!ended.well()) {
        throw failed("cp", ended);
      }
      verify(data, from.major(), () -> {});
      ClusterFiles.neutral(data);
    } catch (RipcordException e) {
      ClusterFiles.remove(data);
      throw e;
    }
  }

  /**
   * A segment that is still being copied into the archive is shorter than its header says, and not
   * there yet: the server would take it and stop.
   */
  @Override
  public String restoreCommand() {
    String file = ByHand.withoutPercent(ByHand.quoted(archive.toString())) + "/%f";
    return "test -f "
        + file
        + " && case %f in *.history) : ;; *) test $(wc -c < "
        + file
        + ") -eq $(od -A n -t u4 -j 32 -N 4 "
        + file
        + ") ;; esac && cp "
        + file
        + " \"%p\"";
  }

  @Override
  public List<String> commands(Backup backup, Target target, Path into) {
    Path folder = location.resolve(backup.label());
    int major = ClusterFiles.read(folder).map(ClusterFiles::major).orElse(0);
    Path verify = site.programs().path("pg_verifybackup", major);
    String quoted = ByHand.quoted(into.toString());
    return ByHand.commands(
        List.of(
            "cp -a " + ByHand.quoted(folder.toString()) + " " + quoted,
            verify + " --no-parse-wal " + quoted),
        restoreCommand(),
        target,
        into,
        verify.resolveSibling("."));
  }

  private static RipcordException failed(String program, Program.Ended ended) {
    return new RipcordException(ProblemCode.ENVIRONMENT, program + " failed: " + ended.why());
  }
}
