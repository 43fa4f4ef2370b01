package dev.ripcord.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what is told to whom; what a file gives replaces that one message. */
final class CommunicationReader {
  static final List<String> MOMENTS = List.of("start", "phase", "completion", "emergency");
  static final List<String> AUDIENCES = List.of("technical", "business", "executive");
  static final List<String> MARKERS = List.of("migration", "phase", "reason");

  private static final Pattern MARKER = Pattern.compile("<([A-Za-z_-]+)>");

  private CommunicationReader() {}

  static List<Message> read(Values values, Node node, List<Message> base) {
    Mapping in = Mapping.of(values, node, Keys.COMMUNICATION);
    List<Message> messages = new ArrayList<>(base);
    in.node("channels")
        .map(channels -> Mapping.of(values, channels, Keys.CHANNELS))
        .ifPresent(channels -> AUDIENCES.forEach(one -> redirect(messages, one, channels)));
    for (Node item : in.items("messages")) {
      message(Mapping.of(values, item, Keys.MESSAGE), messages)
          .ifPresent(message -> replace(messages, message));
    }
    return messages;
  }

  private static void redirect(List<Message> messages, String audience, Mapping channels) {
    channels
        .text(audience)
        .ifPresent(
            channel ->
                messages.replaceAll(
                    old ->
                        old.audience().equals(audience)
                            ? new Message(old.moment(), audience, channel, old.template())
                            : old));
  }

  private static Optional<Message> message(Mapping in, List<Message> known) {
    Optional<String> moment = in.choice("moment", MOMENTS, one -> one);
    Optional<String> audience = in.choice("audience", AUDIENCES, one -> one);
    Optional<String> channel = in.text("channel");
    Optional<String> template = in.text("template");
    template.ifPresent(text -> refuseUnknownMarkers(in, text));
    if (in.broken()) {
      return Optional.empty();
    }
    String inherited =
        known.stream()
            .filter(old -> old.audience().equals(audience.orElseThrow()))
            .map(Message::channel)
            .findFirst()
            .orElse("");
    return Optional.of(
        new Message(
            moment.orElseThrow(),
            audience.orElseThrow(),
            channel.orElse(inherited),
            template.orElseThrow()));
  }

  private static void refuseUnknownMarkers(Mapping in, String template) {
    Matcher marker = MARKER.matcher(template);
    while (marker.find()) {
      if (!MARKERS.contains(marker.group(1))) {
        in.values()
            .refuse(
                in.node("template").orElseThrow(),
                "unknown marker " + marker.group() + Suggestions.phrase(marker.group(1), MARKERS),
                "<migration>, <phase> or <reason>");
      }
    }
  }

  private static void replace(List<Message> messages, Message message) {
    boolean known = false;
    for (int i = 0; i < messages.size(); i++) {
      Message old = messages.get(i);
      if (old.moment().equals(message.moment()) && old.audience().equals(message.audience())) {
        messages.set(i, message);
        known = true;
      }
    }
    if (!known) {
      messages.add(message);
    }
  }
}
