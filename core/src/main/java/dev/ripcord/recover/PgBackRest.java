package dev.ripcord.recover;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.Program;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;

/**
 * A stanza of pgBackRest, which brings its own archive.
 *
 * @see <a href="https://pgbackrest.org/command.html">Command Reference</a>
 */
final class PgBackRest implements Provider.Physical {
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(300);

  /** What may be in the name of a segment in the repository after its own: a checksum. */
  private static final int SEGMENT = 24;

  private final String stanza;
  private final Optional<Path> config;
  private final Path space;
  private final Duration maximumAge;
  private final Site site;

  PgBackRest(String stanza, Optional<Path> config, Path space, Duration maximumAge, Site site) {
    this.stanza = stanza;
    this.config = config;
    this.space = space;
    this.maximumAge = maximumAge;
    this.site = site;
  }

  @Override
  public String name() {
    return "pgbackrest";
  }

  @Override
  public Path space() {
    return space;
  }

  String stanza() {
    return stanza;
  }

  Duration maximumAge() {
    return maximumAge;
  }

  @Override
  public Optional<Account> account() {
    return Account.owning(PgBackRestConfig.repository(config));
  }

  @Override
  public List<Backup> backups() {
    return info().sets().stream().map(Stanza.Set::backup).toList();
  }

  @Override
  public Inspection inspect(Session live, Instant now) {
    return new PgBackRestInspection(this, site, live, now).made();
  }

  /**
   * Where it is.
   *
   * @throws RipcordException if it is not installed
   */
  Path program() {
    return site.programs()
        .other("pgbackrest")
        .orElseThrow(
            () ->
                new RipcordException(
                    ProblemCode.ENVIRONMENT,
                    "pgbackrest was not found: install it (Debian: pgbackrest)"));
  }

  private Program program(Duration atMost) {
    Program program = Program.of(atMost, program().toString());
    return Account.as(
        account(),
        config
            .map(file -> program.with("--config=" + file))
            .orElse(program)
            // a log of its own could not be written by everybody who runs this
            .with("--stanza=" + stanza, "--log-level-file=off", "--log-level-console=warn"));
  }

