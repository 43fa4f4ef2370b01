package dev.ripcord.plan;

import dev.ripcord.migration.EnumChange.ReplaceEnum;
import dev.ripcord.schema.EnumType;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;

/** Other values: the type is replaced by one that has them. */
final class ReplaceEnumSteps {
  private ReplaceEnumSteps() {}

  static void plan(Draft draft, ReplaceEnum change) {
    EnumTypes.find(draft, change)
        .filter(type -> allowed(draft, change, type))
        .ifPresent(
            type ->
                EnumReplacement.plan(
                    draft,
                    change,
                    new EnumReplacement.Wanted(type, change.values(), change.up(), change.down())));
  }

  private static boolean allowed(Draft draft, ReplaceEnum change, EnumType type) {
    int before = draft.problems().size();
    for (String value : change.values()) {
      boolean unused = EnumTypes.fits(draft, change, value);
    }
    for (String old : type.labels()) {
      if (!change.values().contains(old) && !change.up().containsKey(old)) {
        draft.problem(
            change,
            "nothing says what the value " + Literal.of(old) + " becomes, which goes away",
            "an entry for it in 'up:'");
      }
    }
    for (String old : change.up().keySet()) {
      if (!type.labels().contains(old) || change.values().contains(old)) {
        draft.problem(
            change,
            "'up:' names " + Literal.of(old) + ", which does not go away",
            "values of the type that are not in 'values:'");
      }
    }
    change
        .down()
        .forEach(
            (fresh, old) -> {
              if (!change.values().contains(fresh) || type.labels().contains(fresh)) {
                draft.problem(
                    change,
                    "'down:' names " + Literal.of(fresh) + ", which is no new value",
                    "items of 'values:' that the type does not have");
              }
              if (!type.labels().contains(old)) {
                draft.problem(
                    change,
                    "'down:' makes "
                        + Literal.of(fresh)
                        + " into "
                        + Literal.of(old)
                        + ", which the type does not have",
                    "one of " + type.labels());
              }
            });
    return draft.problems().size() == before;
  }

  /** Whether the database has the new shape already. */
  static boolean there(ReplaceEnum change, Snapshot snapshot) {
    return EnumTypes.settled(snapshot, change.type())
        && snapshot.enumType(change.type()).stream()
            .anyMatch(type -> type.labels().equals(change.values()));
  }
}
