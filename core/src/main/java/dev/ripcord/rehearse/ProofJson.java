package dev.ripcord.rehearse;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Plan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A proof as {@code proof.json}. The plan itself is not in it, only its hash: whoever reads the
 * proof back plans again and learns whether it still holds.
 */
public final class ProofJson {
  static final String FORMAT = "ripcord-proof/1";

  private ProofJson() {}

  /** Canonical: the same proof is the same text. */
  public static String write(Proof proof) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("migration", proof.plan().migration().name());
    root.put("planHash", proof.plan().hash());
    root.put("schemaFingerprint", proof.schemaFingerprint());
    root.put("serverVersion", proof.serverVersion());
    root.put("seed", proof.seed());
    root.put("started", proof.started().toString());
    root.put("finished", proof.finished().toString());
    root.put("proven", proof.proven());
    ObjectNode rows = root.putObject("rows");
    proof.rows().forEach(rows::put);
    ArrayNode notCompared = root.putArray("notCompared");
    proof.notCompared().forEach(notCompared::add);
    proof.live().ifPresent(live -> live(root.putObject("live"), live));
    ArrayNode verdicts = root.putArray("verdicts");
    for (Proof.PhaseVerdict phase : proof.verdicts()) {
      ObjectNode node = verdicts.addObject();
      node.put("phase", phase.phase().word());
      verdict(node, phase.verdict());
      node.put("forwardSeconds", seconds(phase.forward()));
      node.put("backSeconds", seconds(phase.back()));
      node.put("backOwnSeconds", seconds(phase.backOwn()));
    }
    ArrayNode steps = root.putArray("steps");
    proof.steps().forEach(step -> step(steps.addObject(), step));
    ledger(root.putObject("ledger"), proof.ledger());
    ObjectNode interruptions = root.putObject("interruptions");
    interruptions.put("forwardKills", proof.interruptions().forwardKills());
    interruptions.put("backKills", proof.interruptions().backKills());
    verdict(interruptions, proof.interruptions().verdict());
    return CanonicalJson.write(root);
  }

  /**
   * Reads a proof back.
   *
   * @param plan made again from the migration
   * @throws dev.ripcord.problem.RipcordException if the text is no proof, if it proves another plan
   *     than this one, or if it claims what its own findings do not bear out
   */
  public static Proof read(String text, Plan plan) {
    return new ProofReader(plan).read(text);
  }

  private static void live(ObjectNode node, Proof.Live live) {
    node.put("serverVersion", live.serverVersion());
    ObjectNode tables = node.putObject("tables");
    live.tables()
        .forEach(
            (name, table) ->
                tables.putObject(name).put("rows", table.rows()).put("bytes", table.bytes()));
  }

  private static void verdict(ObjectNode node, Proof.Verdict verdict) {
    switch (verdict) {
      case Proof.Verdict.Proven ignored -> node.put("verdict", "proven");
      case Proof.Verdict.NotProven not -> {
        node.put("verdict", "not-proven");
        differences(node.putArray("differences"), not.differences());
      }
      case Proof.Verdict.Unmeasured unmeasured -> {
        node.put("verdict", "unmeasured");
        node.put("reason", unmeasured.reason());
      }
    }
  }

  private static void differences(ArrayNode nodes, List<Proof.Difference> differences) {
    for (Proof.Difference difference : differences) {
      ObjectNode node = nodes.addObject();
      node.put("part", difference.part());
      node.put("where", difference.where());
      node.put("what", difference.what());
      ArrayNode examples = node.putArray("examples");
      difference.examples().forEach(examples::add);
    }
  }

  static void step(ObjectNode node, Proof.StepMeasurement step) {
    node.put("id", step.stepId());
    node.put("forwardSeconds", seconds(step.forward()));
    node.put("backSeconds", seconds(step.back()));
    node.put("walkedRows", step.walkedRows());
    node.put("walkedBack", step.walkedBack());
    locks(node.putObject("locks"), step.locks());
    locks(node.putObject("backLocks"), step.backLocks());
    ArrayNode rewritten = node.putArray("rewritten");
    step.rewritten().forEach(rewritten::add);
    node.put("longestStallSeconds", seconds(step.longestStall()));
  }

  private static void locks(ObjectNode node, Map<String, LockMode> locks) {
    locks.forEach((table, mode) -> node.put(table, mode.words()));
  }

  private static void ledger(ObjectNode node, Proof.LedgerResult ledger) {
    node.put("acknowledged", ledger.acknowledged());
    node.put("oldShape", ledger.oldShape());
    node.put("newShape", ledger.newShape());
    node.put("refused", ledger.refused());
    node.put("kept", ledger.kept());
    node.put("conflicts", ledger.conflicts());
    differences(node.putArray("lost"), ledger.lost());
  }

  /** Exact to the nanosecond, so that what is read back equals what was written. */
  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }
}
