package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads changes of whole tables. */
final class TableReader {
  static final Keys COLUMN =
      new Keys("table_column", List.of("column", "type"), List.of("not_null", "default"));

  static final List<ChangeKind> KINDS =
      List.of(
          new ChangeKind(
              new Keys(
                  "create_table",
                  List.of("table", "columns"),
                  List.of("primary_key", "constraints", "comment")),
              TableReader::createTable),
          new ChangeKind(
              new Keys("drop_table", List.of("table"), List.of()), TableReader::dropTable),
          new ChangeKind(
              new Keys("rename_table", List.of("table", "to"), List.of()),
              TableReader::renameTable),
          new ChangeKind(
              new Keys("move_table", List.of("table", "schema"), List.of()),
              TableReader::moveTable));

  private TableReader() {}

  private static Optional<Change> createTable(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    List<TableChange.TableColumn> columns = new ArrayList<>();
    for (Node item : in.items("columns")) {
      column(in.values(), item).ifPresent(columns::add);
    }
    List<Identifier> names = columns.stream().map(TableChange.TableColumn::column).toList();
    TransformReader.refuseTwice(in, "columns", names);
    List<Identifier> primaryKey = in.names("primary_key");
    TransformReader.refuseTwice(in, "primary_key", primaryKey);
    if (!in.broken()) {
      refuseUnknown(in, primaryKey, names);
    }
    List<String> constraints = new ArrayList<>();
    for (Node item : in.items("constraints")) {
      in.values()
          .sql(item, "an item of constraints", "a table constraint as in CREATE TABLE")
          .ifPresent(constraints::add);
    }
    Optional<String> comment =
        in.node("comment").flatMap(node -> ChangeReader.comment(in.values(), node));
    return in.made(
        () ->
            new TableChange.CreateTable(
                place, table.orElseThrow(), columns, primaryKey, constraints, comment));
  }

  private static void refuseUnknown(Mapping in, List<Identifier> key, List<Identifier> columns) {
    for (Identifier column : key) {
      if (!columns.contains(column)) {
        in.values()
            .refuse(
                in.keyNode("primary_key"),
                "primary_key names " + column + ", which is no column",
                "only columns of the table");
      }
    }
  }

  private static Optional<TableChange.TableColumn> column(Values values, Node node) {
    Mapping in = Mapping.of(values, node, COLUMN);
    Optional<Identifier> column = in.name("column");
    Optional<String> type = in.type("type");
    Optional<Boolean> notNull = in.flag("not_null");
    Optional<String> defaultValue = in.expression("default");
    return in.made(
        () ->
            new TableChange.TableColumn(
                column.orElseThrow(), type.orElseThrow(), notNull.orElse(false), defaultValue));
  }

  private static Optional<Change> dropTable(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    return in.made(() -> new TableChange.DropTable(place, table.orElseThrow()));
  }

  private static Optional<Change> renameTable(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> to = in.name("to");
    ColumnReader.refuseSame(in, table.map(QualifiedName::name), to);
    return in.made(() -> new TableChange.RenameTable(place, table.orElseThrow(), to.orElseThrow()));
  }

  private static Optional<Change> moveTable(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> schema = in.name("schema");
    if (schema.isPresent() && table.map(QualifiedName::schema).equals(schema)) {
      in.values()
          .refuse(in.keyNode("schema"), "the table is in this schema already", "another schema");
    }
    return in.made(
        () -> new TableChange.MoveTable(place, table.orElseThrow(), schema.orElseThrow()));
  }
}
