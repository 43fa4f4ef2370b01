package dev.ripcord.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/** What holds where a file says nothing; read from {@code defaults.yaml} beside this class. */
record Defaults(
    List<EscalationLevel> escalation,
    List<Trigger> triggers,
    Aftermath aftermath,
    List<Message> communication,
    Map<Phase, List<Gate>> gates) {
  /** No live run starts on a backup that is older than a day. */
  static final Duration BACKUP_AGE = Duration.ofHours(24);

  static final Duration ARCHIVES = Duration.ofDays(7);

  Defaults {
    escalation = List.copyOf(escalation);
    triggers = List.copyOf(triggers);
    communication = List.copyOf(communication);
  }

  static Defaults load() {
    Problems problems = new Problems();
    Node root = YamlFile.read("defaults.yaml", text(), problems).orElseThrow();
    Values values = new Values("defaults.yaml", problems);
    Mapping in = Mapping.open(values, root, "defaults");
    Node aftermath = in.node("aftermath").orElseThrow();
    Defaults defaults =
        new Defaults(
            ResponseReader.levels(values, in.node("escalation").orElseThrow(), List.of()),
            ResponseReader.triggers(values, in.node("triggers").orElseThrow(), List.of()),
            AftermathReader.defaults(values, aftermath),
            CommunicationReader.read(values, in.node("communication").orElseThrow(), List.of()),
            GateReader.read(values, in.node("gates").orElseThrow(), Map.of()));
    problems.throwIfAny();
    return defaults;
  }

  private static String text() {
    try (InputStream stream = Defaults.class.getResourceAsStream("defaults.yaml")) {
      if (stream == null) {
        throw new IllegalStateException("defaults.yaml is missing from the library");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
