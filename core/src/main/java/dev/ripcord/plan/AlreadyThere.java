package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.TableChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;

/**
 * Whether a database has the new shape already, so that there is nothing to do. Backfills and raw
 * SQL leave nothing in the catalogue to judge by: they count neither way, and a migration of these
 * alone is never already there. A column that is still retired is a migration that has not ended.
 */
final class AlreadyThere {
  private enum Answer {
    YES,
    NO,
    CANNOT_TELL
  }

  private final Snapshot snapshot;

  private AlreadyThere(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  static boolean all(Migration migration, Snapshot snapshot) {
    AlreadyThere there = new AlreadyThere(snapshot);
    boolean some = false;
    for (Change change : migration.changes()) {
      Answer answer = there.is(change);
      if (answer == Answer.NO) {
        return false;
      }
      some |= answer == Answer.YES;
    }
    return some;
  }

  private Answer is(Change change) {
    return switch (change) {
      case ColumnChange it -> ofColumns(it);
      case ConstraintChange it -> answer(ofConstraint(it));
      case IndexChange.CreateIndex it -> answer(indexed(it));
      case IndexChange.DropIndex it -> answer(DropIndexSteps.there(it, snapshot));
      case IndexChange.RenameIndex it -> answer(RenameIndexSteps.there(it, snapshot));
      case TableChange.CreateTable it -> answer(CreateTableSteps.there(it, snapshot));
      case TableChange.DropTable it -> answer(snapshot.table(it.table()).isEmpty());
      case TableChange.RenameTable it -> answer(RenameTableSteps.there(it, snapshot));
      case TableChange.MoveTable it -> answer(MoveTableSteps.there(it, snapshot));
      case EnumChange.CreateEnum it -> answer(CreateEnumSteps.there(it, snapshot));
      case EnumChange.AddEnumValue it -> answer(AddEnumValueSteps.there(it, snapshot));
      case EnumChange.RenameEnumValue it -> answer(RenameEnumValueSteps.there(it, snapshot));
      case EnumChange.ReplaceEnum it -> answer(ReplaceEnumSteps.there(it, snapshot));
      case ViewChange.CreateView it -> answer(CreateViewSteps.there(it, snapshot));
      case ViewChange.ReplaceView it -> replaced(it);
      case ViewChange.DropView it -> answer(DropViewSteps.there(it, snapshot));
      case Change.SetComment it -> answer(SetCommentSteps.there(it, snapshot));
      case Change.RawSql it -> Answer.CANNOT_TELL;
    };
  }

  private Answer ofColumns(ColumnChange change) {
    return switch (change) {
      case ColumnChange.AddColumn it -> answer(added(it));
      case ColumnChange.RenameColumn it ->
          answer(gone(it.table(), it.from()) && has(it.table(), it.to()));
      case ColumnChange.TransformColumns it -> answer(transformed(it));
      case ColumnChange.ChangeType it ->
          answer(hasType(it.table(), it.column(), it.type()) && settled(it.table(), it.column()));
      case ColumnChange.DropColumn it -> answer(gone(it.table(), it.column()));
      case ColumnChange.SetDefault it -> answer(SetDefaultSteps.there(it, snapshot));
      case ColumnChange.DropDefault it -> answer(DropDefaultSteps.there(it, snapshot));
      case ColumnChange.SetNotNull it -> answer(SetNotNullSteps.there(it, snapshot));
      case ColumnChange.DropNotNull it -> answer(DropNotNullSteps.there(it, snapshot));
      case ColumnChange.MoveColumns it -> answer(MoveColumnsSteps.there(it, snapshot));
      case ColumnChange.Backfill it -> Answer.CANNOT_TELL;
    };
  }

  private boolean ofConstraint(ConstraintChange change) {
    return switch (change) {
      case ConstraintChange.AddCheck it -> checked(it);
      case ConstraintChange.AddForeignKey it -> AddForeignKeySteps.there(it, snapshot);
      case ConstraintChange.AddUnique it -> AddUniqueSteps.there(it, snapshot);
      case ConstraintChange.ChangePrimaryKey it -> ChangePrimaryKeySteps.there(it, snapshot);
      case ConstraintChange.DropConstraint it -> DropConstraintSteps.there(it, snapshot);
      case ConstraintChange.RenameConstraint it -> RenameConstraintSteps.there(it, snapshot);
    };
  }

  /** A query is printed in another way than it is written, so that it is not always known again. */
  private Answer replaced(ViewChange.ReplaceView change) {
    if (snapshot.view(change.view()).isEmpty()) {
      return Answer.NO;
    }
    return ReplaceViewSteps.there(change, snapshot) ? Answer.YES : Answer.CANNOT_TELL;
  }

  private static Answer answer(boolean there) {
    return there ? Answer.YES : Answer.NO;
  }

  private boolean added(ColumnChange.AddColumn change) {
    return hasType(change.table(), change.column(), change.type())
        && (!change.notNull() || notNull(change.table(), change.column()));
  }

  private boolean transformed(ColumnChange.TransformColumns change) {
    return change.from().stream().allMatch(column -> gone(change.table(), column))
        && change.to().stream()
            .allMatch(
                target ->
                    hasType(change.table(), target.column(), target.type())
                        && (!target.notNull() || notNull(change.table(), target.column())));
  }

  private boolean checked(ConstraintChange.AddCheck change) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.constraints().stream())
        .anyMatch(
            each ->
                !each.incoming()
                    && each.kind() == 'c'
                    && each.name().equals(change.name())
                    && SameSql.check(change.expression(), each.definition()));
  }

  private boolean indexed(IndexChange.CreateIndex change) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.indexes().stream())
        .anyMatch(
            each ->
                each.name().name().equals(change.name())
                    && each.valid()
                    && SameSql.index(change, each.definition()));
  }

  private boolean has(QualifiedName table, Identifier column) {
    return snapshot.table(table).flatMap(it -> it.column(column)).isPresent();
  }

  private boolean notNull(QualifiedName table, Identifier column) {
    return snapshot.table(table).flatMap(it -> it.column(column)).stream()
        .anyMatch(Snapshot.Column::notNull);
  }

  private boolean hasType(QualifiedName table, Identifier column, String type) {
    return snapshot.table(table).flatMap(it -> it.column(column)).stream()
        .anyMatch(each -> TypeName.of(each.type()).equals(TypeName.of(type)));
  }

  /** The table is there, the column is not. */
  private boolean gone(QualifiedName table, Identifier column) {
    return snapshot.table(table).isPresent() && !has(table, column) && settled(table, column);
  }

  /** Neither is a successor of the column on its way in, nor a predecessor on its way out. */
  private boolean settled(QualifiedName table, Identifier column) {
    return !has(table, Names.retired(column)) && !has(table, Names.pending(column));
  }
}
