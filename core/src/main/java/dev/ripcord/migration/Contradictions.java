package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds changes of one file that cannot all be meant. */
final class Contradictions {
  private final Problems problems;
  private final Map<Column, Use> made = new HashMap<>();
  private final Map<Column, Use> taken = new HashMap<>();
  private final Map<Column, Use> dropped = new HashMap<>();
  private final Map<QualifiedName, Place> droppedTables = new HashMap<>();
  private final Map<String, Place> names = new HashMap<>();

  private record Column(QualifiedName table, Identifier name) {
    @Override
    public String toString() {
      String prefix = table.schema().value().equals("public") ? "" : table.schema() + ".";
      return prefix + table.name() + "." + name;
    }
  }

  /** What a change does with a column, such as {@code renamed}, and where. */
  private record Use(String verb, Place place) {}

  private Contradictions(Problems problems) {
    this.problems = problems;
  }

  static void find(List<Change> changes, Problems problems) {
    Contradictions pass = new Contradictions(problems);
    changes.forEach(pass::collect);
    changes.forEach(pass::refuseLostColumns);
    changes.forEach(pass::refuseLostTables);
    pass.refuseMadeAndTaken();
  }

  private void collect(Change change) {
    switch (change) {
      case Change.AddColumn add -> make(add.table(), add.column(), add.place());
      case Change.RenameColumn rename -> {
        take(rename.table(), rename.from(), "renamed", rename.place());
        make(rename.table(), rename.to(), rename.place());
      }
      case Change.TransformColumns transform -> {
        for (Identifier column : transform.from()) {
          take(transform.table(), column, "transformed", transform.place());
        }
        for (Change.Target target : transform.to()) {
          make(transform.table(), target.column(), transform.place());
        }
      }
      case Change.ChangeType type ->
          take(type.table(), type.column(), "given another type", type.place());
      case Change.DropColumn drop -> {
        take(drop.table(), drop.column(), "dropped", drop.place());
        Column column = new Column(drop.table(), drop.column());
        dropped.putIfAbsent(column, new Use("dropped", drop.place()));
      }
      case Change.DropTable drop -> {
        Place first = droppedTables.putIfAbsent(drop.table(), drop.place());
        if (first != null) {
          again(drop.place(), "the table " + drop.table() + " is dropped here again", first);
        }
      }
      case Change.AddCheck check ->
          claim("the constraint " + check.table() + " " + check.name(), check.place());
      case Change.CreateIndex index ->
          claim("the index " + index.table().schema() + "." + index.name(), index.place());
      case Change.Backfill backfill -> {}
      case Change.RawSql sql -> claim("the SQL change " + sql.name(), sql.place());
    }
  }

  private void make(QualifiedName table, Identifier name, Place place) {
    Column column = new Column(table, name);
    Use first = made.putIfAbsent(column, new Use("made", place));
    if (first != null) {
      again(place, "the new column " + column + " is made here again", first.place());
    }
  }

  private void take(QualifiedName table, Identifier name, String verb, Place place) {
    Column column = new Column(table, name);
    Use first = taken.putIfAbsent(column, new Use(verb, place));
    if (first != null) {
      problems.add(
          place,
          "the column "
              + column
              + " is "
              + verb
              + " here and "
              + first.verb()
              + " on line "
              + first.place().line(),
          "one change per column (transform renames and converts at once)");
    }
  }

  private void claim(String thing, Place place) {
    Place first = names.putIfAbsent(thing, place);
    if (first != null) {
      again(place, thing + " is made here again", first);
    }
  }

  private void again(Place place, String what, Place first) {
    problems.add(place, what, "it once (it is on line " + first.line() + ")");
  }

  private void refuseMadeAndTaken() {
    made.forEach(
        (column, making) -> {
          Use taking = taken.get(column);
          if (taking == null) {
            return;
          }
          boolean sameChange = taking.place().equals(making.place());
          problems.add(
              making.place(),
              "the new column "
                  + column
                  + " has the name of one that is "
                  + taking.verb()
                  + (sameChange ? " by the same change" : " on line " + taking.place().line()),
              sameChange
                  ? "another name (change_type keeps the name)"
                  : "another name, or one change instead of two");
        });
  }

  private void refuseLostColumns(Change change) {
    switch (change) {
      case Change.Backfill backfill ->
          backfill.set().keySet().forEach(c -> refuseLost(backfill.table(), c, "set", change));
      case Change.CreateIndex index -> {
        for (String expression : index.columns()) {
          columns(expression, index.table(), change)
              .forEach(c -> refuseLost(index.table(), c, "indexed", change));
        }
      }
      case Change.AddCheck check ->
          columns(check.expression(), check.table(), change)
              .forEach(c -> refuseLost(check.table(), c, "checked", change));
      case Change.AddColumn c -> {}
      case Change.RenameColumn c -> {}
      case Change.TransformColumns c -> {}
      case Change.ChangeType c -> {}
      case Change.DropColumn c -> {}
      case Change.DropTable c -> {}
      case Change.RawSql c -> {}
    }
  }

  private Set<Identifier> columns(String expression, QualifiedName table, Change change) {
    try {
      return Expressions.columns(expression, table);
    } catch (IllegalArgumentException e) {
      problems.add(change.place(), "an expression contains " + e.getMessage(), "a name");
      return Set.of();
    }
  }

  private void refuseLost(QualifiedName table, Identifier name, String verb, Change change) {
    Column column = new Column(table, name);
    Use drop = dropped.get(column);
    if (drop != null) {
      problems.add(
          change.place(),
          "the column "
              + column
              + " is "
              + verb
              + " here and dropped on line "
              + drop.place().line(),
          "one of the two");
    }
  }

  private void refuseLostTables(Change change) {
    QualifiedName table = table(change);
    Place drop = table == null ? null : droppedTables.get(table);
    if (drop != null && !(change instanceof Change.DropTable)) {
      problems.add(
          change.place(),
          "the table " + table + " is changed here and dropped on line " + drop.line(),
          "one of the two");
    }
  }

  private static @Nullable QualifiedName table(Change change) {
    return switch (change) {
      case Change.AddColumn c -> c.table();
      case Change.RenameColumn c -> c.table();
      case Change.TransformColumns c -> c.table();
      case Change.ChangeType c -> c.table();
      case Change.DropColumn c -> c.table();
      case Change.DropTable c -> c.table();
      case Change.AddCheck c -> c.table();
      case Change.CreateIndex c -> c.table();
      case Change.Backfill c -> c.table();
      case Change.RawSql c -> null;
    };
  }
}
