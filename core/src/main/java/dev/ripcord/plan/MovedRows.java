package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Moved.Side;
import dev.ripcord.sql.Identifier;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writes the statements that walk over pairs of rows. They lock both rows of a pair before they
 * look: a statement that waited for one of them would else go on with what it read of the other
 * before (READ COMMITTED, section 13.2.1 of the manual).
 */
final class MovedRows {
  private final Moved moved;
  private final Side here;
  private final Side retired;
  private final Side there;

  MovedRows(Moved moved) {
    this.moved = moved;
    this.here = moved.here(false);
    this.retired = moved.here(true);
    this.there = moved.there();
  }

  private String each(String separator, IntFunction<String> part) {
    return IntStream.range(0, moved.columns().size()).mapToObj(part).collect(joining(separator));
  }

  private String type(int i) {
    return moved.columns().get(i).type();
  }

  private static String isNull(String alias, Identifier column) {
    return alias + "." + column + " IS NOT DISTINCT FROM NULL";
  }

  private static String given(String alias, Identifier column) {
    return alias + "." + column + " IS DISTINCT FROM NULL";
  }

  /** Fills rows there from their partners here. */
  Action.Walk fillThere(String title) {
    return fill(title, there, here);
  }

  /** Fills rows here from their partners there, which came at the same moment. */
  Action.Walk fillHere(String title) {
    return fill(title, here, there);
  }

  /** Fills rows {@code t} of a side from their partners {@code s}. */
  private Action.Walk fill(String title, Side own, Side other) {
    String unfilled =
        each(
            " OR ",
            i ->
                "("
                    + isNull("t", own.columns().get(i))
                    + " AND "
                    + given("s", other.columns().get(i))
                    + ")");
    String statement =
        "WITH pair AS MATERIALIZED (SELECT "
            + own.keys().stream().map(key -> "t." + key).collect(joining(", "))
            + ", "
            + each(", ", i -> "s." + other.columns().get(i) + " AS ripcord_value_" + (i + 1))
            + " FROM "
            + own.table()
            + " AS t JOIN "
            + other.table()
            + " AS s ON "
            + own.paired("t", other, "s")
            + " WHERE "
            + Walks.range("t")
            + " AND ("
            + unfilled
            + ") FOR NO KEY UPDATE OF t, s) UPDATE "
            + own.table()
            + " AS u SET "
            + each(
                ", ",
                i ->
                    own.columns().get(i)
                        + " = CASE WHEN "
                        + isNull("u", own.columns().get(i))
                        + " THEN pair.ripcord_value_"
                        + (i + 1)
                        + " ELSE u."
                        + own.columns().get(i)
                        + " END")
            + " FROM pair WHERE "
            + own.paired("u", own, "pair");
    return Walks.walk(
        title,
        own.table(),
        statement,
        "EXISTS (SELECT FROM "
            + other.table()
            + " AS s WHERE "
            + other.paired("s", own, "t")
            + " AND ("
            + unfilled
            + "))");
  }

  /** Of rows {@code t} there, on their way out: no row here has the value too. */
  String worthKeeping() {
    Side leaving = moved.thereLeaving();
    return "("
        + each(
            " OR ",
            i ->
                "("
                    + given("t", leaving.columns().get(i))
                    + " AND NOT EXISTS (SELECT FROM "
                    + here.table()
                    + " AS s WHERE "
                    + here.paired("s", leaving, "t")
                    + " AND "
                    + Likeness.PLAIN.same(
                        "s." + here.columns().get(i), "t." + leaving.columns().get(i), type(i))
                    + "))")
        + ")";
  }

  /** No two partners differ; says which, if there are. */
  Criterion agree() {
    String key = there.keys().stream().map(each -> "t." + each).collect(joining(", "));
    return new Criterion(
        "every two rows of "
            + here.table()
            + " and "
            + there.table()
            + " that belong together agree",
        "SELECT coalesce((SELECT string_agg(which, '; ') FROM (SELECT ROW("
            + key
            + ")::text AS which FROM "
            + there.table().quoted()
            + " AS t JOIN "
            + here.table().quoted()
            + " AS s ON "
            + there.paired("t", here, "s")
            + " WHERE "
            + each(
                " OR ",
                i ->
                    Likeness.PLAIN.distinct(
                        "t." + there.columns().get(i), "s." + here.columns().get(i), type(i)))
            + " LIMIT 10) AS differing), 'none')",
        "none");
  }

