package dev.ripcord.migration;

import static dev.ripcord.migration.Effects.spoken;

import dev.ripcord.migration.Effects.Column;
import dev.ripcord.migration.Effects.Effect;
import dev.ripcord.problem.Place;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds changes of one file that cannot all be meant. */
final class Contradictions {
  private final Problems problems;
  private final Map<Column, Use> made = new HashMap<>();
  private final Map<Column, Use> taken = new HashMap<>();
  private final Map<Column, Use> dropped = new HashMap<>();
  private final Map<QualifiedName, Use> displaced = new HashMap<>();
  private final Map<String, Use> claimed = new HashMap<>();

  /** What a change does with a thing, such as {@code renamed}, and where. */
  private record Use(String verb, Place place) {}

  private Contradictions(Problems problems) {
    this.problems = problems;
  }

  static void find(List<Change> changes, Problems problems) {
    Contradictions pass = new Contradictions(problems);
    for (Change change : changes) {
      Effects.of(change).forEach(effect -> pass.collect(effect, change.place()));
    }
    for (Change change : changes) {
      Effects.of(change).forEach(effect -> pass.refuseLost(effect, change.place()));
      pass.refuseDisplaced(change);
    }
    pass.refuseMadeAndTaken();
    changes.forEach(pass::refuseFilledFromNew);
  }

  /** On the way back what it was filled from is gone when its own values are looked at. */
  private void refuseFilledFromNew(Change change) {
    if (!(change instanceof ColumnChange.AddColumn add)) {
      return;
    }
    add.fill().stream()
        .flatMap(fill -> Stream.concat(Stream.of(fill.value()), fill.where().stream()))
        .flatMap(expression -> Expressions.columns(expression, add.table()).stream())
        .filter(column -> !column.equals(add.column()))
        .distinct()
        .map(column -> new Column(add.table(), column))
        .filter(made::containsKey)
        .forEach(
            column ->
                problems.add(
                    change.place(),
                    "the backfill of "
                        + new Column(add.table(), add.column())
                        + " reads "
                        + column
                        + ", which is new too",
                    "columns that are there already (fill it in a migration of its own)"));
  }

  private void collect(Effect effect, Place place) {
    switch (effect) {
      case Effect.Makes it -> make(it.column(), place);
      case Effect.Takes it -> take(it.column(), new Use(it.verb(), place));
      case Effect.Claims it -> claim(it, place);
      case Effect.Displaces it -> displace(it, place);
      case Effect.Alters it -> {}
      case Effect.Uses it -> {}
    }
  }

  private void make(Column column, Place place) {
    Use first = made.putIfAbsent(column, new Use("made", place));
    if (first != null) {
      again(place, "the new column " + column + " is made here again", first.place());
    }
  }

  private void take(Column column, Use use) {
    if (use.verb().equals("dropped")) {
      dropped.putIfAbsent(column, use);
    }
    Use first = taken.putIfAbsent(column, use);
    if (first != null) {
      problems.add(
          use.place(),
          "the column "
              + column
              + " is "
              + use.verb()
              + " here and "
              + first.verb()
              + " on line "
              + first.place().line(),
          "one change per column (transform renames and converts at once)");
    }
  }

  private void claim(Effect.Claims claim, Place place) {
    Use first = claimed.putIfAbsent(claim.thing(), new Use(claim.verb(), place));
    if (first == null) {
      return;
    }
    if (first.verb().equals(claim.verb())) {
      again(place, claim.thing() + " is " + claim.verb() + " here again", first.place());
    } else {
      problems.add(
          place,
          claim.thing()
              + " is "
              + claim.verb()
              + " here and "
              + first.verb()
              + " on line "
              + first.place().line(),
          "one of the two");
    }
  }

  private void displace(Effect.Displaces it, Place place) {
    Use first = displaced.putIfAbsent(it.table(), new Use(it.verb(), place));
    if (first == null) {
      return;
    }
    if (first.verb().equals(it.verb())) {
      again(
          place,
          "the table " + spoken(it.table()) + " is " + it.verb() + " here again",
          first.place());
    } else {
      problems.add(
          place,
          "the table "
              + spoken(it.table())
              + " is "
              + it.verb()
              + " here and "
              + first.verb()
              + " on line "
              + first.place().line(),
          "one of the two");
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

  /** What is altered must stay as it is otherwise; what is used must be there in the end. */
  private void refuseLost(Effect effect, Place place) {
    switch (effect) {
      case Effect.Alters it -> {
        Use taking = taken.get(it.column());
        if (taking != null) {
          problems.add(
              place,
              "the column "
                  + it.column()
                  + " is "
                  + it.verb()
                  + " here and "
                  + taking.verb()
                  + " on line "
                  + taking.place().line(),
              "one of the two (the other in a migration of its own)");
        }
      }
      case Effect.Uses it ->
          columns(it, place).stream()
              .map(name -> new Column(it.table(), name))
              .forEach(column -> refuseDropped(column, it.verb(), place));
      case Effect.Makes it -> {}
      case Effect.Takes it -> {}
      case Effect.Claims it -> {}
      case Effect.Displaces it -> {}
    }
  }

  private Set<Identifier> columns(Effect.Uses use, Place place) {
    try {
      return Expressions.columns(use.expression(), use.table());
    } catch (IllegalArgumentException e) {
      problems.add(place, "an expression contains " + e.getMessage(), "a name");
      return Set.of();
    }
  }

  private void refuseDropped(Column column, String verb, Place place) {
    Use drop = dropped.get(column);
    if (drop != null) {
      problems.add(
          place,
          "the column "
              + column
              + " is "
              + verb
              + " here and dropped on line "
              + drop.place().line(),
          "one of the two");
    }
  }

  /** A table that is dropped, renamed, moved or made has no other change in the same file. */
  private void refuseDisplaced(Change change) {
    if (change instanceof TableChange) {
      return;
    }
    for (QualifiedName table : change.tables()) {
      Use use = displaced.get(table);
      if (use != null) {
        problems.add(
            change.place(),
            "the table "
                + spoken(table)
                + " is changed here and "
                + use.verb()
                + " on line "
                + use.place().line(),
            use.verb().equals("dropped") ? "one of the two" : "a migration of its own for one");
      }
    }
  }
}
