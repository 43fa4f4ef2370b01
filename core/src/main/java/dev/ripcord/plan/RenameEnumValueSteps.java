package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.EnumChange.RenameEnumValue;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.EnumType;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import java.util.List;
import java.util.Map;

/**
 * Another spelling of a value. Rows and parsed expressions hold its number, so nothing but one row
 * of the catalogue changes (ALTER TYPE in the manual, RENAME VALUE).
 */
final class RenameEnumValueSteps {
  private RenameEnumValueSteps() {}

  static void plan(Draft draft, RenameEnumValue change) {
    EnumTypes.find(draft, change)
        .filter(type -> allowed(draft, change, type))
        .ifPresent(type -> add(draft, change, type));
  }

  private static boolean allowed(Draft draft, RenameEnumValue change, EnumType type) {
    boolean allowed = EnumTypes.fits(draft, change, change.to());
    if (!type.labels().contains(change.from())) {
      draft.problem(
          change,
          "enum type " + change.type() + " has no value " + Literal.of(change.from()),
          "one of " + type.labels());
      allowed = false;
    }
    if (type.labels().contains(change.to())) {
      draft.problem(
          change,
          "enum type " + change.type() + " has a value " + Literal.of(change.to()) + " already",
          "a new value");
      allowed = false;
    }
    return EnumTypes.alone(draft, change, draft.changes()) && allowed;
  }

  private static void add(Draft draft, RenameEnumValue change, EnumType type) {
    List<String> renamed =
        type.labels().stream()
            .map(label -> label.equals(change.from()) ? change.to() : label)
            .toList();
    draft.add(
        Phase.CONTRACT,
        transaction(
                "Spell the value " + Literal.of(change.from()) + " " + Literal.of(change.to()),
                Origin.of(change),
                rename(change, change.from(), change.to()))
            .backTransaction(
                "Spell the value " + Literal.of(change.from()) + " again",
                rename(change, change.to(), change.from()))
            .risk(Risk.MEDIUM)
            .success(Criteria.labels(change.type(), renamed))
            .backSuccess(Criteria.labels(change.type(), type.labels())));
    type.uses().stream()
        // a word inside a value is none that a client could be told to say instead
        .filter(use -> !use.byDefault() && !use.inside())
        .flatMap(use -> use.column().stream())
        .forEach(
            column ->
                draft.shape(
                    column.table(),
                    shape ->
                        shape.withRespelled(column.name(), Map.of(change.to(), change.from()))));
  }

  private static String rename(RenameEnumValue change, String from, String to) {
    return "ALTER TYPE "
        + change.type()
        + " RENAME VALUE "
        + Literal.of(from)
        + " TO "
        + Literal.of(to);
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameEnumValue change, Snapshot snapshot) {
    return snapshot.enumType(change.type()).stream()
        .anyMatch(
            type -> type.labels().contains(change.to()) && !type.labels().contains(change.from()));
  }
}
