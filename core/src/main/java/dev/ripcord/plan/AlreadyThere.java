package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Migration;
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
      case Change.AddColumn it -> answer(added(it));
      case Change.RenameColumn it ->
          answer(gone(it.table(), it.from()) && has(it.table(), it.to()));
      case Change.TransformColumns it -> answer(transformed(it));
      case Change.ChangeType it ->
          answer(hasType(it.table(), it.column(), it.type()) && settled(it.table(), it.column()));
      case Change.DropColumn it -> answer(gone(it.table(), it.column()));
      case Change.DropTable it -> answer(snapshot.table(it.table()).isEmpty());
      case Change.AddCheck it -> answer(checked(it));
      case Change.CreateIndex it -> answer(indexed(it));
      case Change.Backfill it -> Answer.CANNOT_TELL;
      case Change.RawSql it -> Answer.CANNOT_TELL;
    };
  }

  private static Answer answer(boolean there) {
    return there ? Answer.YES : Answer.NO;
  }

  private boolean added(Change.AddColumn change) {
    return hasType(change.table(), change.column(), change.type())
        && (!change.notNull() || notNull(change.table(), change.column()));
  }

  private boolean transformed(Change.TransformColumns change) {
    return change.from().stream().allMatch(column -> gone(change.table(), column))
        && change.to().stream()
            .allMatch(
                target ->
                    hasType(change.table(), target.column(), target.type())
                        && (!target.notNull() || notNull(change.table(), target.column())));
  }

  private boolean checked(Change.AddCheck change) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.constraints().stream())
        .anyMatch(
            each ->
                !each.incoming()
                    && each.kind() == 'c'
                    && each.name().equals(change.name())
                    && !each.definition().endsWith(" NOT VALID"));
  }

  private boolean indexed(Change.CreateIndex change) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.indexes().stream())
        .anyMatch(
            each ->
                each.name().name().equals(change.name())
                    && each.valid()
                    && each.unique() == change.unique());
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
