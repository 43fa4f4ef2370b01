package dev.ripcord.chance;

import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every kind of change that is made by chance. */
final class ChangeMakers {
  static final List<ChangeMaker> ALL =
      List.of(
          ChangeMakers::addColumn,
          ChangeMakers::renameColumn,
          ChangeMakers::transform,
          ChangeMakers::changeType,
          ConstraintMakers::addCheck,
          ChangeMakers::createIndex,
          ChangeMakers::backfill,
          ChangeMakers::dropColumn,
          ChangeMakers::dropTable,
          ChangeMakers::sql,
          ColumnMakers::setDefault,
          ColumnMakers::dropDefault,
          ColumnMakers::setNotNull,
          ColumnMakers::dropNotNull,
          ColumnMakers::setComment,
          ConstraintMakers::addForeignKey,
          ConstraintMakers::addUnique,
          ConstraintMakers::changePrimaryKey,
          ConstraintMakers::dropConstraint,
          ConstraintMakers::renameConstraint,
          ConstraintMakers::dropIndex,
          ConstraintMakers::renameIndex,
          TableMakers::createTable,
          TableMakers::renameTable,
          TableMakers::moveTable,
          TableMakers::createEnum,
          TableMakers::addEnumValue,
          TableMakers::renameEnumValue,
          TableMakers::replaceEnum,
          TableMakers::createView,
          TableMakers::replaceView,
          TableMakers::dropView);

  private ChangeMakers() {}

  static Optional<Column> any(Dice dice, RandomTable table) {
    return table.plain().isEmpty() ? Optional.empty() : Optional.of(dice.pick(table.plain()));
  }

  static String fresh(OddNames names) {
    return new Identifier(names.next()).quoted();
  }

  static Item on(String kind, RandomTable table) {
    return Item.of(kind, "table", table.name().quoted());
  }

  private static Optional<Item> addColumn(Dice dice, RandomTable table, OddNames names) {
    ColumnType type = dice.pick(ColumnType.ALL);
    Item item = on("add_column", table).with("column", fresh(names)).with("type", type.sql());
    boolean valued = !type.constant().equals("NULL");
    return Optional.of(
        switch (dice.number(4)) {
          case 0 -> item;
          case 1 -> valued ? item.with("default", type.constant()) : item;
          case 2 -> valued ? item.with("default", type.constant()).with("not_null", true) : item;
          default -> item.with("backfill", type.constant());
        });
  }

  private static Optional<Item> renameColumn(Dice dice, RandomTable table, OddNames names) {
    return Optional.of(
        on("rename_column", table)
            .with("from", dice.pick(table.columns()).name().quoted())
            .with("to", fresh(names)));
  }

  /** A text as a document, or two columns as one. */
  private static Optional<Item> transform(Dice dice, RandomTable table, OddNames names) {
    List<Column> texts = table.plain().stream().filter(each -> each.type().textual()).toList();
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    List<Column> old = dice.some(texts, dice.between(1, 2));
    List<String> from = old.stream().map(each -> each.name().quoted()).toList();
    String to = fresh(names);
    Map<String, Object> down = Item.map();
    for (int i = 0; i < old.size(); i++) {
      String value = to + " ->> " + i;
      down.put(from.get(i), old.get(i).notNull() ? "coalesce(" + value + ", '')" : value);
    }
    String up = "jsonb_build_array(" + String.join(", ", from) + ")";
    return Optional.of(
        on("transform", table)
            .with("from", from)
            .with("to", List.of(Item.map("column", to, "type", "jsonb", "up", up)))
            .with("down", down));
  }

  private static Optional<Item> changeType(Dice dice, RandomTable table, OddNames names) {
    List<Column> wide =
        table.columns().stream()
            .filter(each -> each.made().isEmpty() && !each.type().wider().isEmpty())
            .toList();
    if (wide.isEmpty()) {
      return Optional.empty();
    }
    Column column = dice.pick(wide);
    Item item =
        on("change_type", table)
            .with("column", column.name().quoted())
            .with("type", dice.pick(column.type().wider()));
    boolean growing =
        column.type().equals(ColumnType.VARCHAR) || column.type().sql().startsWith("numeric");
    // no throw of the dice, so that seeds go on making all else that they made
    boolean online = growing && column.name().value().length() % 2 == 0;
    return Optional.of(online ? item.with("rollback", "online") : item);
  }

  private static Optional<Item> createIndex(Dice dice, RandomTable table, OddNames names) {
    return any(dice, table)
        .filter(column -> column.type().indexable())
        .map(
            column -> {
              String name = column.name().quoted();
              Item item = on("create_index", table).with("name", fresh(names));
              return switch (dice.number(4)) {
                case 0 -> item.with("columns", List.of(name + " DESC NULLS LAST"));
                case 1 -> item.with("columns", List.of(name)).with("where", name + " IS NOT NULL");
                case 2 -> item.with("columns", List.of("((" + name + " IS NULL))"));
                default -> item.with("columns", List.of(name));
              };
            });
  }

  private static Optional<Item> backfill(Dice dice, RandomTable table, OddNames names) {
    return any(dice, table)
        // which are never unique: the same value for all would be refused there
        .filter(column -> column.defaultValue().isPresent())
        // known: who writes the very value of the backfill loses it when that is taken back
        .filter(column -> !column.type().equals(ColumnType.BOOL))
        .filter(column -> !column.type().constant().equals("NULL"))
        .map(
            column -> {
              String name = column.name().quoted();
              Item item =
                  on("backfill", table).with("set", Item.map(name, column.type().constant()));
              return column.notNull() ? item : item.with("where", name + " IS NULL");
            });
  }

  private static Optional<Item> dropColumn(Dice dice, RandomTable table, OddNames names) {
    return any(dice, table)
        .map(
            column -> {
              Item item = on("drop_column", table).with("column", column.name().quoted());
              boolean down = column.notNull() && column.defaultValue().isEmpty();
              return down ? item.with("down", column.type().constant()) : item;
            });
  }

  private static Optional<Item> dropTable(Dice dice, RandomTable table, OddNames names) {
    return Optional.of(on("drop_table", table));
  }

  private static Optional<Item> sql(Dice dice, RandomTable table, OddNames names) {
    // nobody looks into a statement for a name that the schema has already
    String name = new Identifier(names.next("sql ")).quoted();
    return Optional.of(
        Item.of(
            "sql",
            "name",
            name,
            "phase",
            dice.of("expand", "migrate", "contract"),
            "up",
            "CREATE VIEW " + name + " AS SELECT count(*) AS n FROM " + table.name().quoted(),
            "down",
            "DROP VIEW " + name));
  }
}
