package dev.ripcord.validate;

import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.journal.Entry;
import dev.ripcord.plan.CanonicalJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Findings and sign-offs as JSON, which the journal keeps, and back. */
public final class ValidationJson {
  private ValidationJson() {}

  /** The unit of the journal's entry about an item. */
  public static String unit(int number) {
    return "validation-%02d".formatted(number);
  }

  /** On one line, for the detail of an entry of kind {@link Entry.Kind#VALIDATION}. */
  public static String line(Finding finding) {
    return CanonicalJson.writeLine(tree(finding));
  }

  /** On one line, for the detail of an entry of kind {@link Entry.Kind#SIGNED_OFF}. */
  public static String line(SignOff signOff) {
    return CanonicalJson.writeLine(tree(signOff));
  }

  /** The whole, with whether it is complete. */
  public static ObjectNode tree(Validation validation) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("complete", validation.complete());
    ArrayNode findings = node.putArray("findings");
    for (Finding finding : validation.findings()) {
      ObjectNode each = tree(finding);
      validation.signOff(finding.number()).ifPresent(it -> each.set("signedOff", tree(it)));
      findings.add(each);
    }
    return node;
  }

  /** One item. */
  public static ObjectNode tree(Finding finding) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("number", finding.number());
    node.put("title", finding.title());
    switch (finding.verdict()) {
      case Verdict.Passed passed -> node.put("verdict", "passed");
      case Verdict.Failed failed -> node.put("verdict", "failed").put("why", failed.why());
      case Verdict.Open open -> node.put("verdict", "open").put("why", open.why());
    }
    ArrayNode evidence = node.putArray("evidence");
    for (Evidence each : finding.evidence()) {
      evidence
          .addObject()
          .put("measured", each.measured())
          .put("threshold", each.threshold())
          .put("source", each.source())
          .put("at", each.at());
    }
    return node;
  }

  private static ObjectNode tree(SignOff signOff) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("number", signOff.number());
    node.put("who", signOff.who());
    node.put("note", signOff.note());
    signOff.accepting().ifPresent(why -> node.put("accepting", why));
    node.put("at", signOff.at());
    return node;
  }

  static Finding finding(Entry entry) {
    JsonNode node = CanonicalJson.read(entry.detail());
    return new Finding(
        (int) number(node, "number"),
        text(node, "title"),
        verdict(node),
        list(
            node,
            "evidence",
            each ->
                new Evidence(
                    text(each, "measured"),
                    text(each, "threshold"),
                    text(each, "source"),
                    text(each, "at"))));
  }

  private static Verdict verdict(JsonNode node) {
    String word = text(node, "verdict");
    return switch (word) {
      case "passed" -> new Verdict.Passed();
      case "failed" -> new Verdict.Failed(text(node, "why"));
      case "open" -> new Verdict.Open(text(node, "why"));
      default -> throw new IllegalArgumentException("'" + word + "' is no verdict");
    };
  }

  static SignOff signOff(Entry entry) {
    JsonNode node = CanonicalJson.read(entry.detail());
    return new SignOff(
        (int) number(node, "number"),
        text(node, "who"),
        text(node, "note"),
        Optional.ofNullable(node.get("accepting")).map(JsonNode::stringValue),
        text(node, "at"));
  }
}
