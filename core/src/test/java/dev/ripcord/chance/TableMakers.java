package dev.ripcord.chance;

import dev.ripcord.chance.RandomPart.Kind;
import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes changes of whole tables, of views and of the enum type of {@link ColumnType#OWN}. */
final class TableMakers {
  private static final String MOOD = "public.\"Mood\"";

  private TableMakers() {}

  private static String freshName(Dice dice, OddNames names) {
    return QualifiedName.of(dice.of("public", "Odd.Schema"), names.next()).quoted();
  }

  static Optional<Item> createTable(Dice dice, RandomTable table, OddNames names) {
    List<Map<String, Object>> columns = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    int count = dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      ColumnType type = dice.pick(ColumnType.ALL);
      String column = ChangeMakers.fresh(names);
      Map<String, Object> made = Item.map("column", column, "type", type.sql());
      if (type.indexable() && dice.chance(50)) {
        made.put("not_null", true);
        taken.add(column);
      }
      if (!type.constant().equals("NULL") && dice.chance(30)) {
        made.put("default", type.constant());
      }
      columns.add(made);
    }
    Item item = Item.of("create_table", "table", freshName(dice, names)).with("columns", columns);
    return Optional.of(taken.isEmpty() ? item : item.with("primary_key", taken));
  }

  static Optional<Item> renameTable(Dice dice, RandomTable table, OddNames names) {
    return Optional.of(
        ChangeMakers.on("rename_table", table).with("to", ChangeMakers.fresh(names)));
  }

  static Optional<Item> moveTable(Dice dice, RandomTable table, OddNames names) {
    boolean odd = table.name().schema().equals(new Identifier("Odd.Schema"));
    return Optional.of(
        ChangeMakers.on("move_table", table).with("schema", odd ? "public" : "\"Odd.Schema\""));
  }

  static Optional<Item> createEnum(Dice dice, RandomTable table, OddNames names) {
    return Optional.of(
        Item.of(
            "create_enum",
            "type",
            freshName(dice, names),
            "values",
            List.of(names.next(), names.next())));
  }

  static Optional<Item> addEnumValue(Dice dice, RandomTable table, OddNames names) {
    Item item = Item.of("add_enum_value", "type", MOOD, "value", names.next(), "down", "ok");
    return Optional.of(
        switch (dice.number(3)) {
          case 0 -> item.with("before", "sad");
          case 1 -> item.with("after", "ok");
          default -> item;
        });
  }

  static Optional<Item> renameEnumValue(Dice dice, RandomTable table, OddNames names) {
    return Optional.of(
        Item.of(
            "rename_enum_value",
            "type",
            MOOD,
            "from",
            dice.of("sad", "ok", "very happy"),
            "to",
            names.next()));
  }

  static Optional<Item> replaceEnum(Dice dice, RandomTable table, OddNames names) {
    String other = names.next();
    String another = names.next();
    return Optional.of(
        Item.of(
            "replace_enum",
            "type",
            MOOD,
            "values",
            List.of(other, "ok", another),
            "up",
            Item.map("sad", other, "very happy", another),
            "down",
            Item.map(other, "sad", another, "very happy")));
  }

  static Optional<Item> createView(Dice dice, RandomTable table, OddNames names) {
    return ChangeMakers.any(dice, table)
        .map(
            column ->
                Item.of(
                    "create_view", "view", freshName(dice, names), "query", query(column, table)));
  }

  static Optional<Item> replaceView(Dice dice, RandomTable table, OddNames names) {
    Optional<Column> column = ChangeMakers.any(dice, table);
    return view(dice, table)
        .flatMap(
            view ->
                column.map(
                    each -> Item.of("replace_view", "view", view, "query", query(each, table))));
  }

  static Optional<Item> dropView(Dice dice, RandomTable table, OddNames names) {
    return view(dice, table).map(view -> Item.of("drop_view", "view", view));
  }

  private static Optional<String> view(Dice dice, RandomTable table) {
    List<RandomPart> views = table.parts(Kind.VIEW);
    return views.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new QualifiedName(new Identifier("public"), dice.pick(views).name()).quoted());
  }

  private static String query(Column column, RandomTable table) {
    return "SELECT " + column.name().quoted() + ", 1 AS one FROM " + table.name().quoted();
  }
}
