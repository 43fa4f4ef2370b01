package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.EnumChange.CreateEnum;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import java.util.Optional;

/** A new enum type. Columns that have it are made after it, and gone before it on the way back. */
final class CreateEnumSteps {
  private CreateEnumSteps() {}

  static void plan(Draft draft, CreateEnum change) {
    boolean allowed = Schemas.allow(draft, change, change.type().schema());
    for (String value : change.values()) {
      allowed &= EnumTypes.fits(draft, change, value);
    }
    Optional<String> taken = Taken.relation(draft.snapshot(), change.type());
    taken.ifPresent(
        it -> draft.problem(change, "there is " + it + " already", "a name that nothing has"));
    if (!allowed || taken.isPresent()) {
      return;
    }
    draft.passingType(change.type());
    draft.add(
        Phase.EXPAND,
        transaction(
                "Create the enum type " + change.type(),
                Origin.of(change),
                EnumTypes.create(change.type(), change.values()))
            .backTransaction("Drop the enum type " + change.type(), "DROP TYPE " + change.type())
            .success(Criteria.labels(change.type(), change.values()))
            .backSuccess(Criteria.typeGone(change.type())));
  }

  /** Whether the database has the new shape already. */
  static boolean there(CreateEnum change, Snapshot snapshot) {
    return snapshot.enumType(change.type()).stream()
        .anyMatch(type -> type.labels().equals(change.values()));
  }
}
