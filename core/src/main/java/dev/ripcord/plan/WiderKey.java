package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;

import dev.ripcord.schema.Attached.OwnedSequence;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key, or a column with a sequence, whose integer type became a wider one. Until the column of
 * the old type is gone, the trigger that feeds it keeps everything within that type, by an error.
 * After that the way back may be blocked by a value that fits no more: it looks before it begins.
 */
final class WiderKey {
  private WiderKey() {}

  /** The last step of {@code cleanup}, whose way back comes first. */
  static Optional<StepBuilder> of(Replacement replacement, CarriedSequences sequences) {
    String old = replacement.old().getFirst().type();
    Replacement.Fresh fresh = replacement.fresh().getFirst();
    List<OwnedSequence> wider = sequences.wider();
    boolean key = replacement.table().isKey(fresh.name());
    if (!fresh.inPlace()
        || Types.bytes(old) == 0
        || Types.bytes(fresh.type()) <= Types.bytes(old)
        || (!key && wider.isEmpty())) {
      return Optional.empty();
    }
    String title = "Let " + fresh.name() + " of " + replacement.name() + " go beyond " + old;
    Identifier retired = Names.retired(fresh.name());
    String beyond =
        "t." + fresh.name() + " NOT BETWEEN " + Types.lowest(old) + " AND " + Types.highest(old);
    List<Criterion> fits = new ArrayList<>();
    fits.add(
        Criteria.noRow(
            "every " + fresh.name() + " of " + replacement.name() + " fits " + old,
            replacement.name(),
            beyond));
    wider.forEach(
        each ->
            fits.add(
                new Criterion(
                    "sequence " + each.name() + " has not gone beyond " + each.type(),
                    "SELECT last_value <= " + Types.highest(each.type()) + " FROM " + each.name(),
                    "t")));
    Action forward =
        wider.isEmpty()
            ? new Action.Verify(title, List.of(Criteria.columnGone(replacement.name(), retired)))
            : new Action.Transaction(
                title,
                wider.stream().map(each -> CarriedSequences.widen(each, fresh.type())).toList());
    Look look =
        new Look(
            1,
            "rows of " + replacement.name() + " whose " + fresh.name() + " does not fit " + old,
            replacement.name(),
            beyond,
            Examples.of(replacement.table(), List.of(fresh.name())),
            new Fate.Refused("type " + old));
    StepBuilder builder =
        step(title, replacement.origin(), forward)
            .looks(look)
            .back(new Action.Verify("Check that all that is there fits " + old, fits))
            .risk(Risk.MEDIUM);
    if (!wider.isEmpty()) {
      builder.backTransaction(
          "Keep the values of " + fresh.name() + " within " + old,
          wider.stream().map(CarriedSequences::narrow).toList());
    }
    return Optional.of(builder);
  }
}
