package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange.ChangePrimaryKey;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Swaps the primary key in one short transaction at {@code contract}. What each side of the swap
 * consumes is an index that was built before: one for the new key, and a twin of the old one for
 * the way back, which also keeps the old columns unique until {@code cleanup}.
 */
final class ChangePrimaryKeySteps {
  private final Draft draft;
  private final ChangePrimaryKey change;
  private final Snapshot.Table table;
  private final QualifiedName name;
  private final List<Snapshot.Column> columns;
  private final Optional<PrimaryKey> old;
  private final Identifier fresh;
  private final String alter;
  private final String origin;

  private ChangePrimaryKeySteps(
      Draft draft,
      ChangePrimaryKey change,
      Snapshot.Table table,
      List<Snapshot.Column> columns,
      Optional<PrimaryKey> old) {
    this.draft = draft;
    this.change = change;
    this.table = table;
    this.name = table.name();
    this.columns = columns;
    this.old = old;
    this.fresh = PrimaryKey.name(change, table, old);
    this.alter = "ALTER TABLE " + name + " ";
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, ChangePrimaryKey change) {
    Optional<Snapshot.Table> found = draft.table(change, change.table());
    if (found.isEmpty()) {
      return;
    }
    Snapshot.Table table = found.get();
    Optional<PrimaryKey> old = PrimaryKey.of(table);
    boolean fits = UniqueKeys.indexable(draft, change, table, change.columns());
    fits &= PrimaryKey.replaceable(draft, change, table, old);
    if (fits) {
      List<Snapshot.Column> columns = NewShape.columns(draft, change, table, change.columns());
      new ChangePrimaryKeySteps(draft, change, table, columns, old).add();
    }
  }

  /** Whether the database has the new shape already. */
  static boolean there(ChangePrimaryKey change, Snapshot snapshot) {
    Optional<Snapshot.Table> table = snapshot.table(change.table());
    Optional<PrimaryKey> key = table.flatMap(PrimaryKey::of);
    boolean retired =
        table.stream()
            .flatMap(each -> each.indexes().stream())
            .anyMatch(each -> each.name().name().value().startsWith("ripcord_retired_"));
    return !retired
        && key.isPresent()
        && table.get().primaryKey().equals(change.columns())
        && change.name().map(key.get().constraint().name()::equals).orElse(true);
  }

  private void add() {
    List<Criterion> criteria = new ArrayList<>();
    criteria.add(Criteria.noDoubles(name, change.columns()));
    String nulls =
        columns.stream()
            .filter(each -> !isSetNotNull(each))
            .map(each -> "t." + each.name() + " IS NULL")
            .collect(joining(" OR "));
    if (!nulls.isEmpty()) {
      criteria.add(Criteria.noRow("no row of " + name + " has NULL in its new key", name, nulls));
    }
    String look = "Look whether " + change.columns() + " can be the key of " + name;
    draft.add(Phase.EXPAND, step(look, origin, new Action.Verify(look, criteria)));
    for (Snapshot.Column column : nullable()) {
      NotNull.prove(name, column.name(), origin).forEach(each -> draft.add(Phase.MIGRATE, each));
    }
    QualifiedName pending = relation(Names.pending(fresh));
    String list = change.columns().stream().map(Identifier::quoted).collect(joining(", "));
    draft.add(Phase.CONTRACT, build(pending, " USING btree (" + list + ")"));
    old.ifPresent(
        key ->
            draft.add(
                Phase.CONTRACT, build(twin(key), UniqueKeys.using(key.index().definition()))));
    draft.add(Phase.CONTRACT, swap(pending));
    for (Snapshot.Column column : nullable()) {
      draft.add(Phase.CLEANUP, NotNull.dropHelper(name, column.name(), origin));
    }
    old.ifPresent(key -> draft.add(Phase.CLEANUP, dropTwin(key)));
    draft.shape(name, shape -> shape);
  }

  private List<Snapshot.Column> nullable() {
    return columns.stream().filter(each -> !each.notNull() && !isSetNotNull(each)).toList();
  }

