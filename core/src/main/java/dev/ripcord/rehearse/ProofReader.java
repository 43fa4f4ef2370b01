package dev.ripcord.rehearse;

import static dev.ripcord.plan.JsonFields.constant;
import static dev.ripcord.plan.JsonFields.duration;
import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads {@code proof.json} strictly: a proof that is not understood proves nothing. */
final class ProofReader {
  private final Plan plan;

  ProofReader(Plan plan) {
    this.plan = plan;
  }

  Proof read(String text) {
    try {
      return proof(CanonicalJson.read(text));
    } catch (JacksonException e) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "the proof cannot be read: " + CanonicalJson.place(e) + firstLine(e.getOriginalMessage()),
          e);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new RipcordException(
          ProblemCode.INPUT, "the proof cannot be read: " + firstLine(e.getMessage()), e);
    }
  }

  private Proof proof(JsonNode root) {
    String format = text(root, "format");
    if (!format.equals(ProofJson.FORMAT)) {
      throw new IllegalArgumentException(
          "it has the format " + format + ", expected " + ProofJson.FORMAT);
    }
    String hash = text(root, "planHash");
    if (!hash.equals(plan.hash())) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "the proof is of another plan ("
              + brief(hash)
              + ", the migration now gives "
              + brief(plan.hash())
              + "): rehearse again");
    }
    requireComparison(root);
    Proof proof =
        new Proof(
            plan,
            text(root, "schemaFingerprint"),
            text(root, "serverVersion"),
            number(root, "seed"),
            rows(need(root, "rows")),
            list(root, "verdicts", ProofReader::phaseVerdict),
            list(root, "steps", ProofReader::step),
            ledger(need(root, "ledger")),
            interruptions(need(root, "interruptions")),
            Instant.parse(text(root, "started")),
            Instant.parse(text(root, "finished")),
            Optional.ofNullable(root.get("live")).map(ProofReader::live));
    requireSense(proof, need(root, "proven"));
    return proof;
  }

  /** A proof that compared less than the migration now wants compared is none of it. */
  private void requireComparison(JsonNode root) {
    List<String> spared =
        plan.migration().notCompared().stream().map(it -> it.table().quoted()).toList();
    for (String table : list(root, "notCompared", JsonNode::stringValue)) {
      if (!spared.contains(table)) {
        throw new RipcordException(
            ProblemCode.REFUSED,
            "the rows of " + table + " were not compared, and now shall be: rehearse again");
      }
    }
  }

  private void requireSense(Proof proof, JsonNode claimed) {
    if (!claimed.isBoolean() || claimed.asBoolean() != proof.proven()) {
      throw new IllegalArgumentException("'proven' is not what its own findings say");
    }
    List<Phase> phases = proof.verdicts().stream().map(Proof.PhaseVerdict::phase).toList();
    if (!phases.equals(List.of(Phase.values()))) {
      throw new IllegalArgumentException("it needs a verdict for each of the five phases in order");
    }
    List<String> known = plan.steps().stream().map(Step::id).toList();
    for (Proof.StepMeasurement step : proof.steps()) {
      if (!known.contains(step.stepId())) {
        throw new IllegalArgumentException("the plan has no step " + step.stepId());
      }
    }
  }

  static Map<String, Long> rows(JsonNode node) {
    Map<String, Long> rows = new LinkedHashMap<>();
    node.forEachEntry((table, ignored) -> rows.put(table, number(node, table)));
    return rows;
  }

  private static Proof.Live live(JsonNode node) {
    Map<String, Proof.LiveTable> tables = new LinkedHashMap<>();
    need(node, "tables")
        .forEachEntry(
            (name, table) ->
                tables.put(
                    name, new Proof.LiveTable(number(table, "rows"), number(table, "bytes"))));
    return new Proof.Live(text(node, "serverVersion"), tables);
  }

  private static Proof.PhaseVerdict phaseVerdict(JsonNode node) {
    return new Proof.PhaseVerdict(
        constant(Phase.class, text(node, "phase")),
        verdict(node),
        duration(node, "forwardSeconds"),
        duration(node, "backSeconds"),
        duration(node, "backOwnSeconds"));
  }

  private static Proof.Verdict verdict(JsonNode node) {
    String word = text(node, "verdict");
    return switch (word) {
      case "proven" -> new Proof.Verdict.Proven();
      case "not-proven" ->
          new Proof.Verdict.NotProven(list(node, "differences", ProofReader::difference));
      case "unmeasured" -> new Proof.Verdict.Unmeasured(text(node, "reason"));
      default -> throw new IllegalArgumentException("there is no verdict '" + word + "'");
    };
  }

  private static Proof.Difference difference(JsonNode node) {
    return new Proof.Difference(
        text(node, "part"),
        text(node, "where"),
        text(node, "what"),
        list(node, "examples", JsonNode::stringValue));
  }

  static Proof.StepMeasurement step(JsonNode node) {
    return new Proof.StepMeasurement(
        text(node, "id"),
        duration(node, "forwardSeconds"),
        duration(node, "backSeconds"),
        number(node, "walkedRows"),
        number(node, "walkedBack"),
        locks(need(node, "locks")),
        locks(need(node, "backLocks")),
        list(node, "rewritten", JsonNode::stringValue),
        duration(node, "longestStallSeconds"));
  }

  private static Map<String, LockMode> locks(JsonNode node) {
    Map<String, LockMode> locks = new LinkedHashMap<>();
    node.forEachEntry(
        (table, mode) ->
            locks.put(table, constant(LockMode.class, mode.stringValue().replace(' ', '_'))));
    return locks;
  }

  private static Proof.LedgerResult ledger(JsonNode node) {
    return new Proof.LedgerResult(
        number(node, "acknowledged"),
        number(node, "oldShape"),
        number(node, "newShape"),
        number(node, "refused"),
        number(node, "kept"),
        list(node, "lost", ProofReader::difference),
        number(node, "conflicts"));
  }

  private static Proof.Interruptions interruptions(JsonNode node) {
    return new Proof.Interruptions(
        need(node, "forwardKills").intValue(), need(node, "backKills").intValue(), verdict(node));
  }

  private static String brief(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "it is damaged" : message.lines().findFirst().orElse(message);
  }
}
