package dev.ripcord.recover;

import dev.ripcord.journal.Journal;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Recovers from the backups that a migration names, always beside the live server. */
public final class Recoverer {
  private static final String NAME = "ripcord recover";

  private final Migration migration;
  private final DatabaseUrl url;
  private final Clock clock;
  private final Order order;
  private final Provider provider;

  /**
   * What is wanted.
   *
   * @param to where to; as {@link Target#parse} reads it, or a phase
   * @param journal an exported one; that of the database if absent
   * @param meanwhile is called several times a second; what it throws ends the work
   * @param progress is told what is done, in words
   */
  public record Order(
      Optional<String> to, Optional<Path> journal, Runnable meanwhile, Consumer<String> progress) {}

  /**
   * @throws RipcordException if the migration configures no backup
   */
  public Recoverer(Migration migration, DatabaseUrl url, Clock clock, Order order) {
    this.migration = migration;
    this.url = url;
    this.clock = clock;
    this.order = order;
    Path parent = migration.file().toAbsolutePath().getParent();
    Recovery recovery =
        migration.recovery().under(parent == null ? Path.of("").toAbsolutePath() : parent);
    this.provider =
        Providers.of(recovery, Site.here(url, clock))
            .orElseThrow(
                () ->
                    new RipcordException(
                        ProblemCode.REFUSED,
                        "no backup is configured: give recovery a provider and a location"));
  }

  /**
   * Restores, compares with the live database, and removes what was restored.
   *
   * @return what was measured, proven or not
   */
  public RecoveryTime rehearse() {
    Instant begin = clock.instant();
    try (Session live = Session.open(url, NAME)) {
      Points points = points(Optional.of(live));
      order.progress().accept("looking at what there is to recover from");
      Inspection inspection = provider.inspect(live, begin);
      boolean physical = provider instanceof Provider.Physical;
      Points.Moment moment =
          order
              .to()
              .map(points::resolve)
              .orElseGet(
                  () ->
                      physical
                          ? points
                              .newest()
                              .map(Points::moment)
                              .orElse(new Points.Moment(new Target.Latest(), Optional.empty()))
                          : new Points.Moment(new Target.Backup(), Optional.empty()));
      List<Backup> backups = Points.candidates(provider, moment);
      Cluster cluster = Cluster.of(live);
      order.progress().accept(words("restoring", backups.getFirst(), moment.target()));
      Restored.Outcome outcome = Restored.first(provider, backups, moment.target(), beside(live));
      RecoveryComparison comparison = new RecoveryComparison(migration, url);
      boolean same =
          points.settled() && points.newest().map(Points::moment).equals(Optional.of(moment));
      Path into = provider.space().resolve("restored-by-hand");
      long size = physical ? cluster.size() : cluster.databaseSize();
      RecoveryComparison.Frame frame =
          new RecoveryComparison.Frame(begin, provider, size, inspection.refusals(), into, same);
      if (outcome instanceof Restored.Outcome.There there) {
        try (Restored restored = there.restored()) {
          order.progress().accept("comparing with the live database");
          return comparison.made(frame, restored);
        }
      }
      return comparison.failed(frame, (Restored.Outcome.Unreached) outcome);
    }
  }

  /**
   * Restores a whole cluster for people, and leaves it stopped.
   *
   * @param into a folder that is empty or not there
   * @throws RipcordException if it is neither, there is no room, or the moment is not reached
   */
  public WholeCluster into(Path into) {
    if (!(provider instanceof Provider.Physical physical)) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "a dump is of one database, not of a cluster: restore it by hand with\n  "
              + String.join("\n  ", byHand(into)));
    }
    Path place = WholeCluster.place(into);
    Optional<Session> live = reachable();
    try {
      Points.Moment moment = points(live).resolve(to());
      live.ifPresent(this::closed);
      List<Backup> backups = Points.candidates(provider, moment);
      Beside beside =
          live.map(this::beside).orElseGet(() -> Beside.of(url).with(order.meanwhile()));
      order.progress().accept(words("restoring", backups.getFirst(), moment.target()));
      return WholeCluster.restore(physical, backups, moment.target(), beside, place);
    } finally {
      live.ifPresent(Session::close);
    }
  }

  private List<String> byHand(Path into) {
    return provider.backups().isEmpty()
        ? List.of("(there is none)")
        : provider.commands(provider.backups().getLast(), new Target.Backup(), into);
  }

  /**
   * Puts damaged tables back.
   *
   * @param until right after the damage, so that it is known exactly; absent if nobody knows
   * @param dry whether nothing is written
   */
  public TableRecovery tables(List<QualifiedName> tables, Optional<String> until, boolean dry) {
    try (Session live = Session.open(url, NAME)) {
      Points points = points(Optional.of(live));
      Points.Moment from = points.resolve(to());
      Optional<Target> after = until.map(text -> points.resolve(text).target());
      closed(live);
      List<Backup> backups = Points.candidates(provider, from);
      order.progress().accept(words("restoring", backups.getFirst(), from.target()));
      Restored.Outcome outcome = Restored.first(provider, backups, from.target(), beside(live));
      try (Restored restored = required(outcome)) {
        return new TableRecovery.Work(restored, url, live, order.progress())
            .run(tables, after, provider.space(), dry);
      }
    }
  }

  /** What was written last is in the archive only once its segment is closed, which this does. */
  private void closed(Session live) {
    order.progress().accept("looking at what there is to recover from");
    provider
        .inspect(live, clock.instant())
        .refusals()
        .forEach(refusal -> order.progress().accept("but: " + refusal));
  }

  private static String words(String what, Backup backup, Target target) {
    return what + " " + backup.label() + " to " + target.words();
  }

  /** What was wanted, or why it cannot be had. */
  static Restored required(Restored.Outcome outcome) {
    return switch (outcome) {
      case Restored.Outcome.There there -> there.restored();
      case Restored.Outcome.Unreached unreached ->
          throw new RipcordException(
              ProblemCode.REFUSED,
              "%s is not reached from the backup %s: %s"
                  .formatted(
                      unreached.target().words(), unreached.backup().label(), unreached.why()));
    };
  }

  private String to() {
    return order
        .to()
        .orElseThrow(() -> new RipcordException(ProblemCode.INPUT, "where to? give --to POINT"));
  }

  private Beside beside(Session live) {
    return Beside.of(live, url).with(order.meanwhile());
  }

  private Optional<Session> reachable() {
    try {
      return Optional.of(Session.open(url, NAME));
    } catch (DatabaseException e) {
      order.progress().accept("the live server does not answer: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Points points(Optional<Session> live) {
    return order
        .journal()
        .map(file -> Points.of(new JournalFile(file).read()))
        .or(() -> live.map(session -> Points.of(Journal.read(session))))
        .orElseGet(() -> new Points(List.of(), false));
  }
}
