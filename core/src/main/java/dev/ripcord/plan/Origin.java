package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;

/** What a step says of the change that it serves; steps and their changes find each other by it. */
public final class Origin {
  private Origin() {}

  /** The change in a few words. */
  public static String of(Change change) {
    return switch (change) {
      case Change.AddColumn it -> "add column " + it.column() + " to " + it.table();
      case Change.RenameColumn it ->
          "rename column " + it.from() + " of " + it.table() + " to " + it.to();
      case Change.TransformColumns it ->
          "transform "
              + it.from()
              + " of "
              + it.table()
              + " into "
              + it.to().stream().map(Change.Target::column).toList();
      case Change.ChangeType it ->
          "change type of " + it.column() + " of " + it.table() + " to " + it.type();
      case Change.DropColumn it -> "drop column " + it.column() + " of " + it.table();
      case Change.DropTable it -> "drop table " + it.table();
      case Change.AddCheck it -> "add check " + it.name() + " to " + it.table();
      case Change.CreateIndex it -> "create index " + it.name() + " on " + it.table();
      case Change.Backfill it ->
          "backfill "
              + it.set().keySet().stream().map(Object::toString).collect(joining(", "))
              + " of "
              + it.table();
      case Change.RawSql it -> "sql " + it.name();
    };
  }
}
