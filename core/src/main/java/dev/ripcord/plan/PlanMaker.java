package dev.ripcord.plan;

import dev.ripcord.migration.Migration;
import dev.ripcord.schema.Snapshot;

/** Makes a plan; for who plans before and after asking a server. */
@FunctionalInterface
public interface PlanMaker {
  /**
   * @throws dev.ripcord.problem.InputException with every change that does not fit the database
   */
  Plan plan(Migration migration, Snapshot snapshot, Printer printer);
}
