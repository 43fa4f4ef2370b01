package dev.ripcord.chance;

import dev.ripcord.chance.RandomPart.Kind;
import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Things that hang on tables and that a migration has to respect. One entry each. */
final class Extras {
  /** What makes the statement, given a table with at least one plain column. */
  private interface Extra {
    String sql(Dice dice, String name, RandomTable table);
  }

  private static final Pattern VIEW = Pattern.compile("CREATE (MATERIALIZED )?VIEW ");

  private static final List<Extra> ALL =
      List.of(
          (dice, name, table) ->
              "CREATE VIEW " + name + " AS SELECT " + column(dice, table) + " FROM " + of(table),
          (dice, name, table) -> "CREATE VIEW " + name + " AS SELECT count(*) FROM " + of(table),
          (dice, name, table) ->
              "CREATE MATERIALIZED VIEW "
                  + name
                  + " AS SELECT "
                  + column(dice, table)
                  + " FROM "
                  + of(table),
          (dice, name, table) ->
              "CREATE FUNCTION "
                  + name
                  + "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
                  + "CREATE TRIGGER "
                  + name
                  + " BEFORE UPDATE ON "
                  + of(table)
                  + " FOR EACH ROW EXECUTE FUNCTION "
                  + name
                  + "()",
          (dice, name, table) ->
              "ALTER TABLE "
                  + of(table)
                  + " ENABLE ROW LEVEL SECURITY;\nCREATE POLICY "
                  + name
                  + " ON "
                  + of(table)
                  + " USING ("
                  + column(dice, table)
                  + " IS NOT NULL OR true)",
          (dice, name, table) ->
              "CREATE RULE "
                  + name
                  + " AS ON UPDATE TO "
                  + of(table)
                  + " WHERE false DO ALSO NOTHING",
          (dice, name, table) ->
              table.unlogged()
                  ? "SELECT 1"
                  : "CREATE PUBLICATION " + name + " FOR TABLE " + of(table),
          (dice, name, table) ->
              table.plain().size() < 2
                      || !table.plain().stream().limit(2).allMatch(each -> each.type().indexable())
                  ? "SELECT 1"
                  : "CREATE STATISTICS "
                      + name
                      + " (ndistinct) ON "
                      + table.plain().get(0).name().quoted()
                      + ", "
                      + table.plain().get(1).name().quoted()
                      + " FROM "
                      + of(table),
          (dice, name, table) ->
              table.unlogged() || table.partitioned()
                  ? "SELECT 1"
                  : "CREATE PUBLICATION %s FOR TABLE %s (%s) WITH (publish = 'insert')"
                      .formatted(name, of(table), column(dice, table)),
          (dice, name, table) -> "ALTER TABLE " + of(table) + " REPLICA IDENTITY FULL",
          (dice, name, table) ->
              table.partitioned()
                  ? "SELECT 1"
                  : "CREATE TABLE " + name + " (extra int) INHERITS (" + of(table) + ")",
          (dice, name, table) -> "COMMENT ON TABLE " + of(table) + " IS 'über; alles'",
          (dice, name, table) -> "GRANT SELECT, INSERT ON " + of(table) + " TO PUBLIC",
          (dice, name, table) ->
              "GRANT SELECT (" + column(dice, table) + ") ON " + of(table) + " TO PUBLIC",
          (dice, name, table) ->
              "ALTER TABLE " + of(table) + " ALTER " + column(dice, table) + " SET STATISTICS 200",
          (dice, name, table) -> "ALTER TABLE " + of(table) + " SET (fillfactor = 80)",
          (dice, name, table) -> "ALTER TABLE " + of(table) + " SET (autovacuum_enabled = off)");

  private Extras() {}

  static void some(
      Dice dice,
      OddNames names,
      List<RandomTable> tables,
      BiConsumer<RandomTable, RandomPart> into) {
    List<RandomTable> full = tables.stream().filter(each -> !each.plain().isEmpty()).toList();
    boolean partitioned = tables.stream().anyMatch(RandomTable::partitioned);
    for (Extra extra : dice.some(ALL, dice.number(6))) {
      RandomTable table = dice.pick(full);
      Identifier name = new Identifier(names.next());
      String sql = extra.sql(dice, name.quoted(), table);
      // storage parameters are for tables with storage
      if (!partitioned || !sql.contains(" SET (")) {
        Kind kind = VIEW.matcher(sql).lookingAt() ? Kind.VIEW : Kind.OTHER;
        into.accept(table, RandomPart.of(kind, name, sql));
      }
    }
  }

  private static String of(RandomTable table) {
    return table.name().quoted();
  }

  private static String column(Dice dice, RandomTable table) {
    Column column = dice.pick(table.plain());
    return column.name().quoted();
  }
}
