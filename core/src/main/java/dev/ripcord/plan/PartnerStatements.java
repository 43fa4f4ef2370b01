package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Moved.Side;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The statements of a row's trigger about the partner of the row, in PL/pgSQL. */
final class PartnerStatements {
  private PartnerStatements() {}

  /**
   * What a new row does not hold it takes from its partner. After the row, not before it: only now
   * is there a version of it that others wait for, and no other row will be found by ON CONFLICT,
   * to which it must look as the client wrote it.
   *
   * <p>The partner is locked whatever the row brings, for its writers do not see the row yet. One
   * that was replaced while we waited is not found, but its successor is.
   *
   * @param found more statements about the row and its locked partner
   */
  static String takeOnInsert(Side own, Side other, String found) {
    List<String> values = new ArrayList<>();
    List<String> set = new ArrayList<>();
    List<String> lacks = new ArrayList<>();
    for (int i = 0; i < own.columns().size(); i++) {
      Identifier mine = own.columns().get(i);
      String others = partners(i);
      String none = "o." + mine + " IS NOT DISTINCT FROM NULL";
      values.add("p." + other.columns().get(i) + " AS value_" + (i + 1));
      set.add("%s = CASE WHEN %s THEN %s ELSE o.%s END".formatted(mine, none, others, mine));
      lacks.add("(%s AND %s IS DISTINCT FROM NULL)".formatted(none, others));
    }
    String look =
        "SELECT %s INTO ripcord_partner FROM %s AS p WHERE %s FOR NO KEY UPDATE;"
            .formatted(String.join(", ", values), other.table(), other.paired("p", own, "NEW"));
    return """
              %s
              IF NOT FOUND THEN
                %s
              END IF;
              IF FOUND THEN
        %s        UPDATE %s AS o SET %s WHERE %s AND (%s);
              END IF;"""
        .formatted(
            look,
            look,
            found,
            own.table(),
            String.join(", ", set),
            own.paired("o", own, "NEW"),
            String.join(" OR ", lacks));
  }

  private static String partners(int i) {
    return "ripcord_partner.value_" + (i + 1);
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

  /** Counts a row that brings another value than its locked partner holds. */
  static String noteConflict(Side own) {
    String differs =
        IntStream.range(0, own.columns().size())
            .mapToObj(
                i ->
                    "(%s IS DISTINCT FROM NULL AND NEW.%s IS DISTINCT FROM NULL AND %s)"
                        .formatted(
                            partners(i),
                            own.columns().get(i),
                            Likeness.PLAIN.distinct(
                                partners(i), "NEW." + own.columns().get(i), own.types().get(i))))
            .collect(joining(" OR "));
    return "        IF %s THEN\n          PERFORM ripcord.note_sync_conflict(%s);\n        END IF;\n"
        .formatted(differs, Literal.of(own.table().quoted()));
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