  /** Another change of this migration repairs its NULLs and sets it NOT NULL, before the swap. */
  private boolean isSetNotNull(Snapshot.Column column) {
    return draft.changes().stream()
        .anyMatch(
            each ->
                each instanceof ColumnChange.SetNotNull it
                    && it.table().equals(change.table())
                    && it.column().equals(column.name()));
  }

  private QualifiedName relation(Identifier index) {
    return new QualifiedName(name.schema(), index);
  }

  private QualifiedName twin(PrimaryKey key) {
    return relation(Names.retired(key.constraint().name()));
  }

  /** Its way back also copes with an index that the swap and its way back have consumed. */
  private StepBuilder build(QualifiedName index, String using) {
    String title = "Build unique index " + index.name() + " on " + name;
    String statement = "CREATE UNIQUE INDEX CONCURRENTLY " + index.name() + " ON " + name + using;
    return step(title, origin, new Action.ConcurrentIndex(title, index, true, statement))
        .back(
            new Action.ConcurrentIndex(
                "Drop index " + index.name(),
                index,
                false,
                "DROP INDEX CONCURRENTLY IF EXISTS " + index))
        .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, name)
        .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, name)
        .success(Criteria.indexValid(index))
        .backSuccess(Criteria.indexGone(index));
  }

  private StepBuilder swap(QualifiedName pending) {
    List<String> forward = new ArrayList<>();
    nullable().forEach(each -> forward.add(NotNull.set(draft.snapshot(), name, each.name())));
    old.ifPresent(key -> forward.add(alter + "DROP CONSTRAINT " + key.constraint().name()));
    forward.add("ALTER INDEX " + pending + " RENAME TO " + fresh);
    forward.add(alter + "ADD CONSTRAINT " + fresh + " PRIMARY KEY USING INDEX " + fresh);
    List<String> back = new ArrayList<>();
    back.add(alter + "DROP CONSTRAINT " + fresh);
    old.ifPresent(key -> back.addAll(again(key)));
    nullable().forEach(each -> back.add(alter + "ALTER COLUMN " + each.name() + " DROP NOT NULL"));
    StepBuilder builder =
        transaction("Make " + change.columns() + " the primary key of " + name, origin, forward)
            .backTransaction("Make the old key the primary key of " + name + " again", back)
            .locks(LockMode.ACCESS_EXCLUSIVE, name)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
            .risk(Risk.MEDIUM)
            .success(Criteria.constraintExists(name, fresh, true));
    old.ifPresentOrElse(
        key -> builder.backSuccess(Criteria.constraintExists(name, key.constraint().name(), true)),
        () -> builder.backSuccess(Criteria.constraintGone(name, fresh)));
    return builder;
  }

  private List<String> again(PrimaryKey key) {
    Identifier constraint = key.constraint().name();
    List<String> again = new ArrayList<>();
    again.add("ALTER INDEX " + twin(key) + " RENAME TO " + constraint);
    again.add(
        alter
            + "ADD CONSTRAINT "
            + constraint
            + " PRIMARY KEY USING INDEX "
            + constraint
            + UniqueKeys.deferral(key.constraint()));
    again.addAll(DropConstraintSteps.commentAgain(key.constraint(), name));
    key.index()
        .comment()
        .ifPresent(
            text ->
                again.add("COMMENT ON INDEX " + relation(constraint) + " IS " + Literal.of(text)));
    return again;
  }

  /** From here on clients may write doubles of the old key; later ones are kept on the way back. */
  private StepBuilder dropTwin(PrimaryKey key) {
    QualifiedName index = twin(key);
    UniqueAgain again =
        new UniqueAgain(
            draft, table, table.primaryKey(), index, key.index().definition(), change.columns());
    return transaction("Drop index " + index.name(), origin, "DROP INDEX " + index)
        .back(again.units(Map.of(), true, List.of()).toArray(Action[]::new))
        .looks(again.looks(1, Map.of(), true))
        .locks(LockMode.ACCESS_EXCLUSIVE, name)
        .backLocks(LockMode.SHARE_ROW_EXCLUSIVE, name)
        .success(Criteria.indexGone(index), again.kept().notOfAnother())
        .backSuccess(Criteria.indexValid(index));
  }
}
