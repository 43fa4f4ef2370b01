package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Moved.Side;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the triggers that keep columns of two tables alike, row by row. Each table has one, after
 * the row: it takes from the partner what a new row does not hold, and gives the partner what the
 * client wrote. They decide by content: what is alike is left alone, so that neither goes round in
 * circles.
 *
 * <p>A row that comes to a partner locks it first: else a write of the partner by somebody else,
 * not committed yet, would see no row to write to, and be seen by none.
 */
final class MovedTriggers {
  private final Moved moved;

  MovedTriggers(Moved moved) {
    this.moved = moved;
  }

  Identifier name() {
    return Names.syncTrigger(moved.number());
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
      Side side, QualifiedName function, boolean anyColumn, String events) {
    String columns = joined(side.columns()) + ", " + joined(side.keys());
    String update = "UPDATE" + (anyColumn ? "" : " OF " + columns);
    String row = " ON " + side.table() + " FOR EACH ROW EXECUTE FUNCTION " + function + "()";
    return List.of(
        "CREATE TRIGGER " + name() + " AFTER " + events + " OR " + update + row,
        "ALTER TABLE " + side.table() + " ENABLE ALWAYS TRIGGER " + name());
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
    return List.of("DROP TRIGGER " + name() + " ON " + table, "DROP FUNCTION " + function + "()");
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
            follow(
                PartnerStatements.takeOnInsert(here, there, PartnerStatements.noteConflict(here)),
                here,
                PartnerStatements.give(here, there))));
    statements.addAll(
        define(
            functionThere(),
            there,
            "  IF TG_OP = 'DELETE' THEN\n    RETURN NULL;\n  END IF;\n"
                + follow(
                    PartnerStatements.takeOnInsert(there, here, ""),
                    there,
                    PartnerStatements.give(there, here))));
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
            follow(PartnerStatements.takeOnInsert(here, there, ""), here, "")));
    statements.addAll(
        define(
            functionThere(),
            there,
            "  IF TG_OP = 'DELETE' THEN\n"
                + PartnerStatements.empty(there, here)
                + "\n    RETURN NULL;\n  END IF;\n"
                + follow(
                    PartnerStatements.takeOnInsert(there, here, ""),
                    there,
                    PartnerStatements.give(there, here))));
    return statements;
  }

  private static String follow(String taking, Side side, String giving) {
    return """
          IF TG_OP = 'INSERT' THEN
        %s
          ELSIF %s THEN
        %s
          END IF;
        %s
          RETURN NULL;
        """
        .formatted(taking, side.keyChanged(), PartnerStatements.refuseKey(side), giving);
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
      String follows =
          PartnerStatements.changed(here, i)
              + " AND "
              + Likeness.PLAIN.same("p." + others, "OLD." + own, type);
      set.add(
          others + " = CASE WHEN " + follows + " THEN NEW." + own + " ELSE p." + others + " END");
      any.add("(" + follows + ")");
    }
    return define(
        functionHere(),
        here,
        """
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
            + " SET search_path = pg_catalog, pg_temp SET row_security = off"
            + Likeness.SETTING
            + " AS $ripcord$\n"
            + "DECLARE\n  ripcord_partner record;\n"
            + given
            + "BEGIN\n"
            + body.stripTrailing()
            + "\nEND\n$ripcord$",
        "REVOKE ALL ON FUNCTION " + function + "() FROM PUBLIC",
        owned(function, side));
  }

  /** As whoever owns the table, whose own triggers and checks it runs: not as a superuser. */
  private static String owned(QualifiedName function, Side side) {
    return "DO $ripcord$ BEGIN EXECUTE format('ALTER FUNCTION %s OWNER TO %%I', (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = %s::regclass)); END $ripcord$"
        .formatted(
            function.quoted().replace("'", "''").replace("%", "%%"),
            Literal.of(side.table().quoted()));
  }
}
