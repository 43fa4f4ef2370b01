package dev.ripcord.chance;

import dev.ripcord.chance.RandomTable.Column;
import java.util.Optional;

/** Makes changes of what is said about columns. */
final class ColumnMakers {
  private ColumnMakers() {}

  private static Item column(String kind, RandomTable table, Column column) {
    return ChangeMakers.on(kind, table).with("column", column.name().quoted());
  }

  /** With a constant that is hardly ever what a client writes. */
  static boolean rare(Column column) {
    return !column.type().equals(ColumnType.BOOL)
        && !column.type().sql().contains("Mood")
        && !column.type().constant().equals("NULL");
  }

  static Optional<Item> setDefault(Dice dice, RandomTable table, OddNames names) {
    return ChangeMakers.any(dice, table)
        .filter(each -> !each.type().constant().equals("NULL"))
        .map(each -> column("set_default", table, each).with("default", each.type().constant()));
  }

  static Optional<Item> dropDefault(Dice dice, RandomTable table, OddNames names) {
    return ChangeMakers.any(dice, table)
        .filter(each -> each.defaultValue().isPresent())
        .map(each -> column("drop_default", table, each));
  }

  static Optional<Item> setNotNull(Dice dice, RandomTable table, OddNames names) {
    return ChangeMakers.any(dice, table)
        .filter(each -> !each.notNull() && rare(each) && !table.unique(each))
        .map(each -> column("set_not_null", table, each).with("up", each.type().constant()));
  }

  static Optional<Item> dropNotNull(Dice dice, RandomTable table, OddNames names) {
    return ChangeMakers.any(dice, table)
        .filter(each -> each.notNull() && rare(each))
        .map(each -> column("drop_not_null", table, each).with("down", each.type().constant()));
  }

  static Optional<Item> setComment(Dice dice, RandomTable table, OddNames names) {
    Item whole = ChangeMakers.on("set_comment", table);
    Optional<Column> about = dice.chance(70) ? ChangeMakers.any(dice, table) : Optional.empty();
    return Optional.of(
        about
            .map(each -> column("set_comment", table, each))
            .orElse(whole)
            .with("comment", dice.of(null, "über; \\ 'alles'", "$$ -- \"x\"\nand more")));
  }
}
