package dev.ripcord.runbook;

import dev.ripcord.plan.Plan;
import dev.ripcord.rehearse.Proof;
import java.util.Optional;

/** Temporary. */
public record Runbook(Plan plan, Optional<Proof> proof) {}
