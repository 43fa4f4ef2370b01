package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Foreign keys from and to a column that is replaced. Each gets a double for the new column, added
 * NOT VALID and validated before the swap, which then exchanges the names. A key that references
 * the primary key hangs on its index, and cannot stay when the primary key moves: it is dropped at
 * the swap, and on the way back added NOT VALID, which needs no scan, then validated.
 */
final class CarriedForeignKeys {
  private final QualifiedName table;
  private final Identifier old;
  private final Identifier until;
  private final List<Key> keys;

  /**
   * @param child the table that has it
   * @param incoming whether the replaced column is the referenced one
   * @param primary whether it references the primary key
   * @param comments statements that comment on it
   */
  private record Key(
      ForeignKey key,
      QualifiedName child,
      boolean incoming,
      boolean primary,
      List<String> comments) {
    Identifier name() {
      return key.constraint().name();
    }
  }

  private CarriedForeignKeys(
      QualifiedName table, Identifier old, Identifier until, List<Key> keys) {
    this.table = table;
    this.old = old;
    this.until = until;
    this.keys = keys;
  }

  /** Of a one-to-one replacement; others are refused where there is a foreign key. */
  static CarriedForeignKeys of(Snapshot snapshot, Replacement replacement) {
    Snapshot.Table table = replacement.table();
    Identifier old = replacement.old().getFirst().name();
    Set<Identifier> primary = new HashSet<>(table.primaryKey());
    List<Key> keys =
        table.constraints().stream()
            .filter(each -> each.kind() == 'f' && each.columns().contains(old))
            .map(
                each -> {
                  QualifiedName child =
                      each.incoming() ? each.references().orElseThrow() : table.name();
                  return new Key(
                      ForeignKey.of(each),
                      child,
                      each.incoming(),
                      each.incoming() && new HashSet<>(each.columns()).equals(primary),
                      Comments.ofConstraint(snapshot, child, each.name()));
                })
            .toList();
    return new CarriedForeignKeys(table.name(), old, replacement.fresh().getFirst().until(), keys);
  }

  /** Doubles that need nothing but the new column and its unique constraints. */
  List<StepBuilder> migrate(String origin) {
    return keys.stream()
        .filter(each -> !each.primary())
        .flatMap(each -> build(each, origin).stream())
        .toList();
  }

  /** Doubles that need the index of the new primary key. */
  List<StepBuilder> contract(String origin) {
    return keys.stream()
        .filter(Key::primary)
        .flatMap(each -> build(each, origin).stream())
        .toList();
  }

