package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
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
 * Dumps of one database in a folder, one folder each.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgdump.html">pg_dump</a>
 */
final class Dumps implements Provider.Logical {
  private final Path location;
  private final Path space;
  private final Duration maximumAge;
  private final Site site;

  Dumps(Path location, Path space, Duration maximumAge, Site site) {
    this.location = location;
    this.space = space;
    this.maximumAge = maximumAge;
    this.site = site;
  }

  @Override
  public String name() {
    return "pg_dump";
  }

  @Override
  public Path space() {
    return space;
  }

  Path location() {
    return location;
  }

  Duration maximumAge() {
    return maximumAge;
  }

  @Override
  public List<Backup> backups() {
    return all().stream().map(DumpFiles::backup).toList();
  }

  @Override
  public List<Backup> backups(Session live) {
    return of(Cluster.of(live)).stream().map(DumpFiles::backup).toList();
  }

  private List<DumpFiles> of(Cluster cluster) {
    String system = String.valueOf(cluster.systemIdentifier());
    return all().stream().filter(dump -> dump.systemIdentifier().equals(system)).toList();
  }

  /** The newest of this cluster; of another's if there is none of it. */
  Optional<DumpFiles> newest(Cluster cluster) {
    return of(cluster).stream()
        .reduce((first, second) -> second)
        .or(() -> all().stream().reduce((first, second) -> second));
  }

  /** Those of a database of this name, oldest first. */
  private List<DumpFiles> all() {
    if (!Files.isDirectory(location)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(location)) {
      return folders
          .filter(Labels::finished)
          .flatMap(folder -> DumpFiles.read(folder).stream())
          .filter(dump -> dump.database().equals(site.url().database()))
          .sorted(Comparator.comparing(DumpFiles::taken))
          .toList();
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the folder " + location + " cannot be read: " + e, e);
    }
  }

  @Override
  public Inspection inspect(Session live, Instant now) {
    return new DumpInspection(this, site, live, now).made();
  }

  @Override
  public Backup take(Session live, Runnable meanwhile) {
    Cluster cluster = Cluster.of(live);
    String database = site.url().database();
    String prefix = database.replaceAll("[^A-Za-z0-9_]", "_") + "-";
    try (Labels.Place place = Labels.open(location, prefix, site.clock(), Optional.empty())) {
      Instant began = site.clock().instant();
      Program.Ended ended =
          site.programs()
              .client("pg_dump", cluster.major(), site.url(), site.longest())
              .with(
                  "--format=directory",
                  "--file=" + place.unfinished(),
                  "--exclude-schema=ripcord",
                  "--exclude-schema=ripcord_kept",
                  "--lock-wait-timeout=30s",
                  "--no-password")
              .run(Optional.of(location), meanwhile);
      if (!ended.well()) {
        throw failed("pg_dump", ended);
      }
      list(place.unfinished(), cluster.major());
      // what is in it is what was there when it began
      DumpFiles.write(place.unfinished(), began, database, cluster);
      return DumpFiles.read(place.finish())
          .map(DumpFiles::backup)
          .orElseThrow(
              () ->
                  new RipcordException(
                      ProblemCode.ENVIRONMENT,
                      "the dump " + place.label() + " cannot be read after it was taken"));
    }
  }

  /** Whether its table of contents can be read. */
  private void list(Path folder, int major) {
    Program.Ended ended =
        Program.of(site.longest(), site.programs().path("pg_restore", major).toString())
            .with("--list", folder.toString())
            .run();
    if (!ended.well()) {
      throw failed("pg_restore", ended);
    }
  }

  /** Why it is not whole; empty if it is. */
  Optional<String> flaw(DumpFiles dump) {
    Optional<String> flaw = dump.flaw();
    if (flaw.isPresent()) {
      return flaw;
    }
    try {
      list(dump.folder(), dump.major());
      return Optional.empty();
    } catch (RipcordException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void load(Backup backup, DatabaseUrl empty) {
    DumpFiles dump = found(backup);
    Program.Ended ended =
        site.programs()
            .client("pg_restore", dump.major(), empty, site.longest())
            .with(
                "--exit-on-error",
                "--jobs=2",
                // it would begin to receive what the live one's does
                "--no-subscriptions",
                "--no-password",
                "--dbname=" + empty.database(),
                dump.folder().toString())
            .run();
    if (!ended.well()) {
      throw failed("pg_restore", ended);
    }
  }

  private DumpFiles found(Backup backup) {
    return DumpFiles.read(location.resolve(backup.label()))
        .orElseThrow(
            () ->
                new RipcordException(
                    ProblemCode.ENVIRONMENT,
                    "there is no dump " + backup.label() + " in " + location));
  }

  /** The target is not asked for: a dump goes to its own moment only. */
  @Override
  public List<String> commands(Backup backup, Target target, Path into) {
    DumpFiles dump = found(backup);
    DatabaseUrl url = site.url();
    String where =
        " --host="
            + ByHand.quoted(url.host())
            + " --port="
            + url.port()
            + " --username="
            + ByHand.quoted(url.user());
    Path restore = site.programs().path("pg_restore", dump.major());
    return List.of(
        restore.resolveSibling("createdb") + where + " --template=template0 ripcord_restored",
        restore
            + where
            + " --exit-on-error --jobs=2 --no-subscriptions --dbname=ripcord_restored "
            + ByHand.quoted(dump.folder().toString()));
  }

  private static RipcordException failed(String program, Program.Ended ended) {
    return new RipcordException(ProblemCode.ENVIRONMENT, program + " failed: " + ended.why());
  }
}
