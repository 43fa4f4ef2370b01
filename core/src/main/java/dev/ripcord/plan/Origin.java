package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.TableChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.sql.Identifier;
import java.util.Collection;

/** What a step says of the change that it serves; steps and their changes find each other by it. */
public final class Origin {
  private static final String SQL = "sql ";

  private Origin() {}

  /** Whether the statements of a step with this origin are the user's own. */
  public static boolean isSql(String origin) {
    return origin.startsWith(SQL);
  }

  /** The change in a few words. */
  public static String of(Change change) {
    return switch (change) {
      case ColumnChange it -> ofColumns(it);
      case ConstraintChange it -> ofConstraint(it);
      case IndexChange.CreateIndex it -> "create index " + it.name() + " on " + it.table();
      case IndexChange.DropIndex it -> "drop index " + it.index();
      case IndexChange.RenameIndex it -> "rename index " + it.index() + " to " + it.to();
      case TableChange.CreateTable it -> "create table " + it.table();
      case TableChange.DropTable it -> "drop table " + it.table();
      case TableChange.RenameTable it -> "rename table " + it.table() + " to " + it.to();
      case TableChange.MoveTable it -> "move table " + it.table() + " to schema " + it.schema();
      case EnumChange.CreateEnum it -> "create enum " + it.type();
      case EnumChange.AddEnumValue it -> "add value '" + it.value() + "' to enum " + it.type();
      case EnumChange.RenameEnumValue it ->
          "rename value '" + it.from() + "' of enum " + it.type() + " to '" + it.to() + "'";
      case EnumChange.ReplaceEnum it -> "replace enum " + it.type();
      case ViewChange.CreateView it -> "create view " + it.view();
      case ViewChange.ReplaceView it -> "replace view " + it.view();
      case ViewChange.DropView it -> "drop view " + it.view();
      case Change.SetComment it ->
          "comment on " + it.column().map(column -> column + " of ").orElse("") + it.table();
      case Change.RawSql it -> SQL + it.name();
    };
  }

  private static String ofColumns(ColumnChange change) {
    return switch (change) {
      case ColumnChange.AddColumn it -> "add column " + it.column() + " to " + it.table();
      case ColumnChange.RenameColumn it ->
          "rename column " + it.from() + " of " + it.table() + " to " + it.to();
      case ColumnChange.TransformColumns it ->
          "transform "
              + it.from()
              + " of "
              + it.table()
              + " into "
              + it.to().stream().map(ColumnChange.Target::column).toList();
      case ColumnChange.ChangeType it ->
          "change type of " + it.column() + " of " + it.table() + " to " + it.type();
      case ColumnChange.DropColumn it -> "drop column " + it.column() + " of " + it.table();
      case ColumnChange.SetDefault it -> "set default of " + it.column() + " of " + it.table();
      case ColumnChange.DropDefault it -> "drop default of " + it.column() + " of " + it.table();
      case ColumnChange.SetNotNull it -> "set " + it.column() + " of " + it.table() + " not null";
      case ColumnChange.DropNotNull it -> "allow null in " + it.column() + " of " + it.table();
      case ColumnChange.MoveColumns it ->
          "move " + names(it.columns().keySet()) + " of " + it.table() + " to " + it.to();
      case ColumnChange.Backfill it -> "backfill " + names(it.set().keySet()) + " of " + it.table();
    };
  }

  private static String ofConstraint(ConstraintChange change) {
    return switch (change) {
      case ConstraintChange.AddCheck it -> "add check " + it.name() + " to " + it.table();
      case ConstraintChange.AddForeignKey it ->
          "add foreign key " + it.name() + " to " + it.table();
      case ConstraintChange.AddUnique it ->
          "add unique constraint " + it.name() + " to " + it.table();
      case ConstraintChange.ChangePrimaryKey it ->
          "change primary key of " + it.table() + " to " + names(it.columns());
      case ConstraintChange.DropConstraint it ->
          "drop constraint " + it.name() + " of " + it.table();
      case ConstraintChange.RenameConstraint it ->
          "rename constraint " + it.from() + " of " + it.table() + " to " + it.to();
    };
  }

  private static String names(Collection<Identifier> columns) {
    return columns.stream().map(Object::toString).collect(joining(", "));
  }
}
