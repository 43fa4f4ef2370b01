package dev.ripcord.plan;

/** How much can go wrong in a step, or how soon a rollback is needed; in the runbook's words. */
public enum Risk {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
