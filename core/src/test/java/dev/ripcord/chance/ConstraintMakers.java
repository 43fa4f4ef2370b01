package dev.ripcord.chance;

import dev.ripcord.chance.RandomPart.Kind;
import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes changes of constraints and indexes. */
final class ConstraintMakers {
  private ConstraintMakers() {}

  private static Optional<RandomPart> part(Dice dice, RandomTable table, Kind... kinds) {
    List<RandomPart> parts = table.parts(kinds);
    return parts.isEmpty() ? Optional.empty() : Optional.of(dice.pick(parts));
  }

  private static List<String> quoted(List<Identifier> names) {
    return names.stream().map(Identifier::quoted).toList();
  }

  /** One that holds for all rows, or one that many break and that repairs them. */
  static Optional<Item> addCheck(Dice dice, RandomTable table, OddNames names) {
    Optional<Column> any = ChangeMakers.any(dice, table);
    if (any.isEmpty()) {
      return Optional.empty();
    }
    Column column = any.get();
    String name = column.name().quoted();
    Item item = ChangeMakers.on("add_check", table).with("name", ChangeMakers.fresh(names));
    boolean repairs = !table.unique(column) && dice.chance(60);
    if (repairs && column.type().textual()) {
      return Optional.of(
          item.with("check", "length(" + name + ") <= 6")
              .with("up", Item.map(name, "left(" + name + ", 6)")));
    }
    if (repairs && column.type().number()) {
      return Optional.of(
          item.with("check", name + " % 2 = 0")
              .with("up", Item.map(name, name + " - " + name + " % 2")));
    }
    return Optional.of(item.with("check", TableParts.condition(column)));
  }

  /** Over columns that refer to another table already, now and then a second time. */
  static Optional<Item> addForeignKey(Dice dice, RandomTable table, OddNames names) {
    return part(dice, table, Kind.REFERENCE, Kind.REFERENCE, Kind.FOREIGN_KEY)
        .map(
            part -> {
              RandomTable parent = part.parent().orElseThrow();
              Map<String, Object> up = new LinkedHashMap<>();
              quoted(part.columns()).forEach(each -> up.put(each, "NULL"));
              return ChangeMakers.on("add_foreign_key", table)
                  .with("name", ChangeMakers.fresh(names))
                  .with("columns", quoted(part.columns()))
                  .with(
                      "references",
                      Item.map("table", parent.name().quoted(), "columns", quoted(parent.key())))
                  .with("on_delete", dice.of("no action", "cascade", "set null"))
                  .with("up", up);
            });
  }

  /** Over the key and one column more: that is unique whatever clients write. */
  static Optional<Item> addUnique(Dice dice, RandomTable table, OddNames names) {
    return withKey(dice, table, false)
        .map(
            columns ->
                ChangeMakers.on("add_unique", table)
                    .with("name", ChangeMakers.fresh(names))
                    .with("columns", columns));
  }

  static Optional<Item> changePrimaryKey(Dice dice, RandomTable table, OddNames names) {
    return withKey(dice, table, true)
        .map(columns -> ChangeMakers.on("change_primary_key", table).with("columns", columns))
        .map(item -> dice.chance(50) ? item.with("name", ChangeMakers.fresh(names)) : item);
  }

  /**
   * @param sure whether the column must be NOT NULL, as a key forbids NULL
   */
  private static Optional<List<String>> withKey(Dice dice, RandomTable table, boolean sure) {
    List<Column> others =
        table.plain().stream()
            .filter(each -> each.type().indexable() && (!sure || each.notNull()))
            .toList();
    if (others.isEmpty() || table.key().isEmpty()) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>(quoted(table.key()));
    columns.add(dice.pick(others).name().quoted());
    return Optional.of(columns);
  }

  static Optional<Item> dropConstraint(Dice dice, RandomTable table, OddNames names) {
    return part(dice, table, Kind.CHECK, Kind.UNIQUE, Kind.FOREIGN_KEY)
        .map(part -> ChangeMakers.on("drop_constraint", table).with("name", part.name().quoted()));
  }

  static Optional<Item> renameConstraint(Dice dice, RandomTable table, OddNames names) {
    return part(dice, table, Kind.CHECK, Kind.UNIQUE, Kind.FOREIGN_KEY)
        .map(
            part ->
                ChangeMakers.on("rename_constraint", table)
                    .with("from", part.name().quoted())
                    .with("to", ChangeMakers.fresh(names)));
  }

  static Optional<Item> dropIndex(Dice dice, RandomTable table, OddNames names) {
    return part(dice, table, Kind.INDEX)
        .map(part -> Item.of("drop_index", "index", table.index(part).quoted()));
  }

  static Optional<Item> renameIndex(Dice dice, RandomTable table, OddNames names) {
    return part(dice, table, Kind.INDEX)
        .map(
            part ->
                Item.of(
                    "rename_index",
                    "index",
                    table.index(part).quoted(),
                    "to",
                    ChangeMakers.fresh(names)));
  }
}