  private List<StepBuilder> build(Key each, String origin) {
    Identifier name = Names.pending(each.name());
    List<StepBuilder> steps = new ArrayList<>();
    steps.add(
        transaction(
                "Check new references of " + each.child() + " as " + each.name() + " does",
                origin,
                add(each, name, until))
            .backTransaction("Drop the foreign key " + name, drop(each, name))
            .locks(LockMode.SHARE_ROW_EXCLUSIVE, both(each))
            .backLocks(LockMode.ACCESS_EXCLUSIVE, both(each))
            .success(Criteria.constraintExists(each.child(), name, false))
            .backSuccess(Criteria.constraintGone(each.child(), name)));
    if (each.key().valid()) {
      steps.add(
          transaction("Validate the foreign key " + name, origin, validate(each, name))
              .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, each.child())
              .success(Criteria.constraintExists(each.child(), name, true)));
    }
    return steps;
  }

  /** What else the swap locks. */
  QualifiedName[] relations() {
    Set<QualifiedName> all = new LinkedHashSet<>();
    keys.forEach(each -> all.addAll(List.of(both(each))));
    all.remove(table);
    return all.toArray(new QualifiedName[0]);
  }

  /**
   * All locks of the swap at once, before anything else: a client that has written a child asks for
   * its parent next (RI_FKey_check), so who held the parent and then asked for the child would wait
   * for a client that waits for him.
   */
  List<String> lock() {
    Set<QualifiedName> childrenFirst = new LinkedHashSet<>();
    keys.stream().filter(Key::incoming).map(Key::child).forEach(childrenFirst::add);
    childrenFirst.remove(table);
    childrenFirst.add(table);
    keys.stream()
        .filter(key -> !key.incoming())
        .map(key -> key.key().parent())
        .forEach(childrenFirst::add);
    return childrenFirst.size() == 1
        ? List.of()
        : List.of(
            "LOCK TABLE "
                + childrenFirst.stream().map(QualifiedName::quoted).collect(joining(", "))
                + " IN ACCESS EXCLUSIVE MODE");
  }

  /** Before the primary key goes. */
  List<String> first() {
    return keys.stream().filter(Key::primary).map(each -> drop(each, each.name())).toList();
  }

  /** When the new columns, and the primary key, are in place. */
  List<String> forward() {
    List<String> statements = new ArrayList<>();
    for (Key each : keys) {
      if (!each.primary()) {
        statements.add(rename(each, each.name(), Names.retired(each.name())));
      }
      statements.add(rename(each, Names.pending(each.name()), each.name()));
      statements.addAll(each.comments());
    }
    return statements;
  }

  /** Before the new primary key goes, on whose index the new keys hang. */
  List<String> backFirst() {
    List<String> statements = new ArrayList<>();
    for (Key each : keys) {
      if (each.primary()) {
        statements.add(drop(each, each.name()));
      } else {
        statements.add(rename(each, each.name(), Names.pending(each.name())));
        statements.add(rename(each, Names.retired(each.name()), each.name()));
      }
    }
    return statements;
  }

  /** When the old columns, and the old primary key, are in place. */
  List<String> backLast() {
    List<String> statements = new ArrayList<>();
    for (Key each : keys) {
      if (each.primary()) {
        statements.add(add(each, each.name(), old));
      }
      statements.addAll(each.comments());
    }
    return statements;
  }

  /** Units after the swap back: no row can have gone wrong, but PostgreSQL wants to see that. */
  List<Action> backAfter() {
    return keys.stream()
        .filter(each -> each.primary() && each.key().valid())
        .<Action>map(
            each ->
                new Action.Transaction(
                    "Validate the foreign key " + each.name() + " of " + each.child(),
                    List.of(validate(each, each.name()))))
        .toList();
  }

  /** Goes with the retired column; its own keys go without being told. */
  List<String> drops() {
    return keys.stream()
        .filter(each -> each.incoming() && !each.primary())
        .map(each -> drop(each, Names.retired(each.name())))
        .toList();
  }

  /** Units that bring them back to the retired column. */
  List<Action> rebuild() {
    List<Action> units = new ArrayList<>();
    for (Key each : keys) {
      if (!each.primary()) {
        Identifier name = Names.retired(each.name());
        units.add(
            new Action.Transaction(
                "Add the foreign key " + name + " again",
                List.of(add(each, name, Names.retired(old)))));
        if (each.key().valid()) {
          units.add(
              new Action.Transaction(
                  "Validate the foreign key " + name, List.of(validate(each, name))));
        }
      }
    }
    return units;
  }

  private QualifiedName[] both(Key each) {
    return new QualifiedName[] {each.child(), each.incoming() ? table : each.key().parent()};
  }

  private String add(Key each, Identifier name, Identifier column) {
    return "ALTER TABLE "
        + each.child()
        + " ADD CONSTRAINT "
        + name
        + " "
        + each.key()
            .over(old.quoted(), column.quoted(), each.incoming())
            .replaceFirst(" NOT VALID$", "")
        + " NOT VALID";
  }

  private static String validate(Key each, Identifier name) {
    return "ALTER TABLE " + each.child() + " VALIDATE CONSTRAINT " + name;
  }

  private static String drop(Key each, Identifier name) {
    return "ALTER TABLE " + each.child() + " DROP CONSTRAINT IF EXISTS " + name;
  }

  private static String rename(Key each, Identifier from, Identifier to) {
    return "ALTER TABLE " + each.child() + " RENAME CONSTRAINT " + from + " TO " + to;
  }
}
