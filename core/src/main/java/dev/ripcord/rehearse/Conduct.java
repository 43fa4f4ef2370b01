package dev.ripcord.rehearse;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.plan.PlanMaker;

/**
 * How a rehearsal goes about it.
 *
 * @param planner makes the plan that is rehearsed
 * @param writesPerState so many writes are let through in every state that is rehearsed, if they
 *     come in time, as fast as the server takes them: no step runs then
 * @param writesAtStart the same for the state before the migration, which is reached anew from
 *     every phase
 * @param writesPerSecond of steady clients while steps run, not a stress test: durations and stalls
 *     shall say something of the steps, and three times as many take most of two processors. With
 *     four writers each begins a transaction every 13 ms, so that few locks go unnoticed
 */
record Conduct(PlanMaker planner, long writesPerState, long writesAtStart, int writesPerSecond) {
  /** As users get it. */
  static final Conduct USUAL = new Conduct(Hazards::plan, 1_000, 300, 300);
}
