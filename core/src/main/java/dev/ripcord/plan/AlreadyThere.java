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
import java.util.Optional;

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
  private final Printer printer;

  private AlreadyThere(Snapshot snapshot, Printer printer) {
    this.snapshot = snapshot;
    this.printer = printer;
  }

  static boolean all(Migration migration, Snapshot snapshot, Printer printer) {
    AlreadyThere there = new AlreadyThere(snapshot, printer);
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
      case ViewChange.CreateView it -> viewed(it, it.view());
      case ViewChange.ReplaceView it -> viewed(it, it.view());
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
      case ColumnChange.SetDefault it -> answer(given(it));
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

  private Answer viewed(ViewChange change, QualifiedName name) {
    Optional<Snapshot.View> view = snapshot.view(name).filter(each -> !each.materialized());
    if (view.isEmpty()) {
      return Answer.NO;
    }
    // a check option of the old view goes over to the one that replaces it, but not to a new one
    boolean checks = view.get().options().stream().anyMatch(it -> it.startsWith("check_option"));
    return answer(
        isPrinted(change, view.get().definition())
            && (change instanceof ViewChange.ReplaceView || !checks));
  }

  private static Answer answer(boolean there) {
    return there ? Answer.YES : Answer.NO;
  }

  private boolean added(ColumnChange.AddColumn change) {
    Optional<String> value =
        snapshot
            .table(change.table())
            .flatMap(it -> it.column(change.column()))
            .flatMap(Snapshot.Column::defaultValue);
    boolean sameDefault =
        value.map(it -> isPrinted(change, it)).orElse(change.defaultValue().isEmpty());
    return sameDefault
        && hasType(change.table(), change.column(), change.type())
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
                    && isPrinted(change, each.definition()));
  }

  private boolean given(ColumnChange.SetDefault change) {
    return snapshot.table(change.table()).flatMap(it -> it.column(change.column())).stream()
        .flatMap(column -> column.defaultValue().stream())
        .anyMatch(value -> isPrinted(change, value));
  }

  private boolean isPrinted(Change change, String definition) {
    return printer.print(change).filter(definition::equals).isPresent();
  }

  private boolean indexed(IndexChange.CreateIndex change) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.indexes().stream())
        .anyMatch(
            each ->
                each.name().name().equals(change.name())
                    && each.valid()
                    && isIndex(change, each.definition()));
  }

  /** The printed one is of another table, so that only what follows its name can be the same. */
  private boolean isIndex(IndexChange.CreateIndex change, String definition) {
    String start = change.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    String using = " USING " + change.method() + " (";
    int at = definition.indexOf(using);
    return at > 0
        && definition.startsWith(start)
        && printer
            .print(change)
            .filter(printed -> printed.contains(using))
            .map(printed -> printed.substring(printed.indexOf(using)))
            .filter(definition.substring(at)::equals)
            .isPresent();
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
