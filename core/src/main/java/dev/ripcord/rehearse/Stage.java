package dev.ripcord.rehearse;

import dev.ripcord.migration.Migration;
import dev.ripcord.plan.EnumTypes;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Printer;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.workload.RowOptions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a rehearsal is played on: the database that is migrated, and beside it the control database,
 * which starts the same, never sees the migration, and gets every acknowledged write.
 *
 * @param conduct how it is rehearsed
 * @param scratch both at the start; of a copy, the plan is made for the live database instead
 * @param rows per table at the start
 * @param live what they are copies of
 */
record Stage(
    Plan plan,
    Conduct conduct,
    DatabaseUrl tested,
    DatabaseUrl control,
    Snapshot scratch,
    Map<String, Long> rows,
    Optional<Proof.Live> live) {
  static final String APPLICATION = "ripcord rehearsal";

  Stage {
    rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
  }

  static Stage build(
      Migration migration,
      RehearsalOptions options,
      Conduct conduct,
      ScratchDatabases databases,
      Progress progress) {
    Start start =
        switch (options.origin()) {
          case Origin.SchemaFile schema ->
              generated(migration, schema, options, conduct, databases, progress);
          case Origin.Database live ->
              LiveStart.copied(migration, live, options, conduct, databases, progress);
        };
    Map<String, Long> rows = new TreeMap<>();
    Snapshot scratch;
    try (Session session = Session.open(start.control(), APPLICATION)) {
      scratch = CatalogReader.snapshot(session);
      for (Snapshot.Table table : scratch.tables()) {
        rows.put(
            table.name().quoted(),
            session
                .query("SELECT count(*) AS n FROM " + table.name().quoted(), row -> row.number("n"))
                .getFirst());
      }
    }
    Plan plan = conduct.planner().plan(migration, start.before().orElse(scratch), Printer.NONE);
    DatabaseUrl tested = databases.copy("tested", start.control());
    try (Session session = Session.open(start.control(), APPLICATION)) {
      // there, values of both shapes meet
      EnumTypes.ofNewShape(plan).forEach(session::execute);
      Makers.make(migration, session);
    }
    return new Stage(plan, conduct, tested, start.control(), scratch, rows, start.live());
  }

  /**
   * A database to start from.
   *
   * @param before what is planned for, if it is not what the database itself says
   * @param live what it is a copy of
   */
  record Start(DatabaseUrl control, Optional<Snapshot> before, Optional<Proof.Live> live) {}

  private static Start generated(
      Migration migration,
      Origin.SchemaFile schema,
      RehearsalOptions options,
      Conduct conduct,
      ScratchDatabases databases,
      Progress progress) {
    DatabaseUrl control = databases.create("control");
    try (Session session = Session.open(control, APPLICATION)) {
      progress.event(new Progress.Started("loading the schema", 0));
      SchemaFile.load(migration, schema.file(), databases, session);
      Snapshot empty = CatalogReader.snapshot(session);
      // a migration that does not fit is refused before rows are made for it
      Plan plan = Fitting.plan(migration, empty, session, conduct.planner());
      refuseNothing(migration, plan);
      progress.event(
          new Progress.Started(
              "generating "
                  + options.rows()
                  + " rows in each of "
                  + empty.tables().size()
                  + " tables",
              0));
      FittingRows.generate(
          session,
          empty,
          plan.shapes(),
          new RowOptions(Math.toIntExact(options.rows()), options.seed()));
    }
    return new Start(control, Optional.empty(), Optional.empty());
  }

  /**
   * @throws dev.ripcord.problem.InputException if the migration does not fit the schema
   */
  static void refuseNothing(Migration migration, Plan plan) {
    if (plan.nothingToDo()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "nothing to rehearse: every change of '"
              + migration.name()
              + "' is in the schema already");
    }
  }

  /** The schema of both databases at the start. */
  SchemaFingerprint start() {
    return scratch.fingerprint();
  }
}
