package dev.ripcord.escalate;

import dev.ripcord.escalate.RequestCarrier.Posted;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Template;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.secret.Filling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What each type of channel is sent. */
final class Bodies {
  static final String FORMAT = "ripcord-message/1";

  /** An Alertmanager forgets, by itself, what nobody ends; a run that died must not stay in it. */
  static final Duration LONGEST_FIRING = Duration.ofDays(1);

  static final Duration MESSAGE_STAYS = Duration.ofMinutes(5);

  /** PagerDuty's limit of a summary. */
  private static final int LONGEST_SUMMARY = 1024;

  private Bodies() {}

  static Posted request(Channel channel, Filling filling, Letter letter, Instant now) {
    return switch (channel) {
      case Channel.Slack it -> new Posted(filling.address(it.url()), Map.of(), slack(letter));
      case Channel.Webhook it ->
          new Posted(filling.address(it.url()), headers(it.headers(), filling), webhook(letter));
      case Channel.PagerDuty it ->
          new Posted(
              filling.address(it.url()),
              Map.of(),
              pagerDuty(letter, filling.text(it.routingKey())));
      case Channel.Alertmanager it ->
          new Posted(
              filling.address(it.url()).replaceFirst("/+$", "") + "/api/v2/alerts",
              headers(it.headers(), filling),
              alertmanager(letter, now));
      case Channel.Smtp it -> throw new IllegalArgumentException("mail is no request");
    };
  }

  private static Map<String, String> headers(Map<String, Template> templates, Filling filling) {
    Map<String, String> headers = new LinkedHashMap<>();
    templates.forEach((name, template) -> headers.put(name, filling.text(template)));
    return headers;
  }

  /** Slack takes three characters for its own (its documentation, "Escaping text"). */
  static String slack(Letter letter) {
    String text = "*" + letter.title() + "*\n" + letter.text();
    return CanonicalJson.writeLine(
        JsonNodeFactory.instance
            .objectNode()
            .put("text", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  static String webhook(Letter letter) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("kind", kind(letter));
    root.put("title", letter.title());
    root.put("text", letter.text());
    ObjectNode facts = root.putObject("facts");
    letter.facts().forEach(facts::put);
    ArrayNode contacts = root.putArray("contacts");
    for (Contact contact : letter.to()) {
      ObjectNode one = contacts.addObject().put("key", contact.key());
      contact.name().ifPresent(name -> one.put("name", name));
      contact.phone().ifPresent(phone -> one.put("phone", phone));
      contact.email().ifPresent(email -> one.put("email", email));
    }
    return CanonicalJson.writeLine(root);
  }

  private static String kind(Letter letter) {
    return letter
        .notice()
        .map(notice -> notice.kind().name().toLowerCase(Locale.ROOT))
        .orElse("message");
  }

  static String pagerDuty(Letter letter, String routingKey) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("routing_key", routingKey);
    root.put("event_action", letter.notice().map(Bodies::action).orElse("trigger"));
    root.put("dedup_key", letter.identity());
    root.put("client", "ripcord");
    ObjectNode payload = root.putObject("payload");
    String title = letter.title();
    payload.put("summary", title.substring(0, Math.min(LONGEST_SUMMARY, title.length())));
    payload.put("source", letter.facts().getOrDefault("migration", "ripcord"));
    payload.put("severity", letter.notice().map(Bodies::severity).orElse("info"));
    ObjectNode details = payload.putObject("custom_details");
    letter.facts().forEach(details::put);
    details.put("text", letter.text());
    return CanonicalJson.writeLine(root);
  }

  private static String action(Notice notice) {
    return switch (notice.kind()) {
      case RAISED, ROSE, ESCALATED, REPEATED -> "trigger";
      case ACKNOWLEDGED -> "acknowledge";
      case RESOLVED -> "resolve";
    };
  }

  private static String severity(Notice notice) {
    return switch (notice.alert().level()) {
      case LEVEL_1 -> "warning";
      case LEVEL_2 -> "error";
      case LEVEL_3, EMERGENCY -> "critical";
    };
  }

  /** What rose is another alert there, for routes go by labels; the one it was ends. */
  static String alertmanager(Letter letter, Instant now) {
    ArrayNode root = JsonNodeFactory.instance.arrayNode();
    if (letter.notice().isEmpty()) {
      ObjectNode alert = root.addObject();
      labels(alert, letter, "RipcordMessage").put("severity", "info");
      annotations(alert, letter);
      alert.put("startsAt", now.toString()).put("endsAt", now.plus(MESSAGE_STAYS).toString());
      return CanonicalJson.writeLine(root);
    }
    Notice notice = letter.notice().get();
    boolean over = notice.kind() == Notice.Kind.RESOLVED;
    List<Level> levels = new ArrayList<>();
    for (Level level = Rules.lowest(notice.alert().cause().kind());
        notice.alert().level().above(level);
        level = level.next()) {
      levels.add(level);
    }
    levels.forEach(level -> firing(root.addObject(), letter, notice, level, now));
    firing(
        root.addObject(),
        letter,
        notice,
        notice.alert().level(),
        over ? now : now.plus(LONGEST_FIRING));
    return CanonicalJson.writeLine(root);
  }

  private static void firing(
      ObjectNode alert, Letter letter, Notice notice, Level level, Instant end) {
    labels(alert, letter, "Ripcord" + camel(notice.alert().cause().kind()))
        .put("severity", level == Level.LEVEL_1 ? "warning" : "critical")
        .put("level", level.name());
    annotations(alert, letter);
    alert.put("startsAt", notice.alert().clock().raisedAt().toString());
    alert.put("endsAt", end.toString());
  }

  private static ObjectNode labels(ObjectNode alert, Letter letter, String name) {
    ObjectNode labels = alert.putObject("labels");
    labels.put("alertname", name);
    labels.put("migration", letter.facts().getOrDefault("migration", ""));
    labels.put("ripcord", letter.identity());
    return labels;
  }

  private static void annotations(ObjectNode alert, Letter letter) {
    ObjectNode annotations = alert.putObject("annotations");
    annotations.put("summary", letter.title()).put("description", letter.text());
    letter.facts().forEach(annotations::put);
  }

  private static String camel(Event.Kind kind) {
    StringBuilder camel = new StringBuilder();
    for (String word : kind.words().split(" ", -1)) {
      camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word, 1, word.length());
    }
    return camel.toString();
  }
}