  /** What the partner of row {@code t} here holds; NULL if there is none. */
  String partnersValue(int i) {
    return "(SELECT p."
        + there.columns().get(i)
        + " FROM "
        + there.table()
        + " AS p WHERE "
        + there.paired("p", retired, "t")
        + ")";
  }

  /**
   * Gives the retired columns, which are back and empty, their values again. Rows without a partner
   * come first: one that comes meanwhile then takes the value, or is walked after.
   */
  List<Action> restore(Draft draft, KeyedStore archive) {
    Action singles =
        Walks.walk(
            "Restore "
                + moved.names()
                + " of rows of "
                + here.table()
                + " without a row of "
                + there.table()
                + " from the archive",
            here.table(),
            restoreSingles(draft, archive),
            "EXISTS (SELECT FROM "
                + archive.name()
                + " AS a WHERE "
                + archive.matches("a", "t")
                + " AND "
                + single()
                + ")");
    Action pairs =
        Walks.walk(
            "Restore " + moved.names() + " of " + here.table() + " from " + there.table(),
            there.table(),
            restorePairs(draft, archive),
            "EXISTS (SELECT FROM "
                + retired.table()
                + " AS s WHERE "
                + retired.paired("s", there, "t")
                + " AND ("
                + differs(draft, archive)
                + "))");
    return List.of(singles, pairs);
  }

  private String differs(Draft draft, KeyedStore archive) {
    return each(
        " OR ",
        i ->
            Likeness.PLAIN.distinct(
                "s." + retired.columns().get(i), value(draft, archive, i), type(i)));
  }

  /**
   * For a pair {@code s} and {@code t}: what was archived, if the partner is as it was then. An
   * archived NULL says nothing: the pair was inserted by two who did not see each other.
   */
  private String value(Draft draft, KeyedStore archive, int i) {
    String found = " FROM " + archive.name() + " AS a WHERE " + archive.matches("a", "s");
    String asItWas =
        Likeness.PLAIN.same("a.new_" + (i + 1), "t." + there.columns().get(i), type(i));
    return "CASE WHEN EXISTS (SELECT"
        + found
        + " AND "
        + asItWas
        + " AND "
        + given("a", new Identifier("old_" + (i + 1)))
        + ") THEN "
        + archived(draft, "(SELECT a.old_" + (i + 1) + found + ")", i)
        + " ELSE t."
        + there.columns().get(i)
        + " END";
  }

  private String archived(Draft draft, String value, int i) {
    return draft.stored(type(i)).equals(type(i)) ? value : Types.cast(value, type(i));
  }

  private String restorePairs(Draft draft, KeyedStore archive) {
    return "WITH pair AS MATERIALIZED (SELECT "
        + retired.keys().stream().map(key -> "s." + key).collect(joining(", "))
        + ", "
        + each(", ", i -> value(draft, archive, i) + " AS ripcord_value_" + (i + 1))
        + " FROM "
        + there.table()
        + " AS t JOIN "
        + retired.table()
        + " AS s ON "
        + there.paired("t", retired, "s")
        + " WHERE "
        + Walks.range("t")
        + " AND ("
        + differs(draft, archive)
        + ") FOR NO KEY UPDATE OF t, s) UPDATE "
        + retired.table()
        + " AS u SET "
        + each(", ", i -> retired.columns().get(i) + " = pair.ripcord_value_" + (i + 1))
        + " FROM pair WHERE "
        + retired.paired("u", retired, "pair");
  }

  /** Rows that were archived without a partner and have none now; {@code t}, archived {@code a}. */
  private String single() {
    return "("
        + each(" OR ", i -> "(" + single(i) + " AND a.old_" + (i + 1) + " IS DISTINCT FROM NULL)")
        + ") AND NOT EXISTS (SELECT FROM "
        + there.table()
        + " AS p WHERE "
        + there.paired("p", retired, "t")
        + ")";
  }

  private String single(int i) {
    return isNull("t", retired.columns().get(i))
        + " AND a.new_"
        + (i + 1)
        + " IS NOT DISTINCT FROM NULL";
  }

  private String restoreSingles(Draft draft, KeyedStore archive) {
    return "UPDATE "
        + retired.table()
        + " AS t SET "
        + each(", ", i -> retired.columns().get(i) + " = " + archived(draft, "a.old_" + (i + 1), i))
        + " FROM "
        + archive.name()
        + " AS a WHERE "
        + Walks.range("t")
        + " AND "
        + archive.matches("a", "t")
        + " AND "
        + single();
  }
}
