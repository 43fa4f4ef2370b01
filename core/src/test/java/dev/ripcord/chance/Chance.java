package dev.ripcord.chance;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Problem;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.rehearse.Fitting;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.SmallRehearsal;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.workload.RowOptions;
import dev.ripcord.workload.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One seed: a schema, rows and a migration by chance. The planner refuses it and touches nothing,
 * or it goes forward to the end and all the way back and pg_dump sees no difference, and a
 * rehearsal under writers and kills proves it as well.
 */
final class Chance {
  private static final int ROWS = 60;

  private final long seed;
  private final RandomSchema schema;
  private final RandomMigration made;
  private final Path file;

  /**
   * @param folder for the files of this seed, where a person finds them afterwards
   */
  Chance(long seed, Path folder) {
    this.seed = seed;
    Dice dice = new Dice(seed);
    this.schema = RandomSchema.of(dice);
    this.made = RandomMigration.of(dice, schema);
    this.file = folder.resolve("seed-" + seed).resolve("migration.yaml");
    try {
      Path unused = Files.createDirectories(folder.resolve("seed-" + seed));
      unused = Files.writeString(file.resolveSibling("schema.sql"), schema.sql());
      unused = Files.writeString(file, made.yaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> kinds() {
    return made.kinds();
  }

  /**
   * @param dumpable a server that the installed pg_dump can dump
   * @param newest where it is rehearsed
   */
  Outcome judge(DatabaseUrl dumpable, DatabaseUrl newest) {
    try {
      Migration migration = MigrationReader.read(file);
      Optional<Outcome> early = thereAndBack(migration, dumpable);
      return early.orElseGet(() -> rehearsed(migration, newest));
    } catch (InputException e) {
      return refused(e);
    }
  }

  /** Without the rehearsal. */
  Outcome walkOnly(DatabaseUrl dumpable) {
    try {
      return thereAndBack(MigrationReader.read(file), dumpable).orElse(new Outcome.Proven());
    } catch (InputException e) {
      return refused(e);
    }
  }

  private static Outcome refused(InputException e) {
    for (Problem problem : e.problems()) {
      if (problem.what().isBlank() || problem.expected().isBlank() || problem.place().line() < 1) {
        return new Outcome.Failed("refused without a reason or a place: " + problem);
      }
    }
    return new Outcome.Refused(e.problems().getFirst().what());
  }

  private Optional<Outcome> thereAndBack(Migration migration, DatabaseUrl server) {
    try (ScratchDatabases databases = ScratchDatabases.external(server)) {
      DatabaseUrl url = databases.create("chance");
      Snapshot before;
      try (Session session = Session.open(url, "chance")) {
        session.execute(schema.sql());
        Rows.generate(session, CatalogReader.snapshot(session), new RowOptions(ROWS, seed));
        before = CatalogReader.snapshot(session);
      } catch (RipcordException e) {
        if (e.code() == ProblemCode.REFUSED) {
          return Optional.of(new Outcome.Unfilled(String.valueOf(e.getMessage())));
        }
        throw e;
      }
      Picture start = Picture.of(url, before.tables());
      Plan plan;
      try (Session session = Session.open(url, "chance")) {
        plan = Fitting.plan(migration, before, session, Planner::plan);
      } catch (InputException e) {
        boolean same = start.differences(Picture.of(url, before.tables())).isEmpty();
        return Optional.of(same ? refused(e) : new Outcome.Failed("touched, though refused: " + e));
      }
      if (plan.nothingToDo()) {
        return Optional.of(new Outcome.Refused("nothing to do"));
      }
      return walk(plan, url, start);
    }
  }

  private static Optional<Outcome> walk(Plan plan, DatabaseUrl url, Picture start) {
    try (Engine engine = Engine.open(plan, url, Clock.systemUTC(), Observer.NONE)) {
      RunOutcome forward = engine.forward(Phase.CLEANUP);
      if (!(forward instanceof RunOutcome.Completed)) {
        return Optional.of(new Outcome.Failed("forward: " + forward));
      }
      RunOutcome back = engine.back(Phase.PREPARATION);
      if (!(back instanceof RunOutcome.Completed)) {
        return Optional.of(new Outcome.Failed("back: " + back));
      }
    }
    List<String> differences = start.differences(Picture.of(url, plan.before().tables()));
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    boolean seen;
    try (Session session = Session.open(url, "chance")) {
      String now = CatalogReader.fingerprint(session).hash();
      seen = !now.equals(plan.before().fingerprint().hash());
    }
    return Optional.of(
        new Outcome.Failed(
            "not as before"
                + (seen ? "" : ", and the schema fingerprint does not see it")
                + ": "
                + differences));
  }

  private Outcome rehearsed(Migration migration, DatabaseUrl server) {
    Proof proof = SmallRehearsal.of(migration, server, ROWS, seed);
    return proof.proven()
        ? new Outcome.Proven()
        : new Outcome.Failed("not proven: " + SmallRehearsal.differences(proof) + proof.verdicts());
  }
}
