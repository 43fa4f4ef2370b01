package dev.ripcord.plan;

import dev.ripcord.migration.EnumChange.AddEnumValue;
import dev.ripcord.schema.EnumType;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One more value: the type is replaced by one that has it. */
final class AddEnumValueSteps {
  private AddEnumValueSteps() {}

  static void plan(Draft draft, AddEnumValue change) {
    EnumTypes.find(draft, change)
        .filter(type -> allowed(draft, change, type))
        .ifPresent(
            type ->
                EnumReplacement.plan(
                    draft,
                    change,
                    new EnumReplacement.Wanted(
                        type,
                        labels(change, type.labels()),
                        Map.of(),
                        change.down().map(old -> Map.of(change.value(), old)).orElse(Map.of()))));
  }

  private static boolean allowed(Draft draft, AddEnumValue change, EnumType type) {
    boolean allowed = EnumTypes.fits(draft, change, change.value());
    if (type.labels().contains(change.value())) {
      draft.problem(
          change,
          "enum type " + change.type() + " has a value " + Literal.of(change.value()) + " already",
          "a new value");
      allowed = false;
    }
    Optional<String> neighbour = change.before().or(change::after);
    if (neighbour.isPresent() && !type.labels().contains(neighbour.get())) {
      draft.problem(
          change,
          "enum type " + change.type() + " has no value " + Literal.of(neighbour.get()),
          "one of " + type.labels());
      allowed = false;
    }
    return allowed;
  }

  /** All values in their order, the new one in its place. */
  static List<String> labels(AddEnumValue change, List<String> old) {
    List<String> labels = new ArrayList<>(old);
    int at = old.size();
    if (change.before().isPresent()) {
      at = old.indexOf(change.before().get());
    } else if (change.after().isPresent()) {
      at = old.indexOf(change.after().get()) + 1;
    }
    labels.add(Math.max(0, at), change.value());
    return labels;
  }

  /** Whether the database has the new shape already. */
  static boolean there(AddEnumValue change, Snapshot snapshot) {
    return EnumTypes.settled(snapshot, change.type())
        && snapshot.enumType(change.type()).stream()
            .anyMatch(type -> type.labels().contains(change.value()));
  }
}
