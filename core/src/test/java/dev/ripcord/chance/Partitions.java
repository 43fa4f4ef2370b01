package dev.ripcord.chance;

import dev.ripcord.chance.RandomTable.Column;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** How a table is cut into partitions: by the first column of its key, on one level or two. */
final class Partitions {
  private final Dice dice;
  private final OddNames names;
  private final RandomTable table;
  private final Identifier column;
  private final boolean numbers;
  private final String kind;

  Partitions(Dice dice, OddNames names, RandomTable table) {
    this.dice = dice;
    this.names = names;
    this.table = table;
    this.column = table.key().getFirst();
    this.numbers =
        table.columns().stream()
            .filter(each -> each.name().equals(column))
            .map(Column::type)
            .noneMatch(ColumnType::textual);
    this.kind = numbers ? dice.of("RANGE", "HASH", "LIST") : dice.of("HASH", "RANGE");
  }

  String by() {
    return " PARTITION BY " + kind + " (" + column.quoted() + ")";
  }

  List<String> statements() {
    return of(table.name(), kind, dice.chance(30));
  }

  private List<String> of(QualifiedName parent, String by, boolean deeper) {
    List<String> made = new ArrayList<>();
    List<String> bounds =
        switch (by) {
          case "HASH" -> List.of("WITH (MODULUS 2, REMAINDER 0)", "WITH (MODULUS 2, REMAINDER 1)");
          case "LIST" -> List.of("IN (1, 2, 3)", "DEFAULT");
          default ->
              numbers
                  ? List.of("FROM (MINVALUE) TO (100)", "FROM (100) TO (MAXVALUE)")
                  : List.of("FROM (MINVALUE) TO ('m')", "FROM ('m') TO (MAXVALUE)");
        };
    for (String bound : bounds) {
      QualifiedName child = new QualifiedName(parent.schema(), new Identifier(names.next()));
      String values = bound.equals("DEFAULT") ? " DEFAULT" : " FOR VALUES " + bound;
      boolean split = deeper && made.isEmpty();
      made.add(
          "CREATE TABLE "
              + child.quoted()
              + " PARTITION OF "
              + parent.quoted()
              + values
              + (split ? " PARTITION BY HASH (" + column.quoted() + ")" : ""));
      if (split) {
        made.addAll(of(child, "HASH", false));
      }
    }
    return made;
  }
}
