package dev.ripcord.plan;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All that goes along when one column takes the place of another.
 *
 * @param comments what gives indexes and constraints of the new column the comments of the old
 */
record Luggage(
    List<String> comments,
    Carried carried,
    Rebound rebound,
    CarriedForeignKeys foreignKeys,
    CarriedPrimaryKey primaryKey,
    CarriedSequences sequences,
    CarriedStatistics statistics) {

  Luggage {
    comments = List.copyOf(comments);
  }

  static Luggage of(Snapshot snapshot, Replacement replacement) {
    Carried carried = Carried.of(replacement);
    return new Luggage(
        carried.comments(snapshot),
        carried,
        Rebound.of(replacement),
        CarriedForeignKeys.of(snapshot, replacement),
        CarriedPrimaryKey.of(snapshot, replacement),
        CarriedSequences.of(replacement),
        CarriedStatistics.of(replacement));
  }

  /** Built and valid before the swap, while both columns are there. */
  List<StepBuilder> migrate(String origin) {
    List<StepBuilder> steps = new ArrayList<>(carried.buildSteps(origin));
    steps.addAll(foreignKeys.migrate(origin));
    steps.addAll(statistics.migrate(origin));
    return steps;
  }

  /** Likewise, but used up by the swap, forward or back. */
  List<StepBuilder> contract(String origin) {
    List<StepBuilder> steps = new ArrayList<>(primaryKey.build(origin));
    steps.addAll(foreignKeys.contract(origin));
    return steps;
  }

  /** What the swap locks beside the table. */
  QualifiedName[] relations() {
    Set<QualifiedName> all = new LinkedHashSet<>();
    all.addAll(List.of(rebound.relations()));
    all.addAll(List.of(foreignKeys.relations()));
    return all.toArray(new QualifiedName[0]);
  }

  /** The swap around the exchange of the columns' names. */
  void swap(List<String> forward, List<String> back) {
    List<String> first = new ArrayList<>(foreignKeys.lock());
    first.addAll(rebound.first());
    first.addAll(foreignKeys.first());
    first.addAll(primaryKey.drop());
    forward.addAll(0, first);
    List<String> backFirst = new ArrayList<>(foreignKeys.lock());
    backFirst.addAll(rebound.first());
    backFirst.addAll(foreignKeys.backFirst());
    backFirst.addAll(primaryKey.drop());
    backFirst.addAll(sequences.backFirst());
    back.addAll(0, backFirst);
    carried.swap(forward, back);
    forward.addAll(comments);
    // what went in cleanup was built again without them
    back.addAll(comments);
    forward.addAll(primaryKey.forward());
    forward.addAll(foreignKeys.forward());
    forward.addAll(statistics.forward());
    forward.addAll(sequences.forward());
    forward.addAll(rebound.forward());
    back.addAll(primaryKey.back());
    back.addAll(foreignKeys.backLast());
    back.addAll(statistics.back());
    back.addAll(sequences.backLast());
    back.addAll(rebound.back());
  }

  /** Units that build on the retired column, which has come back, what went with it. */
  List<Action> rebuild() {
    List<Action> units = new ArrayList<>(carried.rebuild(true));
    units.addAll(primaryKey.rebuild());
    units.addAll(foreignKeys.rebuild());
    units.addAll(statistics.rebuild());
    return units;
  }
}
