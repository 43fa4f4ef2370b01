package dev.ripcord.migration;

import dev.ripcord.migration.Aftercare.Assignment;
import dev.ripcord.migration.Contacts.Contact;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what follows a rollback. */
final class AftermathReader {
  private static final int MOST_PROCEDURES = 999;
  private static final Duration SHORTEST_WATCH = Duration.ofSeconds(1);

  private final Values values;
  private final Optional<List<Contact>> contacts;

  /**
   * @param contacts all that there are; absent where nobody knows
   */
  AftermathReader(Values values, Optional<List<Contact>> contacts) {
    this.values = values;
    this.contacts = contacts;
  }

  static Aftermath defaults(Values values, Node node) {
    return new AftermathReader(values, Optional.of(ContactsReader.none(List.of()).all()))
        .read(node, new Aftermath(List.of(), List.of()));
  }

  /**
   * @param base what holds where the file says nothing
   */
  Aftermath read(Node node, Aftermath base) {
    Mapping in = Mapping.of(values, node, Keys.AFTERMATH);
    List<String> validations = in.texts("validations");
    List<String> procedures = in.texts("procedures");
    List<String> all = procedures.isEmpty() ? base.procedures() : procedures;
    Duration watch = WatchReader.atLeast(in, "watch", SHORTEST_WATCH).orElse(base.care().watch());
    Map<String, Assignment> assignments = new LinkedHashMap<>(base.care().assignments());
    assign(in, all, assignments);
    return new Aftermath(
        validations.isEmpty() ? base.validations() : validations,
        all,
        in.node("thresholds")
            .map(thresholds -> ThresholdsReader.read(values, thresholds))
            .orElse(base.thresholds()),
        new Aftercare(watch, assignments));
  }

  private void assign(Mapping in, List<String> procedures, Map<String, Assignment> assignments) {
    Set<Integer> seen = new HashSet<>();
    for (Node item : in.items("assign")) {
      Mapping one = Mapping.of(values, item, Keys.ASSIGNMENT);
      Optional<Integer> number = one.number("procedure", 1, MOST_PROCEDURES);
      Optional<String> to = one.text("to");
      Optional<Duration> due = one.duration("due");
      number.ifPresent(it -> refuseNumber(one, it, procedures, seen));
      to.ifPresent(it -> refuseContact(one, it));
      if (!one.broken() && number.isPresent()) {
        String procedure = procedures.get(number.get() - 1);
        Assignment base = new Aftercare(SHORTEST_WATCH, assignments).of(procedure);
        assignments.put(procedure, new Assignment(to.orElse(base.to()), due.orElse(base.due())));
      }
    }
  }

  private void refuseNumber(Mapping one, int number, List<String> procedures, Set<Integer> seen) {
    Node node = one.node("procedure").orElseThrow();
    if (number > procedures.size()) {
      values.refuse(
          node,
          "there is no procedure " + number,
          "a number from 1 to " + procedures.size() + ", of the list of procedures");
    } else if (!seen.add(number)) {
      values.refuse(node, "procedure " + number + " is assigned again", "it once");
    }
  }

  private void refuseContact(Mapping one, String key) {
    List<String> known =
        contacts.map(all -> all.stream().map(Contact::key).toList()).orElse(List.of());
    if (contacts.isPresent() && !known.contains(key)) {
      values.refuse(
          one.node("to").orElseThrow(),
          "there is no contact " + key + Suggestions.phrase(key, known),
          "one of " + String.join(", ", known));
    }
  }
}
