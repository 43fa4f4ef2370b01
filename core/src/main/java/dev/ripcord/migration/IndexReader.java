package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads changes of indexes. */
final class IndexReader {
  static final List<String> METHODS = List.of("btree", "hash", "gin", "gist", "spgist", "brin");
  private static final String INDEX = "an index name such as users_by_name or app.users_by_name";

  static final List<ChangeKind> KINDS =
      List.of(
          new ChangeKind(
              new Keys(
                  "create_index",
                  List.of("table", "name", "columns"),
                  List.of("unique", "method", "where")),
              IndexReader::createIndex),
          new ChangeKind(
              new Keys("drop_index", List.of("index"), List.of()), IndexReader::dropIndex),
          new ChangeKind(
              new Keys("rename_index", List.of("index", "to"), List.of()),
              IndexReader::renameIndex));

  private IndexReader() {}

  private static Optional<Change> createIndex(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> name = in.name("name");
    List<String> columns = new ArrayList<>();
    for (Node item : in.items("columns")) {
      in.values()
          .sql(item, "an item of columns", "a column or an expression in parentheses")
          .ifPresent(columns::add);
    }
    Optional<Boolean> unique = in.flag("unique");
    Optional<String> method = in.choice("method", METHODS, one -> one);
    Optional<String> where = in.expression("where");
    return in.made(
        () ->
            new IndexChange.CreateIndex(
                place,
                table.orElseThrow(),
                name.orElseThrow(),
                columns,
                unique.orElse(false),
                method.orElse("btree"),
                where));
  }

  private static Optional<Change> dropIndex(Place place, Mapping in) {
    Optional<QualifiedName> index = in.qualified("index", INDEX);
    return in.made(() -> new IndexChange.DropIndex(place, index.orElseThrow()));
  }

  private static Optional<Change> renameIndex(Place place, Mapping in) {
    Optional<QualifiedName> index = in.qualified("index", INDEX);
    Optional<Identifier> to = in.name("to");
    ColumnReader.refuseSame(in, index.map(QualifiedName::name), to);
    return in.made(() -> new IndexChange.RenameIndex(place, index.orElseThrow(), to.orElseThrow()));
  }
}
