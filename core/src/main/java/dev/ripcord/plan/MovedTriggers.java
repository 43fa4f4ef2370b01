package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Moved.Side;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writes the triggers that keep columns of two tables alike, row by row. Each table has one before
 * the row, which takes what the client did not give from the partner, and one after it, which gives
 * the partner what the client wrote. They decide by content: what is alike is left alone, so that
 * neither goes round in circles.
 *
 * <p>A row that comes to a partner locks it first: else a write of the partner by somebody else,
 * not committed yet, would see no row to write to, and be seen by none.
 */
final class MovedTriggers {
  private final Moved moved;

  MovedTriggers(Moved moved) {
    this.moved = moved;
  }

  Identifier take() {
    return Names.syncTrigger(moved.number());
  }

  Identifier give() {
    return Names.giveTrigger(moved.number());
  }

  private QualifiedName functionHere() {
    return Names.syncFunction(moved.from().name(), moved.number());
  }

  private QualifiedName functionThere() {
    return Names.work(moved.to().name(), "sync_other", moved.number());
  }

  /** All triggers, for functions that are there. */
  List<String> create(boolean retired) {
    List<String> statements = new ArrayList<>();
    boolean anyHere = !moved.from().triggers().isEmpty();
    boolean anyThere = !moved.to().triggers().isEmpty();
    statements.addAll(trigger(moved.here(retired), functionHere(), anyHere, "INSERT"));
    statements.addAll(trigger(moved.there(), functionThere(), anyThere, "INSERT OR DELETE"));
    return statements;
  }

  /**
   * @param anyColumn whether triggers of the user's may assign what the statement does not name
   */
  private List<String> trigger(
      Side side, QualifiedName function, boolean anyColumn, String eventsAfter) {
    String columns = joined(side.columns()) + ", " + joined(side.keys());
    String update = "UPDATE" + (anyColumn ? "" : " OF " + columns);
    String row = " ON " + side.table() + " FOR EACH ROW EXECUTE FUNCTION " + function + "()";
    String always = "ALTER TABLE " + side.table() + " ENABLE ALWAYS TRIGGER ";
    return List.of(
        "CREATE TRIGGER " + take() + " BEFORE INSERT OR " + update + row,
        always + take(),
        "CREATE TRIGGER " + give() + " AFTER " + eventsAfter + " OR " + update + row,
        always + give());
  }

  private static String joined(List<Identifier> columns) {
    return columns.stream().map(Identifier::quoted).collect(joining(", "));
  }

  List<String> drop() {
    List<String> statements = new ArrayList<>(dropHere());
    statements.addAll(dropThere());
    return statements;
  }

  List<String> dropHere() {
    return drop(moved.from().name(), functionHere());
  }

  List<String> dropThere() {
    return drop(moved.to().name(), functionThere());
  }

  private List<String> drop(QualifiedName table, QualifiedName function) {
    return List.of(
        "DROP TRIGGER " + take() + " ON " + table,
        "DROP TRIGGER " + give() + " ON " + table,
        "DROP FUNCTION " + function + "()");
  }

  /** While both shapes are served: either table may be written, the other follows. */
  List<String> bothWays() {
    Side here = moved.here(false);
    Side there = moved.there();
    List<String> statements = new ArrayList<>();
    statements.addAll(
        define(
            functionHere(),
            here,
            """
              IF TG_WHEN = 'BEFORE' THEN
                IF TG_OP = 'INSERT' THEN
            %s
                ELSIF %s THEN
            %s
                END IF;
                RETURN NEW;
              END IF;
              IF (TG_OP = 'INSERT' OR %s) AND %s THEN
                PERFORM ripcord.note_sync_conflict(%s);
              END IF;
            %s
              RETURN NULL;
            """
                .formatted(
                    takeOnInsert(here, there),
                    here.keyChanged(),
                    takeOnKey(here, there, i -> stillNull(here, i)),
                    here.keyChanged(),
                    partnerSaysOther(here, there),
                    Literal.of(here.table().quoted()),
                    give(here, there))));
    statements.addAll(
        define(
            functionThere(),
            there,
            """
              IF TG_WHEN = 'BEFORE' THEN
                IF TG_OP = 'INSERT' THEN
            %s
                ELSIF %s THEN
                  ripcord_parted := EXISTS (SELECT FROM %s AS o WHERE %s);
            %s
                END IF;
                RETURN NEW;
              END IF;
              IF TG_OP = 'DELETE' THEN
                RETURN NULL;
              END IF;
            %s
              RETURN NULL;
            """
                .formatted(
                    takeOnInsert(there, here),
                    there.keyChanged(),
                    here.table(),
                    here.paired("o", there, "OLD"),
                    takeOnKey(
                        there,
                        here,
                        i ->
                            "NOT ("
                                + changed(there, i)
                                + ") AND (ripcord_parted OR NEW."
                                + there.columns().get(i)
                                + " IS NOT DISTINCT FROM NULL)"),
                    give(there, here))));
    return statements;
  }

