package dev.ripcord.migration;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads what calls for a rollback and who answers: triggers and escalation levels. What a file
 * gives of a known one replaces only that part of it.
 */
final class ResponseReader {
  static final List<String> LEVELS = List.of("LEVEL_1", "LEVEL_2", "LEVEL_3", "EMERGENCY");

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<Phase> ARMED =
      EnumSet.of(Phase.EXPAND, Phase.MIGRATE, Phase.CONTRACT, Phase.CLEANUP);

  private ResponseReader() {}

  static List<EscalationLevel> levels(
      Values values, Node node, Collection<EscalationLevel> defaults) {
    Map<String, EscalationLevel> levels = new LinkedHashMap<>();
    defaults.forEach(level -> levels.put(level.name(), level));
    Mapping in = Mapping.open(values, node, "escalation");
    in.nodes()
        .forEach(
            (key, value) -> {
              if (LEVELS.contains(key)) {
                level(key, Mapping.of(values, value, Keys.LEVEL), levels.get(key))
                    .ifPresent(level -> levels.put(key, level));
              } else {
                values.refuse(
                    in.keyNode(key), "unknown level " + key, "one of " + String.join(", ", LEVELS));
              }
            });
    return List.copyOf(levels.values());
  }

  private static Optional<EscalationLevel> level(
      String name, Mapping in, @Nullable EscalationLevel base) {
    Optional<String> trigger = in.text("trigger");
    Optional<Duration> responseTime = in.duration("response_time");
    List<String> contacts = in.texts("contacts");
    List<String> actions = in.texts("actions");
    if (in.broken()) {
      return Optional.empty();
    }
    if (base == null) {
      return Optional.of(
          new EscalationLevel(
              name, trigger.orElseThrow(), responseTime.orElseThrow(), contacts, actions));
    }
    return Optional.of(
        new EscalationLevel(
            name,
            trigger.orElse(base.trigger()),
            responseTime.orElse(base.responseTime()),
            contacts.isEmpty() ? base.contacts() : contacts,
            actions.isEmpty() ? base.actions() : actions));
  }

  static List<Trigger> triggers(Values values, Node node, Collection<Trigger> defaults) {
    Map<String, Trigger> triggers = new LinkedHashMap<>();
    defaults.forEach(trigger -> triggers.put(trigger.key(), trigger));
    Mapping in = Mapping.open(values, node, "triggers");
    in.nodes()
        .forEach(
            (key, value) -> {
              if (KEY.matcher(key).matches()) {
                trigger(key, Mapping.of(values, value, Keys.TRIGGER), triggers);
              } else {
                values.refuse(
                    in.keyNode(key),
                    "the trigger key " + key + " is no plain word",
                    "lower case letters, digits and _, such as error_rate_spike");
              }
            });
    return List.copyOf(triggers.values());
  }

  private static void trigger(String key, Mapping in, Map<String, Trigger> triggers) {
    boolean enabled = in.flag("enabled").orElse(true);
    Trigger base = triggers.get(key);
    Optional<Trigger> read =
        base == null ? fresh(key, in, triggers.keySet()) : overridden(in, base);
    if (enabled) {
      read.ifPresent(found -> triggers.put(key, found));
    } else {
      triggers.remove(key);
    }
  }

  private static Optional<Trigger> fresh(String key, Mapping in, Collection<String> known) {
    List<String> missing =
        Stream.of("condition", "auto_execute", "window", "contacts")
            .filter(needed -> in.node(needed).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      in.values()
          .refuse(
              in.node(),
              "the new trigger "
                  + key
                  + " has no "
                  + String.join(", no ", missing)
                  + Suggestions.phrase(key, known),
              "condition, auto_execute, window and contacts");
    }
    Trigger empty =
        new Trigger(
            key, ContactsReader.title(key), "", false, Duration.ZERO, List.of(), ARMED, false);
    return overridden(in, empty);
  }

  private static Optional<Trigger> overridden(Mapping in, Trigger base) {
    Optional<String> title = in.text("title");
    Optional<String> condition = ConditionOfFile.read(in);
    Optional<Boolean> autoExecute = in.flag("auto_execute");
    Optional<Duration> window = in.duration("window");
    List<String> contacts = in.texts("contacts");
    Set<Phase> armed = EnumSet.noneOf(Phase.class);
    for (Node item : in.items("armed_in")) {
      in.values()
          .choice(item, "an item of armed_in", List.of(Phase.values()), Phase::word)
          .ifPresent(armed::add);
    }
    Optional<Boolean> shadow = in.flag("shadow");
    if (in.broken()) {
      return Optional.empty();
    }
    Optional<ConditionOfFile> judged =
        ConditionOfFile.settle(in, condition.orElse(base.condition()), window, base.window());
    return judged.map(
        settled ->
            new Trigger(
                base.key(),
                title.orElse(base.title()),
                settled.condition(),
                autoExecute.orElse(base.autoExecute()),
                settled.window(),
                contacts.isEmpty() ? base.contacts() : contacts,
                armed.isEmpty() ? base.armedIn() : armed,
                shadow.orElse(base.shadow())));
  }
}
