package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Moved.Side;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The statements of a row's trigger about the partner of the row, in PL/pgSQL. */
final class PartnerStatements {
  private PartnerStatements() {}

  /**
   * What is not given comes from the partner. A row whose key is taken comes to nothing, or becomes
   * an UPDATE by ON CONFLICT, to which it must look as the client wrote it.
   */
  static String takeOnInsert(Side own, Side other) {
    return "      IF NOT EXISTS (SELECT FROM %s AS o WHERE %s) THEN\n%s\n      END IF;"
        .formatted(
            own.table(),
            own.paired("o", own, "NEW"),
            take(own, other, i -> "NEW." + own.columns().get(i) + " IS NOT DISTINCT FROM NULL"));
  }

  /**
   * @param where the column takes the partner's value
   */
  private static String take(Side own, Side other, IntFunction<String> where) {
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
  static String give(Side own, Side other) {
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
      updated.add("    %s := %s;".formatted(given, changed(own, i)));
      some.add(given);
      set.add("%s = CASE WHEN %s THEN %s ELSE p.%s END".formatted(others, given, mine, others));
      differs.add(
          "(%s AND %s)"
              .formatted(given, Likeness.PLAIN.distinct("p." + others, mine, own.types().get(i))));
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
  static String empty(Side own, Side other) {
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

  static String partnerSaysOther(Side own, Side other) {
    String differs =
        IntStream.range(0, own.columns().size())
            .mapToObj(
                i ->
                    "(p."
                        + other.columns().get(i)
                        + " IS DISTINCT FROM NULL AND "
                        + Likeness.PLAIN.distinct(
                            "p." + other.columns().get(i),
                            "NEW." + own.columns().get(i),
                            own.types().get(i))
                        + ")")
            .collect(joining(" OR "));
    return "EXISTS (SELECT FROM %s AS p WHERE %s AND (%s))"
        .formatted(other.table(), other.paired("p", own, "NEW"), differs);
  }

  /**
   * A row that gets another key would take a partner's value along, or leave it, according to what
   * others do in the same statement: nobody could say which.
   */
  static String refuseKey(Side side) {
    return "      RAISE EXCEPTION %s USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Wait until the migration has ended, or delete the row and insert another.';"
        .formatted(
            Literal.of(
                "the key of a row of "
                    + side.table().toString().replace("%", "%%")
                    + " cannot change while its columns move to another table"));
  }

  static String changed(Side side, int i) {
    Identifier column = side.columns().get(i);
    return Likeness.PLAIN.distinct("NEW." + column, "OLD." + column, side.types().get(i));
  }
}
