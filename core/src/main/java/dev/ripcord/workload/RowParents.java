package dev.ripcord.workload;

import static java.util.stream.Collectors.joining;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The keys that a foreign key may point to; a few of them get most of the children. */
final class RowParents {
  private static final int MOST_KEYS = 200_000;

  private final RowReference reference;
  private final List<List<String>> keys;
  private final boolean required;
  private final boolean distinct;
  private final Map<List<String>, List<List<String>>> narrowed = new HashMap<>();

  private RowParents(
      RowReference reference, List<List<String>> keys, boolean required, boolean distinct) {
    this.reference = reference;
    this.keys = keys;
    this.required = required;
    this.distinct = distinct;
  }

  static RowParents read(
      Session session, RowRelation child, RowReference reference, boolean required) {
    int width = reference.parentColumns().size();
    String names =
        reference.parentColumns().stream().map(Identifier::quoted).collect(joining(", "));
    String texts =
        reference.parentColumns().stream()
            .map(each -> each.quoted() + "::text")
            .collect(joining(", "));
    String present =
        reference.parentColumns().stream()
            .map(each -> each.quoted() + " IS NOT NULL")
            .collect(joining(" AND ", "", " AND " + RowReferences.referable(reference)));
    List<List<String>> keys =
        session.queryPlain(
            "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %d"
                .formatted(texts, reference.parent().quoted(), present, names, MOST_KEYS),
            row -> {
              List<String> key = new ArrayList<>(width);
              for (int i = 1; i <= width; i++) {
                key.add(row.text(i));
              }
              return key;
            });
    if (keys.isEmpty() && required) {
      throw ValueSources.refused(
          child.name(),
          "%s references %s, which is empty".formatted(reference.name(), reference.parent()));
    }
    boolean distinct = child.uniqueKeys().contains(Set.copyOf(reference.columns()));
    return new RowParents(reference, keys, required, distinct);
  }

  RowReference reference() {
    return reference;
  }

  /** Adds values for the columns of the key; those that another key has chosen already stay. */
  void choose(Map<Identifier, @Nullable String> chosen, long ordinal, RandomGenerator random) {
    List<Identifier> columns = reference.columns();
    List<List<String>> fitting = fitting(chosen);
    if (fitting.isEmpty() || (!required && random.nextInt(10) == 0)) {
      columns.forEach(each -> chosen.putIfAbsent(each, null));
      return;
    }
    double skewed = Math.pow(random.nextDouble(), 3);
    int place = distinct ? (int) ((ordinal - 1) % fitting.size()) : (int) (fitting.size() * skewed);
    List<String> key = fitting.get(place);
    for (int i = 0; i < columns.size(); i++) {
      chosen.putIfAbsent(columns.get(i), key.get(i));
    }
  }

  private List<List<String>> fitting(Map<Identifier, @Nullable String> chosen) {
    List<Integer> fixed = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < reference.columns().size(); i++) {
      Identifier column = reference.columns().get(i);
      if (chosen.containsKey(column)) {
        String value = chosen.get(column);
        if (value == null) {
          return List.of();
        }
        fixed.add(i);
        values.add(value);
      }
    }
    if (fixed.isEmpty()) {
      return keys;
    }
    if (narrowed.isEmpty()) {
      for (List<String> key : keys) {
        List<String> part = fixed.stream().map(key::get).toList();
        narrowed.computeIfAbsent(part, unused -> new ArrayList<>()).add(key);
      }
    }
    return narrowed.getOrDefault(values, List.of());
  }
}
