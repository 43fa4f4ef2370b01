package dev.ripcord.rehearse;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.EnumTypes;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.workload.Traffic;
import dev.ripcord.workload.TrafficOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rehearsal's stage, clients and comparison, for tests of runs on a live database. */
public final class LiveStage {
  private final Stage stage;

  private LiveStage(Stage stage) {
    this.stage = stage;
  }

  /**
   * @param live the database that will be migrated
   * @param control equal to it; may be on another server
   */
  public static LiveStage of(Migration migration, DatabaseUrl live, DatabaseUrl control) {
    Snapshot before;
    Plan plan;
    try (Session session = Session.open(live, "test stage")) {
      before = CatalogReader.snapshot(session);
      plan = Fitting.plan(migration, before, session, Hazards::plan);
    }
    LiveStage built =
        new LiveStage(
            new Stage(plan, Conduct.USUAL, live, control, before, Map.of(), Optional.empty()));
    List<String> unequal = new ArrayList<>();
    try (Inspection inspection = Inspection.of(built.stage)) {
      new Comparison(built.stage, inspection, Set.of())
          .differences()
          .forEach(each -> unequal.add(each.toString()));
    }
    if (!unequal.isEmpty()) {
      throw new AssertionError("not equal at the start: " + unequal);
    }
    try (Session session = Session.open(control, "test stage")) {
      EnumTypes.ofNewShape(plan).forEach(session::execute);
    }
    return built;
  }

  public Plan plan() {
    return stage.plan();
  }

  /** Clients of the old shape, which do not write yet. */
  public Traffic traffic(TrafficOptions options) {
    return Traffic.start(
        new Traffic.Databases(stage.tested(), stage.control()),
        stage.scratch(),
        stage.plan().shapes(),
        options,
        Clock.systemUTC());
  }

  /**
   * What is not as it was at the start plus the acknowledged writes: schema, rows, values that only
   * the new shape can hold. To be called while the traffic pauses; takes the kept values away.
   */
  public List<String> differences(Traffic traffic) {
    List<Proof.Difference> found = new ArrayList<>();
    try (Inspection inspection = Inspection.of(stage)) {
      found.addAll(new Comparison(stage, inspection, Set.of()).differences());
      found.addAll(new KeptCheck(stage, inspection).missing(traffic.expectedKept()));
    }
    traffic.forgetKept();
    List<String> words = new ArrayList<>();
    found.forEach(each -> words.add(each.toString()));
    traffic.ledger().defects().forEach(defect -> words.add(defect.toString()));
    return words;
  }
}
