package dev.ripcord.chance;

import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Constraints and indexes of tables. */
final class TableParts {
  private final Dice dice;
  private final OddNames names;
  private final List<RandomTable> tables;

  TableParts(Dice dice, OddNames names, List<RandomTable> tables) {
    this.dice = dice;
    this.names = names;
    this.tables = tables;
  }

  List<String> of(RandomTable table) {
    List<String> parts = new ArrayList<>();
    int count = dice.number(4);
    for (int i = 0; i < count && !table.plain().isEmpty(); i++) {
      Column column = dice.pick(table.plain());
      parts.add(
          switch (dice.number(6)) {
            case 0 -> check(table, column);
            case 1 -> unique(table, column);
            case 2 -> index(table, expression(column), "");
            case 3 -> index(table, ordered(column), where(dice.pick(table.plain())));
            case 4 -> index(table, ordered(column) + ", " + ordered(dice.pick(table.plain())), "");
            default -> comment(table, column);
          });
    }
    return parts;
  }

  private String alter(RandomTable table, String what) {
    return "ALTER TABLE " + table.name().quoted() + " " + what;
  }

  private String newName() {
    return new Identifier(names.next()).quoted();
  }

  private String check(RandomTable table, Column column) {
    return alter(table, "ADD CONSTRAINT " + newName() + " CHECK (" + condition(column) + ")");
  }

  static String condition(Column column) {
    String name = column.name().quoted();
    if (column.type().textual()) {
      return "length(" + name + ") >= 0";
    }
    if (column.type().number()) {
      return name + " > -10000000000000000000";
    }
    return column.type().indexable()
        ? name + " IS NOT DISTINCT FROM " + name
        : name + " IS NULL OR true";
  }

  /** A partitioned table has to have its partition key in every unique key. */
  private String unique(RandomTable table, Column column) {
    if (table.partitioned()
        || !column.type().indexable()
        || column.type().equals(ColumnType.BOOL)
        || column.defaultValue().isPresent()) {
      return index(table, ordered(column), "");
    }
    boolean few = column.type().sql().contains("Mood") || column.type().sql().equals("smallint");
    String columns =
        few && !table.key().isEmpty()
            ? column.name().quoted() + ", " + table.key().getFirst().quoted()
            : column.name().quoted();
    if (few && table.key().isEmpty()) {
      return index(table, ordered(column), "");
    }
    return dice.chance(50)
        ? alter(table, "ADD CONSTRAINT " + newName() + " UNIQUE (" + columns + ")")
        : "CREATE UNIQUE INDEX "
            + newName()
            + " ON "
            + table.name().quoted()
            + " ("
            + columns
            + ")";
  }

  private String index(RandomTable table, String elements, String where) {
    return "CREATE INDEX "
        + newName()
        + " ON "
        + table.name().quoted()
        + " ("
        + elements
        + ")"
        + where;
  }

  private String ordered(Column column) {
    if (!column.type().indexable()) {
      return "((" + column.name().quoted() + " IS NULL))";
    }
    return column.name().quoted() + dice.of("", "", " DESC", " DESC NULLS LAST");
  }

  private static String expression(Column column) {
    return column.type().textual()
        ? "lower(" + column.name().quoted() + ")"
        : "(" + column.name().quoted() + " IS NULL)";
  }

  private static String where(Column column) {
    return " WHERE " + column.name().quoted() + " IS NOT NULL";
  }

  private String comment(RandomTable table, Column column) {
    return "COMMENT ON COLUMN "
        + table.name().quoted()
        + "."
        + column.name().quoted()
        + " IS 'it''s a column; \"quoted\"'";
  }

  /** To other tables, to itself, and, since any two are picked, now and then in a circle. */
  List<String> foreignKeys() {
    List<String> keys = new ArrayList<>();
    int count = dice.number(tables.size());
    for (int i = 0; i < count; i++) {
      RandomTable child = dice.pick(tables);
      RandomTable parent = dice.chance(20) ? child : dice.pick(tables);
      // a permanent table may not reference an unlogged one
      boolean legal = child.unlogged() || !parent.unlogged();
      if (legal && !parent.key().isEmpty()) {
        keys.addAll(foreignKey(child, parent));
      }
    }
    return keys;
  }

  /** With columns of its own, added for it. */
  private List<String> foreignKey(RandomTable child, RandomTable parent) {
    List<String> statements = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (Identifier key : parent.key()) {
      String type =
          parent.columns().stream()
              .filter(each -> each.name().equals(key))
              .map(
                  each -> each.type().sql().replace("bigserial", "bigint").replace("serial", "int"))
              .findFirst()
              .orElseThrow();
      String column = new Identifier("ref " + names.next().hashCode()).quoted();
      columns.add(column);
      statements.add(alter(child, "ADD COLUMN " + column + " " + type));
    }
    List<String> referenced = parent.key().stream().map(Identifier::quoted).toList();
    statements.add(
        alter(
            child,
            "ADD CONSTRAINT "
                + newName()
                + " FOREIGN KEY ("
                + String.join(", ", columns)
                + ") REFERENCES "
                + parent.name().quoted()
                + " ("
                + String.join(", ", referenced)
                + ")"
                + dice.of("", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON UPDATE CASCADE")
                + dice.of("", "", " DEFERRABLE INITIALLY DEFERRED")));
    return statements;
  }
}
