package dev.ripcord.rehearse;

import dev.ripcord.migration.Migration;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.LiveCopy;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The start of a rehearsal on a copy of a live database. */
final class LiveStart {
  private LiveStart() {}

  static Stage.Start copied(
      Migration migration,
      Origin.Database origin,
      RehearsalOptions options,
      Conduct conduct,
      ScratchDatabases databases,
      Progress progress) {
    LiveCopy.Copied copied =
        LiveCopy.of(
            origin.url(),
            databases,
            new LiveCopy.Wanted(options.rows(), options.seed(), LiveCopy.Patience.USUAL),
            watcher(migration, conduct, origin.url(), progress));
    copied.notes().forEach(note -> progress.event(new Progress.Started(note, 0)));
    Map<String, Proof.LiveTable> tables = new TreeMap<>();
    for (Snapshot.Table table : copied.live().tables()) {
      tables.put(table.name().quoted(), new Proof.LiveTable(table.estimatedRows(), table.bytes()));
    }
    Snapshot before = copied.live();
    if (major(databases.version()) != major(copied.serverVersion())) {
      progress.event(
          new Progress.Started(
              "rehearsing on PostgreSQL %s, because %d, which the live server has, is not here"
                  .formatted(databases.version(), major(copied.serverVersion())),
              0));
      before = onAnotherVersion(copied);
    }
    try (Session session = Session.open(copied.database(), Stage.APPLICATION)) {
      Plan unused = Fitting.plan(migration, before, session, conduct.planner());
    }
    return new Stage.Start(
        copied.database(),
        Optional.of(before),
        Optional.of(new Proof.Live(copied.serverVersion(), tables)));
  }

  private static LiveCopy.Watcher watcher(
      Migration migration, Conduct conduct, DatabaseUrl url, Progress progress) {
    return new LiveCopy.Watcher() {
      @Override
      public void judge(Snapshot live) {
        Stage.refuseNothing(migration, plan(migration, conduct, url, live));
      }

      @Override
      public void begins(String what) {
        progress.event(new Progress.Started(what, 0));
      }
    };
  }

  /** The copying session may write nothing, not even what is rolled back. */
  private static Plan plan(Migration migration, Conduct conduct, DatabaseUrl url, Snapshot live) {
    try (Session session = Session.open(url, Stage.APPLICATION)) {
      session.execute("SET lock_timeout = '3s'");
      return conduct.planner().plan(migration, live, new ServerPrinter(session));
    }
  }

  /** A plan for the server that it is rehearsed on, with the tables as large as they are live. */
  private static Snapshot onAnotherVersion(LiveCopy.Copied copied) {
    try (Session session = Session.open(copied.database(), Stage.APPLICATION)) {
      Snapshot here = CatalogReader.snapshot(session);
      List<Snapshot.Table> tables =
          here.tables().stream()
              .map(table -> copied.live().table(table.name()).map(table::sized).orElse(table))
              .toList();
      return here.withTables(tables);
    }
  }

  /** The embedded server that fits best: of the live server's major version where there is one. */
  static ScratchOptions fitting(DatabaseUrl live) {
    return ScratchOptions.defaults()
        .withMajor(fitting(LiveCopy.major(live), ScratchServer.majors()));
  }

  /** The same, else the next newer, else the newest. */
  static int fitting(int wanted, Set<Integer> majors) {
    TreeSet<Integer> there = new TreeSet<>(majors);
    Integer next = there.ceiling(wanted);
    return next != null ? next : there.isEmpty() ? wanted : there.last();
  }

  private static int major(String version) {
    return Integer.parseInt(version.split("[^0-9]", 2)[0]);
  }
}
