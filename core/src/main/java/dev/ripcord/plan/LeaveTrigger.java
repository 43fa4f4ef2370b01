package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * While new columns are on their way out, old-shape clients go on writing. A value that could be
 * computed again must stay so: else every such write would make one more that looks worth keeping,
 * and the walk that keeps them would never be done. A row is followed as a whole or not at all: one
 * of which only a part could be computed again would be another with each write, and so would one
 * that came meanwhile and has nothing in its new columns.
 *
 * @param computed the columns that can be computed again
 */
record LeaveTrigger(QualifiedName table, int number, Likeness likeness, List<Computed> computed) {
  LeaveTrigger {
    computed = List.copyOf(computed);
  }

  /**
   * @param nullStays a NULL is nothing to keep, and nothing shall be made of it, for what now()
   *     gives is never given again
   * @param value given how a column of the old shape is to be written
   */
  record Computed(Identifier column, String type, boolean nullStays, Value value) {}

  /** An expression over a row that goes by some name. */
  interface Value {
    String over(UnaryOperator<String> column);
  }

  List<String> create() {
    if (computed.isEmpty()) {
      return List.of();
    }
    return List.of(
        "CREATE FUNCTION "
            + function()
            + "() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
            + Likeness.SETTING
            + " AS $ripcord$\nBEGIN\n  IF "
            + computed.stream().map(this::isComputed).collect(joining(" AND "))
            + " THEN\n"
            + computed.stream().map(LeaveTrigger::follow).collect(joining())
            + "  END IF;\n  RETURN NEW;\nEND\n$ripcord$",
        "CREATE TRIGGER "
            + Names.leaveTrigger(number)
            + " BEFORE UPDATE ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION "
            + function()
            + "()",
        "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + Names.leaveTrigger(number));
  }

  private String isComputed(Computed each) {
    // in parentheses, because PL/pgSQL ends the condition at the first THEN, be it of a CASE
    return (each.nullStays() ? "OLD." + each.column() + " IS DISTINCT FROM NULL AND (" : "(")
        + likeness.same(
            "OLD." + each.column(), each.value().over(column -> "OLD." + column), each.type())
        + ")";
  }

  private static String follow(Computed each) {
    return "    NEW."
        + each.column()
        + " := "
        + each.value().over(column -> "NEW." + column)
        + ";\n";
  }

  List<String> drop() {
    return computed.isEmpty()
        ? List.of()
        : List.of(
            "DROP TRIGGER " + Names.leaveTrigger(number) + " ON " + table,
            "DROP FUNCTION " + function() + "()");
  }

  private QualifiedName function() {
    return Names.leaveFunction(table, number);
  }
}
