package dev.ripcord.chance;

import static java.util.stream.Collectors.joining;

import dev.ripcord.chance.RandomPart.Kind;
import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

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

  List<RandomPart> of(RandomTable table) {
    List<RandomPart> parts = new ArrayList<>();
    int count = dice.number(4);
    for (int i = 0; i < count && !table.plain().isEmpty(); i++) {
      Column column = dice.pick(table.plain());
      parts.add(
          switch (dice.number(6)) {
            case 0 -> check(table, column);
            case 1 -> unique(table, column);
            case 2 -> index(table, column, expression(column), "");
            case 3 -> index(table, column, ordered(column), where(dice.pick(table.plain())));
            case 4 ->
                index(
                    table, column, ordered(column) + ", " + ordered(dice.pick(table.plain())), "");
            default -> comment(table, column);
          });
    }
    return parts;
  }

  private String alter(RandomTable table, String what) {
    return "ALTER TABLE " + table.name().quoted() + " " + what;
  }

  private Identifier newName() {
    return new Identifier(names.next());
  }

  private RandomPart check(RandomTable table, Column column) {
    Identifier name = newName();
    return RandomPart.of(
        Kind.CHECK,
        name,
        column.name(),
        alter(table, "ADD CONSTRAINT " + name.quoted() + " CHECK (" + condition(column) + ")"));
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
  private RandomPart unique(RandomTable table, Column column) {
    if (table.partitioned()
        || !column.type().indexable()
        || column.type().equals(ColumnType.BOOL)
        || column.defaultValue().isPresent()) {
      return index(table, column, ordered(column), "");
    }
    boolean few = column.type().sql().contains("Mood") || column.type().sql().equals("smallint");
    String columns =
        few && !table.key().isEmpty()
            ? column.name().quoted() + ", " + table.key().getFirst().quoted()
            : column.name().quoted();
    if (few && table.key().isEmpty()) {
      return index(table, column, ordered(column), "");
    }
    Identifier name = newName();
    String over = " (" + columns + ")";
    return dice.chance(50)
        ? RandomPart.of(
            Kind.UNIQUE,
            name,
            column.name(),
            alter(table, "ADD CONSTRAINT " + name.quoted() + " UNIQUE" + over))
        : RandomPart.of(
            Kind.INDEX,
            name,
            column.name(),
            "CREATE UNIQUE INDEX " + name.quoted() + " ON " + table.name().quoted() + over);
  }

  private RandomPart index(RandomTable table, Column column, String elements, String where) {
    Identifier name = newName();
    return RandomPart.of(
        Kind.INDEX,
        name,
        column.name(),
        "CREATE INDEX %s ON %s (%s)%s"
            .formatted(name.quoted(), table.name().quoted(), elements, where));
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

  private static RandomPart comment(RandomTable table, Column column) {
    return RandomPart.of(
        Kind.OTHER,
        column.name(),
        "COMMENT ON COLUMN %s.%s IS 'it''s a column; \"quoted\"'"
            .formatted(table.name().quoted(), column.name().quoted()));
  }

  /** To other tables, to itself, and, since any two are picked, now and then in a circle. */
  void foreignKeys(BiConsumer<RandomTable, RandomPart> into) {
    int count = dice.number(tables.size() + 2);
    for (int i = 0; i < count; i++) {
      RandomTable child = dice.pick(tables);
      RandomTable parent = dice.chance(20) ? child : dice.pick(tables);
      // a permanent table may not reference an unlogged one
      boolean legal = child.unlogged() || !parent.unlogged();
      if (legal && !parent.key().isEmpty()) {
        into.accept(child, foreignKey(child, parent));
      }
    }
  }

  /** With columns of its own, added for it. */
  private RandomPart foreignKey(RandomTable child, RandomTable parent) {
    List<String> statements = new ArrayList<>();
    List<Identifier> columns = new ArrayList<>();
    for (Identifier key : parent.key()) {
      String type =
          parent.columns().stream()
              .filter(each -> each.name().equals(key))
              .map(
                  each -> each.type().sql().replace("bigserial", "bigint").replace("serial", "int"))
              .findFirst()
              .orElseThrow();
      Identifier column = new Identifier("ref " + names.next().hashCode());
      columns.add(column);
      statements.add(alter(child, "ADD COLUMN " + column.quoted() + " " + type));
    }
    Identifier name = newName();
    if (dice.chance(30)) {
      return new RandomPart(Kind.REFERENCE, name, columns, Optional.of(parent), statements);
    }
    statements.add(
        alter(
            child,
            "ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)%s%s"
                .formatted(
                    name.quoted(),
                    list(columns),
                    parent.name().quoted(),
                    list(parent.key()),
                    dice.of("", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON UPDATE CASCADE"),
                    dice.of("", "", " DEFERRABLE INITIALLY DEFERRED"))));
    return new RandomPart(Kind.FOREIGN_KEY, name, columns, Optional.of(parent), statements);
  }

  private static String list(List<Identifier> columns) {
    return columns.stream().map(Identifier::quoted).collect(joining(", "));
  }
}