  /** From {@code contract} on: the retired columns are fed. */
  List<String> feedRetired() {
    Side here = moved.here(true);
    Side there = moved.there();
    List<String> statements = new ArrayList<>();
    statements.addAll(
        define(
            functionHere(),
            here,
            """
              IF TG_WHEN = 'AFTER' THEN
                RETURN NULL;
              END IF;
              IF TG_OP = 'INSERT' THEN
            %s
              ELSIF %s THEN
            %s
              END IF;
              RETURN NEW;
            """
                .formatted(
                    takeOnInsert(here, there),
                    here.keyChanged(),
                    takeOnKey(here, there, i -> "true"))));
    statements.addAll(
        define(
            functionThere(),
            there,
            """
              IF TG_WHEN = 'BEFORE' THEN
                IF TG_OP = 'INSERT' THEN
            %s
                ELSIF %s THEN
            %s
                END IF;
                RETURN NEW;
              END IF;
              IF TG_OP = 'DELETE' THEN
            %s
                RETURN NULL;
              END IF;
            %s
              IF TG_OP = 'UPDATE' THEN
                IF %s THEN
            %s
                END IF;
              END IF;
              RETURN NULL;
            """
                .formatted(
                    takeOnInsert(there, here),
                    there.keyChanged(),
                    takeOnKey(there, here, i -> stillNull(there, i)),
                    empty(there, here),
                    give(there, here),
                    there.keyChanged(),
                    empty(there, here))));
    return statements;
  }

  /** On the way back of {@code expand}: only what nobody else wrote there goes on following. */
  List<String> followLeaving() {
    Side here = moved.here(false);
    Side there = moved.thereLeaving();
    List<String> set = new ArrayList<>();
    List<String> any = new ArrayList<>();
    for (int i = 0; i < here.columns().size(); i++) {
      String own = here.columns().get(i).quoted();
      String others = there.columns().get(i).quoted();
      String type = here.types().get(i);
      String follows = changed(here, i) + " AND " + Types.same("p." + others, "OLD." + own, type);
      set.add(
          others + " = CASE WHEN " + follows + " THEN NEW." + own + " ELSE p." + others + " END");
      any.add("(" + follows + ")");
    }
    return define(
        functionHere(),
        here,
        """
          IF TG_WHEN = 'BEFORE' THEN
            RETURN NEW;
          END IF;
          IF TG_OP = 'UPDATE' THEN
            UPDATE %s AS p SET %s WHERE %s AND (%s);
          END IF;
          RETURN NULL;
        """
            .formatted(
                there.table(),
                String.join(", ", set),
                there.paired("p", here, "NEW"),
                String.join(" OR ", any)));
  }

  /**
   * What is not given comes from the partner. A row whose key is taken comes to nothing, or becomes
   * an UPDATE by ON CONFLICT, to which it must look as the client wrote it.
   */
  private static String takeOnInsert(Side own, Side other) {
    return "      IF NOT EXISTS (SELECT FROM %s AS o WHERE %s) THEN\n%s\n      END IF;"
        .formatted(
            own.table(),
            own.paired("o", own, "NEW"),
            takeOnKey(
                own, other, i -> "NEW." + own.columns().get(i) + " IS NOT DISTINCT FROM NULL"));
  }

  /**
   * @param where the column takes the partner's value
   */
  private static String takeOnKey(Side own, Side other, IntFunction<String> where) {
    String values =
        IntStream.range(0, own.columns().size())
            .mapToObj(i -> "p." + other.columns().get(i) + " AS value_" + (i + 1))
            .collect(joining(", "));
    String takes =
        IntStream.range(0, own.columns().size())
            .mapToObj(
                i ->
                    "        IF %s THEN NEW.%s := ripcord_partner.value_%d; END IF;"
                        .formatted(where.apply(i), own.columns().get(i), i + 1))
            .collect(joining("\n"));
    return "      SELECT %s INTO ripcord_partner FROM %s AS p WHERE %s FOR SHARE;\n      IF FOUND THEN\n%s\n      END IF;"
        .formatted(values, other.table(), other.paired("p", own, "NEW"), takes);
  }

