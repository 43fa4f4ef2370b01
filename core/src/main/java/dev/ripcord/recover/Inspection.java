package dev.ripcord.recover;

import java.util.List;
import java.util.Optional;

/**
 * What there is to recover from, and whether it would do.
 *
 * @param newest absent if there is none that could be used
 * @param facts that were seen, in words, with their figures
 * @param refusals what keeps a run from beginning, each with what to do; empty if nothing does
 * @param age whether the newest is missing or too old, and nothing else is wrong: a new one helps
 */
public record Inspection(
    Optional<Backup> newest, List<String> facts, List<String> refusals, boolean age) {
  public Inspection {
    facts = List.copyOf(facts);
    refusals = List.copyOf(refusals);
  }
}
