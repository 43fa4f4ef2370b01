package dev.ripcord.plan;

import static dev.ripcord.plan.JsonFields.constant;
import static dev.ripcord.plan.JsonFields.duration;
import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A course as JSON and back; what is read must have the hash that it says it has. */
public final class CourseJson {
  private CourseJson() {}

  /** The tree of a course. */
  public static ObjectNode write(Course course) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("migration", course.migration());
    root.put("planHash", course.hash());
    ObjectNode pace = root.putObject("pace");
    pace.put("lockTimeoutSeconds", JsonFields.seconds(course.pace().lockTimeout()));
    pace.put("lockAttempts", course.pace().lockAttempts());
    pace.put("batchSeconds", JsonFields.seconds(course.pace().batchTime()));
    course.pace().workers().ifPresent(number -> pace.put("workers", number));
    pace.put("sharePercent", course.pace().share());
    pace.put("replicaLagSeconds", JsonFields.seconds(course.pace().replicaLag()));
    ArrayNode steps = root.putArray("steps");
    for (Step step : course.steps()) {
      ObjectNode node = steps.addObject();
      node.put("phase", step.phase().word());
      PlanJson.step(node, step);
    }
    return root;
  }

  /**
   * The course of a tree.
   *
   * @throws IllegalArgumentException if it is damaged, or was changed
   */
  public static Course read(JsonNode root) {
    Course course =
        new Course(
            text(root, "migration"),
            text(root, "planHash"),
            pace(need(root, "pace")),
            list(root, "steps", CourseJson::step));
    if (!course.intact()) {
      throw new IllegalArgumentException("its steps do not have the hash that it says they have");
    }
    return course;
  }

  private static Pace pace(JsonNode node) {
    return new Pace(
        duration(node, "lockTimeoutSeconds"),
        (int) number(node, "lockAttempts"),
        duration(node, "batchSeconds"),
        node.has("workers") ? OptionalInt.of((int) number(node, "workers")) : OptionalInt.empty(),
        (int) number(node, "sharePercent"),
        duration(node, "replicaLagSeconds"));
  }

  private static Step step(JsonNode node) {
    JsonNode reversibility = need(node, "reversibility");
    return new Step(
        text(node, "id"),
        constant(Phase.class, text(node, "phase")),
        text(node, "title"),
        text(node, "origin"),
        action(need(node, "forward")),
        list(node, "back", CourseJson::action),
        locks(node, "locks"),
        locks(node, "backLocks"),
        list(node, "hazards", each -> new Hazard(text(each, "code"), text(each, "message"))),
        constant(Risk.class, text(node, "risk")),
        new Reversibility(
            constant(Reversibility.Level.class, text(reversibility, "level").replace('-', '_')),
            text(reversibility, "what")),
        criteria(node, "success"),
        criteria(node, "backSuccess"),
        list(node, "looks", CourseJson::look),
        list(node, "restored", CourseJson::restored));
  }

  private static Look look(JsonNode node) {
    return new Look(
        (int) number(node, "unit"),
        text(node, "title"),
        QualifiedName.parse(text(node, "table")),
        text(node, "condition"),
        text(node, "example"),
        fate(need(node, "fate")));
  }

  private static Fate fate(JsonNode node) {
    String type = text(node, "type");
    return switch (type) {
      case "kept" -> new Fate.Kept(QualifiedName.parse(text(node, "store")));
      case "made-fit" ->
          new Fate.MadeFit(
              text(node, "by"),
              Optional.ofNullable(node.get("store"))
                  .map(JsonNode::stringValue)
                  .map(QualifiedName::parse));
      case "stays-newer" -> new Fate.StaysNewer(QualifiedName.parse(text(node, "store")));
      case "removed" -> new Fate.Removed(text(node, "by"));
      case "refused" -> new Fate.Refused(text(node, "by"));
      default -> throw new IllegalArgumentException("there is no fate '" + type + "'");
    };
  }

  private static Restored restored(JsonNode node) {
    return new Restored(
        (int) number(node, "unit"),
        QualifiedName.parse(text(node, "table")),
        Identifier.parse(text(node, "column")),
        text(node, "value"));
  }

  private static Action action(JsonNode node) {
    String title = text(node, "title");
    String type = text(node, "type");
    return switch (type) {
      case "transaction" ->
          new Action.Transaction(title, list(node, "statements", JsonNode::stringValue));
      case "concurrent-index" ->
          new Action.ConcurrentIndex(
              title,
              QualifiedName.parse(text(node, "index")),
              need(node, "creates").asBoolean(),
              text(node, "statement"));
      case "walk" ->
          new Action.Walk(
              title,
              QualifiedName.parse(text(node, "table")),
              text(node, "statement"),
              Optional.ofNullable(node.get("left")).map(JsonNode::stringValue),
              criteria(node, "criteria"));
      case "verify" -> new Action.Verify(title, criteria(node, "criteria"));
      case "manual" -> new Action.Manual(title, text(node, "instruction"));
      default -> throw new IllegalArgumentException("there is no action '" + type + "'");
    };
  }

  private static List<TableLock> locks(JsonNode node, String key) {
    return list(
        node,
        key,
        each ->
            new TableLock(
                QualifiedName.parse(text(each, "table")),
                constant(LockMode.class, text(each, "mode").replace(' ', '_'))));
  }

  private static List<Criterion> criteria(JsonNode node, String key) {
    return list(
        node,
        key,
        each -> new Criterion(text(each, "title"), text(each, "query"), text(each, "expected")));
  }
}
