package dev.ripcord.recover;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads the shapes of tables that are to be merged, inside a transaction. */
final class MergeShapes {
  private final Session session;
  private final List<QualifiedName> tables;
  private final String where;
  private final Map<Integer, List<MergeShape.Column>> columns = new TreeMap<>();
  private final Map<Integer, List<MergeShape.Key>> keys = new TreeMap<>();
  private final Map<Integer, List<String>> triggers = new TreeMap<>();
  private final Map<Integer, Facts> facts = new TreeMap<>();

  private record Facts(String kind, boolean partition, boolean unlogged, boolean hidden) {}

  private MergeShapes(Session session, List<QualifiedName> tables, String where) {
    this.session = session;
    this.tables = tables;
    this.where = where;
  }

  /**
   * In the order of {@code tables}.
   *
   * @param where such as {@code the live database}, for what is said
   * @throws RipcordException that names every table that cannot be merged, and why
   */
  static List<MergeShape> read(Session inside, List<QualifiedName> tables, String where) {
    return new MergeShapes(inside, tables, where).read();
  }

  private List<MergeShape> read() {
    ask("merge-columns", this::column);
    ask("merge-keys", this::key);
    ask("merge-triggers", this::trigger);
    List<MergeShape> shapes = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      MergeShape shape = shape(i);
      shape.obstacles().forEach(each -> refusals.add(shape.table() + " " + each));
      shapes.add(shape);
    }
    refuse(refusals, where);
    return shapes;
  }

  static void refuse(List<String> refusals, String where) {
    if (!refusals.isEmpty()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "cannot be merged (" + where + "):\n  " + String.join("\n  ", refusals));
    }
  }

  private void ask(String resource, Consumer<Row> reader) {
    List<Boolean> unused =
        session.query(
            SqlResource.of(MergeShapes.class, resource),
            row -> {
              reader.accept(row);
              return true;
            },
            schemas(tables),
            names(tables));
  }

  static String[] schemas(List<QualifiedName> tables) {
    return tables.stream().map(table -> table.schema().value()).toArray(String[]::new);
  }

  static String[] names(List<QualifiedName> tables) {
    return tables.stream().map(table -> table.name().value()).toArray(String[]::new);
  }

  private static int place(Row row) {
    return (int) row.number("place") - 1;
  }

  private void column(Row row) {
    facts.put(
        place(row),
        new Facts(
            row.text("relkind"),
            row.flag("relispartition"),
            row.text("relpersistence").equals("u"),
            row.flag("hidden")));
    String name = row.textOrNull("column_name");
    if (name != null) {
      columns
          .computeIfAbsent(place(row), absent -> new ArrayList<>())
          .add(
              new MergeShape.Column(
                  new Identifier(name),
                  row.text("type"),
                  row.text("declared"),
                  row.flag("generated"),
                  row.flag("always"),
                  Optional.ofNullable(row.textOrNull("standard"))));
    }
  }

  private void key(Row row) {
    List<Identifier> names = row.texts("columns").stream().map(Identifier::new).toList();
    keys.computeIfAbsent(place(row), absent -> new ArrayList<>())
        .add(new MergeShape.Key(names, row.texts("operators")));
  }

  private void trigger(Row row) {
    triggers.computeIfAbsent(place(row), absent -> new ArrayList<>()).add(row.text("name"));
  }

  private MergeShape shape(int place) {
    Facts known = facts.get(place);
    List<MergeShape.Key> ways = keys.getOrDefault(place, List.of());
    List<String> obstacles = new ArrayList<>();
    if (known == null) {
      obstacles.add("is not there");
    } else if (!known.kind().equals("r") && !known.kind().equals("p")) {
      obstacles.add("is no table");
    } else if (known.partition()) {
      obstacles.add("is a partition: name the table that it is a part of");
    } else if (known.unlogged()) {
      obstacles.add("is unlogged: no backup has its rows");
    } else if (ways.isEmpty()) {
      obstacles.add(
          "has no key: no primary key and no unique index over columns that are NOT NULL, so that"
              + " nothing says which rows are one");
    }
    if (known != null && known.hidden()) {
      obstacles.add("has row-level security that hides rows: use a role with BYPASSRLS");
    }
    return new MergeShape(
        tables.get(place),
        known != null && known.kind().equals("r"),
        columns.getOrDefault(place, List.of()),
        ways,
        triggers.getOrDefault(place, List.of()),
        obstacles);
  }
}