  /** Gives the partner what was written: all that is there in a new row, else what is another. */
  private static String give(Side own, Side other) {
    List<String> inserted = new ArrayList<>();
    List<String> updated = new ArrayList<>();
    List<String> some = new ArrayList<>();
    List<String> set = new ArrayList<>();
    List<String> differs = new ArrayList<>();
    for (int i = 0; i < own.columns().size(); i++) {
      String given = "ripcord_given_" + (i + 1);
      String mine = "NEW." + own.columns().get(i);
      String others = other.columns().get(i).quoted();
      inserted.add("    %s := %s IS DISTINCT FROM NULL;".formatted(given, mine));
      updated.add("    %s := %s OR %s;".formatted(given, own.keyChanged(), changed(own, i)));
      some.add(given);
      set.add("%s = CASE WHEN %s THEN %s ELSE p.%s END".formatted(others, given, mine, others));
      differs.add(
          "(%s AND %s)".formatted(given, Types.distinct("p." + others, mine, own.types().get(i))));
    }
    return """
          IF TG_OP = 'INSERT' THEN
        %s
          ELSE
        %s
          END IF;
          IF %s THEN
            UPDATE %s AS p SET %s WHERE %s AND (%s);
          END IF;"""
        .formatted(
            String.join("\n", inserted),
            String.join("\n", updated),
            String.join(" OR ", some),
            other.table(),
            String.join(", ", set),
            other.paired("p", own, "NEW"),
            String.join(" OR ", differs));
  }

  /** The row that held the value for its partner is gone, and no other has come in its place. */
  private static String empty(Side own, Side other) {
    return "      UPDATE %s AS p SET %s WHERE %s AND (%s) AND NOT EXISTS (SELECT FROM %s AS o WHERE %s);"
        .formatted(
            other.table(),
            other.columns().stream().map(each -> each + " = NULL").collect(joining(", ")),
            other.paired("p", own, "OLD"),
            other.columns().stream()
                .map(each -> "p." + each + " IS DISTINCT FROM NULL")
                .collect(joining(" OR ")),
            own.table(),
            own.paired("o", own, "OLD"));
  }

  private static String partnerSaysOther(Side own, Side other) {
    String differs =
        IntStream.range(0, own.columns().size())
            .mapToObj(
                i ->
                    "(p."
                        + other.columns().get(i)
                        + " IS DISTINCT FROM NULL AND "
                        + Types.distinct(
                            "p." + other.columns().get(i),
                            "NEW." + own.columns().get(i),
                            own.types().get(i))
                        + ")")
            .collect(joining(" OR "));
    return "EXISTS (SELECT FROM %s AS p WHERE %s AND (%s))"
        .formatted(other.table(), other.paired("p", own, "NEW"), differs);
  }

  private static String stillNull(Side side, int i) {
    String column = side.columns().get(i).quoted();
    return "NEW.%s IS NOT DISTINCT FROM NULL AND OLD.%s IS NOT DISTINCT FROM NULL"
        .formatted(column, column);
  }

  private static String changed(Side side, int i) {
    Identifier column = side.columns().get(i);
    return Types.distinct("NEW." + column, "OLD." + column, side.types().get(i));
  }

  /**
   * It writes to a table on which the client may have no privileges, so it runs as its owner; for
   * the same reason nobody else may put it on a table of his own, nor say what its names mean.
   */
  private static List<String> define(QualifiedName function, Side side, String body) {
    String given =
        IntStream.rangeClosed(1, side.columns().size())
            .mapToObj(i -> "  ripcord_given_" + i + " boolean;\n")
            .collect(joining());
    return List.of(
        "CREATE OR REPLACE FUNCTION "
            + function
            + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            + " SET search_path = pg_catalog, pg_temp SET row_security = off AS $ripcord$\n"
            + "DECLARE\n  ripcord_partner record;\n  ripcord_parted boolean;\n"
            + given
            + "BEGIN\n"
            + body.stripTrailing()
            + "\nEND\n$ripcord$",
        "REVOKE ALL ON FUNCTION " + function + "() FROM PUBLIC");
  }
}
