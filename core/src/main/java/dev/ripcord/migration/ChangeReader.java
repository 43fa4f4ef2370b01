package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Statements;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the list under {@code changes:}. */
final class ChangeReader {
  /** All kinds of change, in the order in which a file's author is told of them. */
  static final List<ChangeKind> KINDS =
      Stream.of(
              ColumnReader.KINDS,
              ConstraintReader.KINDS,
              IndexReader.KINDS,
              TableReader.KINDS,
              EnumReader.KINDS,
              ViewReader.KINDS,
              List.of(
                  new ChangeKind(
                      new Keys("set_comment", List.of("table", "comment"), List.of("column")),
                      ChangeReader::setComment),
                  new ChangeKind(
                      new Keys("sql", List.of("name", "phase", "up"), List.of("down")),
                      ChangeReader::rawSql)))
          .flatMap(List::stream)
          .toList();

  private static final List<String> NAMES = KINDS.stream().map(ChangeKind::name).toList();
  private static final String EXPECTED = "a mapping with one key, the kind of change";

  private ChangeReader() {}

  /** The changes that could be read; problems say which could not. */
  static List<Change> read(Values values, Node list) {
    List<Change> changes = new ArrayList<>();
    for (Node item : values.items(list, "changes")) {
      change(values, item).ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<? extends Change> change(Values values, Node item) {
    if (!(item instanceof MappingNode)) {
      values.refuse(item, "a change is " + Values.describe(item), EXPECTED);
      return Optional.empty();
    }
    Mapping outer = Mapping.open(values, item, "a change");
    List<String> keys = outer.nodes().keySet().stream().toList();
    if (outer.broken()) {
      return Optional.empty();
    }
    if (keys.size() != 1) {
      values.refuse(
          item,
          keys.isEmpty()
              ? "a change is empty"
              : "a change has the keys " + String.join(" and ", keys),
          keys.stream().anyMatch(NAMES::contains) && keys.stream().anyMatch(k -> !NAMES.contains(k))
              ? "one key (indent what belongs to " + keys.getFirst() + " below it)"
              : EXPECTED);
      return Optional.empty();
    }
    String key = keys.getFirst();
    Optional<ChangeKind> kind = KINDS.stream().filter(each -> each.name().equals(key)).findFirst();
    if (kind.isEmpty()) {
      values.refuse(
          outer.keyNode(key),
          "unknown change " + key,
          Suggestions.nearest(key, NAMES).orElse("one of " + String.join(", ", NAMES)));
      return Optional.empty();
    }
    Place place = values.place(outer.keyNode(key));
    Mapping body = Mapping.of(values, outer.node(key).orElseThrow(), kind.get().keys());
    return kind.get().reader().read(place, body);
  }

  private static Optional<Change.SetComment> setComment(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    Optional<Identifier> column = in.name("column");
    Optional<String> comment = in.node("comment").flatMap(node -> comment(in.values(), node));
    return in.made(() -> new Change.SetComment(place, table.orElseThrow(), column, comment));
  }

  /** Nothing, {@code null} and an empty text all mean: none. */
  static Optional<String> comment(Values values, Node node) {
    boolean none =
        Values.isNull(node) || (node instanceof ScalarNode scalar && scalar.getValue().isBlank());
    return none ? Optional.empty() : values.text(node, "comment", "a text, or null for none");
  }

  private static Optional<Change.RawSql> rawSql(Place place, Mapping in) {
    Optional<String> name = in.text("name");
    Optional<Phase> phase = in.choice("phase", List.of(Phase.values()), Phase::word);
    Optional<String> up = in.node("up").flatMap(node -> script(in.values(), node, "up"));
    Optional<String> down = in.node("down").flatMap(node -> script(in.values(), node, "down"));
    return in.made(
        () ->
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
