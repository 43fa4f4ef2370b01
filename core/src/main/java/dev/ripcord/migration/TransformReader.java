package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a {@code transform}: every old column needs its way back, and only those have one. */
final class TransformReader {
  static final Keys TARGET =
      new Keys("target", List.of("column", "type", "up"), List.of("not_null"));

  private TransformReader() {}

  static Optional<Change> read(Place place, Mapping in) {
    Optional<QualifiedName> table = in.table();
    List<Identifier> from = in.names("from");
    refuseTwice(in, "from", from);
    List<ColumnChange.Target> to = new ArrayList<>();
    for (Node item : in.items("to")) {
      target(in.values(), item).ifPresent(to::add);
    }
    refuseTwice(in, "to", to.stream().map(ColumnChange.Target::column).toList());
    Map<Identifier, String> down = in.expressions("down");
    if (in.broken()) {
      return Optional.empty();
    }
    Map<Identifier, String> ordered = new LinkedHashMap<>();
    for (Identifier column : from) {
      String expression = down.get(column);
      if (expression == null) {
        in.values()
            .refuse(
                in.keyNode("down"),
                "down has no expression for " + column,
                "one for each column of from");
      } else {
        ordered.put(column, expression);
      }
    }
    for (Identifier column : down.keySet()) {
      if (!from.contains(column)) {
        in.values()
            .refuse(
                in.keyNode("down"),
                "down has an expression for " + column + ", which is no column of from",
                "only columns of from");
      }
    }
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new ColumnChange.TransformColumns(place, table.orElseThrow(), from, to, ordered));
  }

  private static Optional<ColumnChange.Target> target(Values values, Node node) {
    Mapping in = Mapping.of(values, node, TARGET);
    Optional<Identifier> column = in.name("column");
    Optional<String> type = in.type("type");
    Optional<String> up = in.expression("up");
    Optional<Boolean> notNull = in.flag("not_null");
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new ColumnChange.Target(
                column.orElseThrow(), type.orElseThrow(), notNull.orElse(false), up.orElseThrow()));
  }

  static void refuseTwice(Mapping in, String key, List<Identifier> columns) {
    Set<Identifier> seen = new HashSet<>();
    for (Identifier column : columns) {
      if (!seen.add(column)) {
        in.values().refuse(in.keyNode(key), key + " names " + column + " twice", "it once");
      }
    }
  }
}
