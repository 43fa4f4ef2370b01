package dev.ripcord.rehearse;

import dev.ripcord.migration.Migration;
import dev.ripcord.plan.EnumTypes;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.workload.RowOptions;
import dev.ripcord.workload.Rows;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a rehearsal is played on: the database that is migrated, and beside it the control database,
 * which starts the same, never sees the migration, and gets every acknowledged write.
 *
 * @param conduct how it is rehearsed
 * @param start the schema of both at the start
 * @param rows per table at the start
 */
record Stage(
    Plan plan,
    Conduct conduct,
    DatabaseUrl tested,
    DatabaseUrl control,
    SchemaFingerprint start,
    Map<String, Long> rows) {
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
    DatabaseUrl control = databases.create("control");
    Plan plan;
    Map<String, Long> rows = new TreeMap<>();
    try (Session session = Session.open(control, APPLICATION)) {
      progress.event(new Progress.Started("loading the schema", 0));
      SchemaFile.load(migration, options.schemaFile(), session);
      Snapshot empty = CatalogReader.snapshot(session);
      // a migration that does not fit is refused before rows are made for it
      if (conduct.planner().apply(migration, empty).nothingToDo()) {
        throw new RipcordException(
            ProblemCode.REFUSED,
            "nothing to rehearse: every change of '"
                + migration.name()
                + "' is in the schema already");
      }
      progress.event(
          new Progress.Started(
              "generating "
                  + options.rows()
                  + " rows in each of "
                  + empty.tables().size()
                  + " tables",
              0));
      Rows.generate(
          session, empty, new RowOptions(Math.toIntExact(options.rows()), options.seed()));
      Snapshot before = CatalogReader.snapshot(session);
      plan = conduct.planner().apply(migration, before);
      for (Snapshot.Table table : before.tables()) {
        rows.put(
            table.name().quoted(),
            session
                .query("SELECT count(*) AS n FROM " + table.name().quoted(), row -> row.number("n"))
                .getFirst());
      }
    }
    DatabaseUrl tested = databases.copy("tested", control);
    try (Session session = Session.open(control, APPLICATION)) {
      // there, values of both shapes meet
      EnumTypes.ofNewShape(plan).forEach(session::execute);
    }
    return new Stage(plan, conduct, tested, control, plan.before().fingerprint(), rows);
  }
}