  /**
   * What it says of the stanza.
   *
   * @throws RipcordException if it says nothing
   */
  Stanza info() {
    Program.Ended ended = program(ANSWER).with("info", "--output=json").run();
    if (!ended.well()) {
      throw failed("info", ended);
    }
    try {
      return Stanza.read(ended.output(), stanza);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "what pgbackrest info prints cannot be read: " + e.getMessage(),
          e);
    }
  }

  /** The names of what is in a folder of the repository; empty if there is no such folder. */
  private Set<String> names(String folder, long repository, String... how) {
    Program.Ended ended =
        program(ANSWER)
            .with("repo-ls", folder, "--output=json", "--repo=" + repository)
            .with(how)
            .run();
    if (!ended.well()) {
      throw failed("repo-ls", ended);
    }
    Set<String> names = new TreeSet<>();
    CanonicalJson.read(ended.output()).propertyNames().forEach(names::add);
    return names;
  }

  /** The first backup of the chain that is not there any more; empty if all are. */
  Optional<String> missing(Stanza.Set set) {
    return set.backup().chain().stream()
        .filter(
            label ->
                !names("backup/" + stanza + "/" + label, set.repository())
                    .contains("backup.manifest"))
        .findFirst();
  }

  /** The first segment since the backup that is not in the archive; empty if all are. */
  Optional<String> gap(Stanza.Set set, String archive, WalFile last, long segmentSize) {
    WalFile first = WalFile.parse(set.first(), segmentSize).orElse(last);
    Set<Long> there = new TreeSet<>();
    for (String path : names("archive/" + stanza + "/" + archive, set.repository(), "--recurse")) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      // what comes after a dash is a checksum; a history of a backup has a dot instead
      if (name.length() > SEGMENT && name.charAt(SEGMENT) == '-') {
        WalFile.parse(name.substring(0, SEGMENT), segmentSize)
            .filter(wal -> wal.timeline() >= first.timeline() && wal.timeline() <= last.timeline())
            .ifPresent(wal -> there.add(wal.number()));
      }
    }
    for (long number = first.number(); number <= last.number(); number++) {
      if (!there.contains(number)) {
        return Optional.of(new WalFile(first.timeline(), number).name(segmentSize));
      }
    }
    return Optional.empty();
  }

  @Override
  public Backup take(Session live, Runnable meanwhile) {
    Stanza before = waited(meanwhile);
    boolean chained =
        before.sets().stream()
            .filter(Stanza.Set::full)
            .reduce((first, second) -> second)
            .filter(full -> !full.damaged() && missing(full).isEmpty())
            .isPresent();
    Program.Ended ended =
        program(site.longest())
            .with("backup", "--type=" + (chained ? "diff" : "full"), "--start-fast")
            .run(Optional.empty(), meanwhile);
    if (!ended.well()) {
      throw failed("backup", ended);
    }
    return info().sets().stream()
        .map(Stanza.Set::backup)
        .reduce((first, second) -> second)
        .filter(newest -> before.sets().stream().noneMatch(set -> set.backup().equals(newest)))
        .orElseThrow(
            () ->
                new RipcordException(
                    ProblemCode.ENVIRONMENT,
                    "pgbackrest took a backup, but info does not show it"));
  }

  /** One that is being taken, maybe by who died before us, is waited for. */
  private Stanza waited(Runnable meanwhile) {
    long began = System.nanoTime();
    while (true) {
      Stanza now = info();
      if (!now.busy() || System.nanoTime() - began > site.longest().toNanos()) {
        return now;
      }
      meanwhile.run();
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void files(Backup backup, Path data) {
    Path locks = data.resolveSibling(data.getFileName() + ".locks");
    Program program =
        program(site.longest()).with(restore(backup, data)).with("--lock-path=" + locks);
    try {
      Program.Ended ended = program.run();
      if (!ended.well()) {
        throw failed("restore", ended);
      }
      ClusterFiles.neutral(data);
    } catch (RipcordException e) {
      ClusterFiles.remove(data);
      throw e;
    } finally {
      ClusterFiles.remove(locks);
    }
  }

  /** Without any setting of how to recover, and with tablespaces beside the cluster. */
  private String[] restore(Backup backup, Path data) {
    return new String[] {
      "restore",
      "--set=" + backup.label(),
      "--type=none",
      "--pg1-path=" + data,
      "--tablespace-map-all=" + data + ".tablespaces"
    };
  }

  /** The server runs it in the folder of its cluster. */
  @Override
  public String restoreCommand() {
    return ByHand.withoutPercent(words())
        + " --pg1-path=\"$PWD\" --no-archive-async --log-level-file=off archive-get %f \"%p\"";
  }

  private String words() {
    return ByHand.quoted(program().toString())
        + config.map(file -> " " + ByHand.quoted("--config=" + file)).orElse("")
        + " --stanza="
        + stanza;
  }

  @Override
  public List<String> commands(Backup backup, Target target, Path into) {
    String restore =
        String.join(" ", List.of(restore(backup, into)).stream().map(ByHand::quoted).toList());
    return ByHand.commands(
        List.of(words() + " " + restore),
        restoreCommand(),
        target,
        into,
        site.programs().path("pg_ctl", major()).resolveSibling("."));
  }

  /** As the archive's name begins, such as {@code 15-1}; 0 if there is none. */
  private int major() {
    return info().archive().map(id -> Integer.parseInt(id.replaceFirst("[.-].*", ""))).orElse(0);
  }

  private static RipcordException failed(String command, Program.Ended ended) {
    return new RipcordException(
        ProblemCode.ENVIRONMENT, "pgbackrest " + command + " failed: " + ended.why());
  }
}
