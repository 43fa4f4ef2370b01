package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Statements;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the list under {@code changes:}. */
final class ChangeReader {
  private static final List<String> KINDS = Keys.CHANGES.stream().map(Keys::name).toList();
  private static final String EXPECTED =
      "a mapping with one key, one of " + String.join(", ", KINDS);
  static final List<String> METHODS = List.of("btree", "hash", "gin", "gist", "spgist", "brin");

  private ChangeReader() {}

  /** The changes that could be read; problems say which could not. */
  static List<Change> read(Values values, Node list) {
    List<Change> changes = new ArrayList<>();
    for (Node item : values.items(list, "changes")) {
      change(values, item).ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<Change> change(Values values, Node item) {
    if (!(item instanceof MappingNode)) {
      values.refuse(item, "a change is " + Values.describe(item), EXPECTED);
      return Optional.empty();
    }
    Mapping outer = Mapping.open(values, item, "a change");
    List<String> kinds = outer.nodes().keySet().stream().toList();
    if (outer.broken()) {
      return Optional.empty();
    }
    if (kinds.size() != 1) {
      values.refuse(
          item,
          kinds.isEmpty()
              ? "a change is empty"
              : "a change has the keys " + String.join(" and ", kinds),
          kinds.stream().anyMatch(KINDS::contains)
                  && kinds.stream().anyMatch(k -> !KINDS.contains(k))
              ? "one key (indent what belongs to " + kinds.getFirst() + " below it)"
              : EXPECTED);
      return Optional.empty();
    }
    String kind = kinds.getFirst();
    Node body = outer.node(kind).orElseThrow();
    Place place = values.place(outer.keyNode(kind));
    return switch (kind) {
      case "add_column" -> addColumn(place, Mapping.of(values, body, Keys.ADD_COLUMN));
      case "change_type" -> changeType(place, Mapping.of(values, body, Keys.CHANGE_TYPE));
      case "add_check" -> addCheck(place, Mapping.of(values, body, Keys.ADD_CHECK));
      case "rename_column" -> renameColumn(place, Mapping.of(values, body, Keys.RENAME_COLUMN));
      case "transform" -> TransformReader.read(place, Mapping.of(values, body, Keys.TRANSFORM));
      case "drop_column" -> dropColumn(place, Mapping.of(values, body, Keys.DROP_COLUMN));
      case "drop_table" -> dropTable(place, Mapping.of(values, body, Keys.DROP_TABLE));
      case "create_index" -> createIndex(place, Mapping.of(values, body, Keys.CREATE_INDEX));
      case "backfill" -> backfill(place, Mapping.of(values, body, Keys.BACKFILL));
      case "sql" -> rawSql(place, Mapping.of(values, body, Keys.SQL));
      default -> {
        values.refuse(
            outer.keyNode(kind),
            "unknown change " + kind + Suggestions.phrase(kind, KINDS),
            "one of " + String.join(", ", KINDS));
        yield Optional.empty();
      }
    };
  }

  private static Optional<Change> addColumn(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> type = in.type("type");
    Optional<Boolean> notNull = in.flag("not_null");
    Optional<String> defaultValue = in.expression("default");
    Optional<Change.Fill> fill = in.node("backfill").flatMap(node -> fill(in.values(), node));
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.AddColumn(
                place,
                table.orElseThrow(),
                column.orElseThrow(),
                type.orElseThrow(),
                notNull.orElse(false),
                defaultValue,
                fill));
  }

  private static Optional<Change.Fill> fill(Values values, Node node) {
    if (!(node instanceof MappingNode)) {
      return values
          .sql(node, "backfill", "an SQL expression, or a mapping of value and where")
          .map(value -> new Change.Fill(value, Optional.empty()));
    }
    Mapping in = Mapping.of(values, node, Keys.FILL);
    Optional<String> value = in.expression("value");
    Optional<String> where = in.expression("where");
    return in.broken()
        ? Optional.empty()
        : Optional.of(new Change.Fill(value.orElseThrow(), where));
  }

  private static Optional<Change> changeType(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> type = in.type("type");
    Optional<String> up = in.expression("up");
    Optional<String> down = in.expression("down");
    Optional<Change.RollbackStyle> style =
        in.choice(
            "rollback",
            List.of(Change.RollbackStyle.values()),
            one -> one.name().toLowerCase(Locale.ROOT));
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.ChangeType(
                place,
                table.orElseThrow(),
                column.orElseThrow(),
                type.orElseThrow(),
                up,
                down,
                style.orElse(Change.RollbackStyle.INSTANT)));
  }

