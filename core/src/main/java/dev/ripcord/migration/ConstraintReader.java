package dev.ripcord.migration;

import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads changes of constraints. */
final class ConstraintReader {
  static final Keys REFERENCES = new Keys("references", List.of("table", "columns"), List.of());

  static final List<ChangeKind> KINDS =
      List.of(
          new ChangeKind(
              new Keys("add_check", List.of("table", "name", "check"), List.of("up")),
              ConstraintReader::addCheck),
          new ChangeKind(
              new Keys(
                  "add_foreign_key",
                  List.of("table", "name", "columns", "references"),
                  List.of("on_delete", "on_update", "up")),
              ConstraintReader::addForeignKey),
          new ChangeKind(
              new Keys("add_unique", List.of("table", "name", "columns"), List.of()),
              ConstraintReader::addUnique),
          new ChangeKind(
              new Keys("change_primary_key", List.of("table", "columns"), List.of("name")),
              ConstraintReader::changePrimaryKey),
          new ChangeKind(
              new Keys("drop_constraint", List.of("table", "name"), List.of("down")),
              ConstraintReader::dropConstraint),
          new ChangeKind(
              new Keys("rename_constraint", List.of("table", "from", "to"), List.of()),
              ConstraintReader::renameConstraint));

  private record Parent(QualifiedName table, List<Identifier> columns) {}

  private ConstraintReader() {}

  private static Optional<Change> addCheck(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> name = in.name("name");
    Optional<String> check = in.expression("check");
    Map<Identifier, String> up = in.expressions("up");
    return in.made(
        () ->
            new ConstraintChange.AddCheck(
                place, table.orElseThrow(), name.orElseThrow(), check.orElseThrow(), up));
  }

  private static Optional<Change> addForeignKey(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> name = in.name("name");
    List<Identifier> columns = in.names("columns");
    Optional<Parent> parent = in.node("references").flatMap(node -> parent(in.values(), node));
    Optional<ReferentialAction> onDelete = action(in, "on_delete");
    Optional<ReferentialAction> onUpdate = action(in, "on_update");
    Map<Identifier, String> up = in.expressions("up");
    if (!in.broken() && columns.size() != parent.orElseThrow().columns().size()) {
      in.values()
          .refuse(
              in.keyNode("references"),
              "the key has "
                  + columns.size()
                  + " columns, and references "
                  + parent.get().columns().size(),
              "as many here as there");
    }
    return in.made(
        () ->
            new ConstraintChange.AddForeignKey(
                place,
                table.orElseThrow(),
                name.orElseThrow(),
                columns,
                parent.orElseThrow().table(),
                parent.get().columns(),
                onDelete.orElse(ReferentialAction.NO_ACTION),
                onUpdate.orElse(ReferentialAction.NO_ACTION),
                up));
  }

  private static Optional<Parent> parent(Values values, Node node) {
    Mapping in = Mapping.of(values, node, REFERENCES);
    Optional<QualifiedName> table = in.table();
    List<Identifier> columns = in.names("columns");
    return in.made(() -> new Parent(table.orElseThrow(), columns));
  }

  private static Optional<ReferentialAction> action(Mapping in, String key) {
    return in.choice(key, List.of(ReferentialAction.values()), ReferentialAction::word);
  }

  private static Optional<Change> addUnique(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> name = in.name("name");
    List<Identifier> columns = in.names("columns");
    return in.made(
        () ->
            new ConstraintChange.AddUnique(
                place, table.orElseThrow(), name.orElseThrow(), columns));
  }

  private static Optional<Change> changePrimaryKey(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    List<Identifier> columns = in.names("columns");
    Optional<Identifier> name = in.name("name");
    return in.made(
        () -> new ConstraintChange.ChangePrimaryKey(place, table.orElseThrow(), columns, name));
  }

  private static Optional<Change> dropConstraint(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> name = in.name("name");
    Map<Identifier, String> down = in.expressions("down");
    return in.made(
        () ->
            new ConstraintChange.DropConstraint(
                place, table.orElseThrow(), name.orElseThrow(), down));
  }

  private static Optional<Change> renameConstraint(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> from = in.name("from");
    Optional<Identifier> to = in.name("to");
    ColumnReader.refuseSame(in, from, to);
    return in.made(
        () ->
            new ConstraintChange.RenameConstraint(
                place, table.orElseThrow(), from.orElseThrow(), to.orElseThrow()));
  }
}
