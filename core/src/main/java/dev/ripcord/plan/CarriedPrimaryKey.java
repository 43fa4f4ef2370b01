package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The primary key of which a replaced column is a part. A table has one, and an index serves one
 * constraint: so before the swap a second unique index is built over the old column for the way
 * back, and one over the new column for the way forward. The swap drops one constraint with its
 * index and makes the other of the index that is ready.
 */
final class CarriedPrimaryKey {
  private final QualifiedName table;
  private final Identifier old;
  private final Identifier until;
  private final Optional<Key> key;

  private record Key(Snapshot.Constraint constraint, Snapshot.Index index, List<String> comments) {}

  private CarriedPrimaryKey(
      QualifiedName table, Identifier old, Identifier until, Optional<Key> key) {
    this.table = table;
    this.old = old;
    this.until = until;
    this.key = key;
  }

  /** Of a one-to-one replacement; others are refused in a primary key. */
  static CarriedPrimaryKey of(Snapshot snapshot, Replacement replacement) {
    Snapshot.Table table = replacement.table();
    Identifier old = replacement.old().getFirst().name();
    Optional<Key> key =
        table.constraints().stream()
            .filter(each -> each.kind() == 'p')
            .flatMap(
                each ->
                    table.indexes().stream()
                        .filter(index -> index.name().name().equals(each.name()))
                        .filter(index -> index.columns().contains(old))
                        .map(
                            index ->
                                new Key(
                                    each,
                                    index,
                                    Comments.ofConstraint(snapshot, table.name(), each.name()))))
            .findFirst();
    return new CarriedPrimaryKey(table.name(), old, replacement.fresh().getFirst().until(), key);
  }

  /**
   * The indexes, before the swap; its way back leaves one of each pair, so they are there or not.
   */
  List<StepBuilder> build(String origin) {
    return key.stream()
        .flatMap(
            each ->
                List.of(
                    build(each, pending(each), until, origin),
                    build(each, retired(each), old, origin))
                    .stream())
        .toList();
  }

  private StepBuilder build(Key each, QualifiedName name, Identifier column, String origin) {
    Action.ConcurrentIndex create = Carried.create(table, each.index(), name, old, column);
    return step(create.title(), origin, create)
        .back(Carried.drop(name))
        .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
        .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
        .success(Criteria.indexValid(name))
        .backSuccess(Criteria.indexGone(name));
  }

  /** Before the columns change their names. */
  List<String> drop() {
    return key.stream()
        .map(each -> "ALTER TABLE " + table + " DROP CONSTRAINT " + each.constraint().name())
        .toList();
  }

  /** When the new column is NOT NULL and has its name. */
  List<String> forward() {
    return key.stream().flatMap(each -> use(each, pending(each).name()).stream()).toList();
  }

  /** When the old column has its name again. */
  List<String> back() {
    return key.stream().flatMap(each -> use(each, retired(each).name()).stream()).toList();
  }

  /** Units that build the second index on the retired column, which has come back. */
  List<Action> rebuild() {
    return key.stream()
        .<Action>map(
            each -> Carried.create(table, each.index(), retired(each), old, Names.retired(old)))
        .toList();
  }

  private List<String> use(Key each, Identifier index) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "ALTER TABLE "
            + table
            + " ADD CONSTRAINT "
            + each.constraint().name()
            + " PRIMARY KEY USING INDEX "
            + index
            + Carried.deferrable(each.constraint()));
    statements.addAll(each.comments());
    return statements;
  }

  private static QualifiedName pending(Key each) {
    QualifiedName own = each.index().name();
    return new QualifiedName(own.schema(), Names.pending(own.name()));
  }

  private static QualifiedName retired(Key each) {
    QualifiedName own = each.index().name();
    return new QualifiedName(own.schema(), Names.retired(own.name()));
  }
}
