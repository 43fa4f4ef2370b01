package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.QualifiedName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads changes of enum types. */
final class EnumReader {
  static final List<ChangeKind> KINDS =
      List.of(
          new ChangeKind(
              new Keys("create_enum", List.of("type", "values"), List.of()),
              EnumReader::createEnum),
          new ChangeKind(
              new Keys(
                  "add_enum_value", List.of("type", "value"), List.of("before", "after", "down")),
              EnumReader::addValue),
          new ChangeKind(
              new Keys("rename_enum_value", List.of("type", "from", "to"), List.of()),
              EnumReader::renameValue),
          new ChangeKind(
              new Keys("replace_enum", List.of("type", "values"), List.of("up", "down")),
              EnumReader::replace));

  private EnumReader() {}

  private static Optional<QualifiedName> type(Mapping in) {
    return in.qualified("type", "the name of an enum type such as mood or app.mood");
  }

  private static List<String> values(Mapping in) {
    List<String> values = in.texts("values");
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        in.values().refuse(in.keyNode("values"), "values names " + value + " twice", "it once");
      }
    }
    return values;
  }

  private static Optional<Change> createEnum(Place place, Mapping in) {
    Optional<QualifiedName> type = type(in);
    List<String> values = values(in);
    return in.made(() -> new EnumChange.CreateEnum(place, type.orElseThrow(), values));
  }

  private static Optional<Change> addValue(Place place, Mapping in) {
    Optional<QualifiedName> type = type(in);
    Optional<String> value = in.text("value");
    Optional<String> before = in.text("before");
    Optional<String> after = in.text("after");
    Optional<String> down = in.text("down");
    if (before.isPresent() && after.isPresent()) {
      in.values().refuse(in.keyNode("after"), "before and after are both given", "one of them");
    }
    return in.made(
        () ->
            new EnumChange.AddEnumValue(
                place, type.orElseThrow(), value.orElseThrow(), before, after, down));
  }

  private static Optional<Change> renameValue(Place place, Mapping in) {
    Optional<QualifiedName> type = type(in);
    Optional<String> from = in.text("from");
    Optional<String> to = in.text("to");
    ColumnReader.refuseSame(in, from, to);
    return in.made(
        () ->
            new EnumChange.RenameEnumValue(
                place, type.orElseThrow(), from.orElseThrow(), to.orElseThrow()));
  }

  private static Optional<Change> replace(Place place, Mapping in) {
    Optional<QualifiedName> type = type(in);
    List<String> values = values(in);
    Map<String, String> up = mapping(in, "up");
    Map<String, String> down = mapping(in, "down");
    up.forEach(
        (old, fresh) -> {
          if (!values.contains(fresh)) {
            in.values()
                .refuse(
                    in.keyNode("up"),
                    "up makes " + old + " into " + fresh + ", which is no item of values",
                    "one of " + String.join(", ", values));
          }
        });
    return in.made(() -> new EnumChange.ReplaceEnum(place, type.orElseThrow(), values, up, down));
  }

  private static Map<String, String> mapping(Mapping in, String key) {
    Optional<Node> node = in.node(key);
    if (node.isEmpty()) {
      return Map.of();
    }
    Mapping entries = Mapping.open(in.values(), node.get(), key);
    Map<String, String> found = new LinkedHashMap<>();
    entries
        .nodes()
        .forEach(
            (from, to) ->
                in.values()
                    .text(to, key + " of " + from, "a value of the type")
                    .ifPresent(value -> found.put(from, value)));
    return found;
  }
}
