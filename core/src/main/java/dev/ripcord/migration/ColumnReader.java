package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads changes of columns. */
final class ColumnReader {
  static final Keys FILL = new Keys("fill", List.of("value"), List.of("where"));

  static final List<ChangeKind> KINDS =
      List.of(
          new ChangeKind(
              new Keys(
                  "add_column",
                  List.of("table", "column", "type"),
                  List.of("not_null", "default", "backfill")),
              ColumnReader::addColumn),
          new ChangeKind(
              new Keys("rename_column", List.of("table", "from", "to"), List.of()),
              ColumnReader::renameColumn),
          new ChangeKind(
              new Keys("transform", List.of("table", "from", "to", "down"), List.of()),
              TransformReader::read),
          new ChangeKind(
              new Keys(
                  "change_type",
                  List.of("table", "column", "type"),
                  List.of("up", "down", "rollback")),
              ColumnReader::changeType),
          new ChangeKind(
              new Keys("drop_column", List.of("table", "column"), List.of("down")),
              ColumnReader::dropColumn),
          new ChangeKind(
              new Keys("set_default", List.of("table", "column", "default"), List.of()),
              ColumnReader::setDefault),
          new ChangeKind(
              new Keys("drop_default", List.of("table", "column"), List.of()),
              ColumnReader::dropDefault),
          new ChangeKind(
              new Keys("set_not_null", List.of("table", "column"), List.of("up")),
              ColumnReader::setNotNull),
          new ChangeKind(
              new Keys("drop_not_null", List.of("table", "column"), List.of("down")),
              ColumnReader::dropNotNull),
          new ChangeKind(
              new Keys("move_columns", List.of("table", "columns", "to", "key"), List.of()),
              ColumnReader::moveColumns),
          new ChangeKind(
              new Keys("backfill", List.of("table", "set"), List.of("where")),
              ColumnReader::backfill));

  private ColumnReader() {}

  private static Optional<Change> addColumn(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> type = in.type("type");
    Optional<Boolean> notNull = in.flag("not_null");
    Optional<String> defaultValue = in.expression("default");
    Optional<ColumnChange.Fill> fill = in.node("backfill").flatMap(node -> fill(in.values(), node));
    return in.made(
        () ->
            new ColumnChange.AddColumn(
                place,
                table.orElseThrow(),
                column.orElseThrow(),
                type.orElseThrow(),
                notNull.orElse(false),
                defaultValue,
                fill));
  }

  private static Optional<ColumnChange.Fill> fill(Values values, Node node) {
    if (!(node instanceof MappingNode)) {
      return values
          .sql(node, "backfill", "an SQL expression, or a mapping of value and where")
          .map(value -> new ColumnChange.Fill(value, Optional.empty()));
    }
    Mapping in = Mapping.of(values, node, FILL);
    Optional<String> value = in.expression("value");
    Optional<String> where = in.expression("where");
    return in.made(() -> new ColumnChange.Fill(value.orElseThrow(), where));
  }

  private static Optional<Change> renameColumn(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> from = in.name("from");
    Optional<Identifier> to = in.name("to");
    refuseSame(in, from, to);
    return in.made(
        () ->
            new ColumnChange.RenameColumn(
                place, table.orElseThrow(), from.orElseThrow(), to.orElseThrow()));
  }

  /** Of {@code from} and {@code to}, names or texts. */
  static void refuseSame(Mapping in, Optional<?> from, Optional<?> to) {
    if (from.isPresent() && from.equals(to)) {
      in.values()
          .refuse(in.keyNode("to"), "the new name is the old one, " + to.get(), "another name");
    }
  }

  private static Optional<Change> changeType(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> type = in.type("type");
    Optional<String> up = in.expression("up");
    Optional<String> down = in.expression("down");
    Optional<ColumnChange.RollbackStyle> style =
        in.choice(
            "rollback",
            List.of(ColumnChange.RollbackStyle.values()),
            one -> one.name().toLowerCase(Locale.ROOT));
    return in.made(
        () ->
            new ColumnChange.ChangeType(
                place,
                table.orElseThrow(),
                column.orElseThrow(),
                type.orElseThrow(),
                up,
                down,
                style.orElse(ColumnChange.RollbackStyle.INSTANT)));
  }

  private static Optional<Change> dropColumn(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> down = in.expression("down");
    return in.made(
        () -> new ColumnChange.DropColumn(place, table.orElseThrow(), column.orElseThrow(), down));
  }

  private static Optional<Change> setDefault(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> value = in.expression("default");
    return in.made(
        () ->
            new ColumnChange.SetDefault(
                place, table.orElseThrow(), column.orElseThrow(), value.orElseThrow()));
  }

  private static Optional<Change> dropDefault(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    return in.made(
        () -> new ColumnChange.DropDefault(place, table.orElseThrow(), column.orElseThrow()));
  }

  private static Optional<Change> setNotNull(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> up = in.expression("up");
    return in.made(
        () -> new ColumnChange.SetNotNull(place, table.orElseThrow(), column.orElseThrow(), up));
  }

  private static Optional<Change> dropNotNull(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> down = in.expression("down");
    return in.made(
        () -> new ColumnChange.DropNotNull(place, table.orElseThrow(), column.orElseThrow(), down));
  }

  private static Optional<Change> moveColumns(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Map<Identifier, Identifier> columns = moved(in);
    Optional<QualifiedName> to = in.qualified("to", "a table name such as users or app.users");
    Map<Identifier, Identifier> key = names(in, "key", "column of the other table: column here");
    if (to.isPresent() && to.equals(table)) {
      in.values().refuse(in.keyNode("to"), "to is the same table", "another table");
    }
    return in.made(
        () ->
            new ColumnChange.MoveColumns(
                place, table.orElseThrow(), columns, to.orElseThrow(), key));
  }

  /** A list of columns that keep their names, or a mapping of old names to new ones. */
  private static Map<Identifier, Identifier> moved(Mapping in) {
    if (in.node("columns").filter(MappingNode.class::isInstance).isPresent()) {
      return names(in, "columns", "column: its name in the other table");
    }
    Map<Identifier, Identifier> same = new LinkedHashMap<>();
    in.names("columns").forEach(column -> same.put(column, column));
    return same;
  }

  private static Map<Identifier, Identifier> names(Mapping in, String key, String expected) {
    return in.node(key)
        .map(
            node ->
                in.values()
                    .columns(
                        node,
                        key,
                        (column, value) -> in.values().name(value, key + " of " + column),
                        expected))
        .orElse(Map.of());
  }

  private static Optional<Change> backfill(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Map<Identifier, String> set = in.expressions("set");
    Optional<String> where = in.expression("where");
    return in.made(() -> new ColumnChange.Backfill(place, table.orElseThrow(), set, where));
  }
}