  private static Optional<Change> addCheck(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> name = in.name("name");
    Optional<String> check = in.expression("check");
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.AddCheck(
                place, table.orElseThrow(), name.orElseThrow(), check.orElseThrow()));
  }

  private static Optional<Change> renameColumn(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> from = in.name("from");
    Optional<Identifier> to = in.name("to");
    if (from.isPresent() && from.equals(to)) {
      in.values()
          .refuse(in.keyNode("to"), "the new name is the old one, " + to.get(), "another name");
    }
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.RenameColumn(
                place, table.orElseThrow(), from.orElseThrow(), to.orElseThrow()));
  }

  private static Optional<Change> dropColumn(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> down = in.expression("down");
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.DropColumn(place, table.orElseThrow(), column.orElseThrow(), down));
  }

  private static Optional<Change> dropTable(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    return in.broken()
        ? Optional.empty()
        : Optional.of(new Change.DropTable(place, table.orElseThrow()));
  }

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
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.CreateIndex(
                place,
                table.orElseThrow(),
                name.orElseThrow(),
                columns,
                unique.orElse(false),
                method.orElse("btree"),
                where));
  }

  private static Optional<Change> backfill(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Map<Identifier, String> set =
        in.node("set").map(node -> expressions(in.values(), node, "set")).orElse(Map.of());
    Optional<String> where = in.expression("where");
    return in.broken()
        ? Optional.empty()
        : Optional.of(new Change.Backfill(place, table.orElseThrow(), set, where));
  }

  /** A mapping of columns to expressions, with at least one. */
  static Map<Identifier, String> expressions(Values values, Node node, String what) {
    Mapping in = Mapping.open(values, node, what);
    Map<Identifier, String> expressions = new LinkedHashMap<>();
    in.nodes()
        .forEach(
            (key, value) -> {
              Optional<Identifier> column = values.name(in.keyNode(key), "the key");
              Optional<String> sql =
                  values.sql(value, what + " of " + key, "an SQL expression (NULL in quotes)");
              if (column.isPresent()
                  && sql.isPresent()
                  && expressions.putIfAbsent(column.get(), sql.get()) != null) {
                values.refuse(
                    in.keyNode(key),
                    "the column " + column.get() + " stands here again",
                    "it once");
              }
            });
    if (expressions.isEmpty() && !in.broken()) {
      values.refuse(node, what + " is empty", "column: expression");
    }
    return expressions;
  }

  private static Optional<Change> rawSql(Place place, Mapping in) {
    Optional<String> name = in.text("name");
    Optional<Phase> phase = in.choice("phase", List.of(Phase.values()), Phase::word);
    Optional<String> up = in.node("up").flatMap(node -> script(in.values(), node, "up"));
    Optional<String> down = in.node("down").flatMap(node -> script(in.values(), node, "down"));
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Change.RawSql(
                place, name.orElseThrow(), phase.orElseThrow(), up.orElseThrow(), down));
  }

  private static Optional<String> script(Values values, Node node, String what) {
    Optional<String> text = values.text(node, what, "SQL statements");
    if (text.isPresent()) {
      Token open = SqlTokens.unterminated(SqlTokens.of(text.get()));
      if (open != null) {
        values.refuse(
            node,
            what + " has a string, name or comment that never ends, in its line " + open.line(),
            "complete SQL statements");
      } else if (Statements.split(text.get()).isEmpty()) {
        values.refuse(node, what + " has no statement", "at least one SQL statement");
      }
    }
    return text;
  }
}
