package dev.ripcord.plan;

import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gives a column its value in rows that clients insert without naming it: old-shape clients while a
 * NOT NULL column is new, new-shape clients while a dropped column is still kept.
 *
 * @param value over the row
 * @param always not only when the column would be NULL: no client can name a retired column, so
 *     what it holds can only be its default
 */
record FillTrigger(
    QualifiedName table, int number, Identifier column, String type, String value, boolean always) {

  List<String> create() {
    Identifier trigger = Names.syncTrigger(number);
    return List.of(
        "CREATE OR REPLACE FUNCTION "
            + function()
            + "() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
            + " AS $ripcord$\nBEGIN\n  "
            + (always
                ? assign()
                : "IF NEW." + column + " IS NOT DISTINCT FROM NULL THEN " + assign() + " END IF;")
            + "\n  RETURN NEW;\nEND\n$ripcord$",
        "CREATE TRIGGER "
            + trigger
            + " BEFORE INSERT ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION "
            + function()
            + "()",
        "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + trigger);
  }

  List<String> drop() {
    return List.of(
        "DROP TRIGGER " + Names.syncTrigger(number) + " ON " + table,
        "DROP FUNCTION " + function() + "()");
  }

  private QualifiedName function() {
    return Names.syncFunction(table, number);
  }

  private String assign() {
    return "NEW." + column + " := " + overNew() + ";";
  }

  /** The value over NEW. */
  String overNew() {
    Map<Identifier, String> columns =
        Expressions.columns(value, table).stream()
            .collect(Collectors.toMap(each -> each, each -> "NEW." + each));
    return Types.cast(Expressions.substitute(value, table, columns), type);
  }
}
