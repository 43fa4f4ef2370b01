package dev.ripcord.workload;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All types of a database, and values for each, however they are composed. */
final class ValueTypes {
  private static final int DEEPEST = 6;

  private final Map<Long, Type> types;

  private ValueTypes(Map<Long, Type> types) {
    this.types = types;
  }

  /**
   * @param kind as {@code typtype}: b, c, d, e, m, r
   * @param element of an array; 0 for others
   * @param base of a domain
   * @param fields type and modifier of each field of a composite type
   * @param checks of a domain
   */
  private record Type(
      String name,
      char kind,
      char category,
      long element,
      long base,
      int modifier,
      String fullName,
      List<String> labels,
      List<String> fields,
      long subtype,
      long range,
      List<String> checks) {}

  static ValueTypes read(Session session) {
    Map<Long, Type> types = new HashMap<>();
    List<Long> unused =
        session.query(
            SqlResource.of(ValueTypes.class, "value-types"),
            row -> {
              types.put(row.number("id"), type(row));
              return row.number("id");
            });
    return new ValueTypes(types);
  }

  private static Type type(Row row) {
    return new Type(
        row.text("name"),
        row.text("kind").charAt(0),
        row.text("category").charAt(0),
        row.number("element"),
        row.number("base"),
        (int) row.number("modifier"),
        row.text("full_name"),
        row.texts("labels"),
        row.texts("fields"),
        row.number("subtype"),
        row.number("range"),
        row.texts("checks"));
  }

  /** The name of the type that no domain is wrapped around, such as {@code int4}. */
  String baseName(long id) {
    Type type = types.get(id);
    return type == null ? "unknown" : type.kind() == 'd' ? baseName(type.base()) : type.name();
  }

  /** The checks of a domain and of those below it; empty for other types. */
  List<String> domainChecks(long id) {
    Type type = types.get(id);
    if (type == null || type.kind() != 'd') {
      return List.of();
    }
    List<String> all = new ArrayList<>(type.checks());
    all.addAll(domainChecks(type.base()));
    return all;
  }

  /** Whether a domain is inside, so that a value of the right form may yet be refused. */
  boolean picky(long id) {
    return picky(id, 0);
  }

  private boolean picky(long id, int depth) {
    Type type = types.get(id);
    if (type == null || depth > DEEPEST) {
      return false;
    }
    return type.kind() == 'd'
        || (type.element() != 0 && picky(type.element(), depth + 1))
        || (type.subtype() != 0 && picky(type.subtype(), depth + 1))
        || type.fields().stream().anyMatch(field -> picky(fieldType(field), depth + 1));
  }

  private static long fieldType(String field) {
    return Long.parseLong(field.substring(0, field.indexOf(' ')));
  }

  /** Empty for a type of which we know no values. */
  Optional<ValueSource> source(long id, int modifier, boolean indexed) {
    return Optional.ofNullable(source(id, modifier, indexed, 0));
  }

  private @Nullable ValueSource source(long id, int modifier, boolean indexed, int depth) {
    Type type = types.get(id);
    if (type == null || depth > DEEPEST) {
      return null;
    }
    return switch (type.kind()) {
      case 'd' -> domain(type, indexed, depth);
      case 'e' -> labels(type.labels());
      case 'c' -> composite(type, indexed, depth);
      case 'r' -> range(type, indexed, depth);
      case 'm' -> multirange(source(type.range(), -1, indexed, depth + 1));
      default ->
          type.category() == 'A'
              ? array(source(type.element(), modifier, true, depth + 1))
              : BaseValues.of(type.name(), modifier, indexed).orElse(null);
    };
  }

  private @Nullable ValueSource domain(Type type, boolean indexed, int depth) {
    ValueSource below = source(type.base(), type.modifier(), indexed, depth + 1);
    if (below == null || type.checks().isEmpty()) {
      return below;
    }
    Dictionary words = Dictionary.of(type.checks());
    return words.over(below, baseName(type.base()), type.modifier());
  }

  private static @Nullable ValueSource labels(List<String> labels) {
    return labels.isEmpty() ? null : random -> labels.get(random.nextInt(labels.size()));
  }

  private static @Nullable ValueSource array(@Nullable ValueSource element) {
    if (element == null) {
      return null;
    }
    return random -> {
      List<String> items = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        String item = random.nextInt(10) == 0 ? null : element.next(random);
        items.add(item == null ? "NULL" : quoted(item));
      }
      return "{" + String.join(",", items) + "}";
    };
  }

  private @Nullable ValueSource composite(Type type, boolean indexed, int depth) {
    List<ValueSource> fields = new ArrayList<>();
    for (String field : type.fields()) {
      int modifier = Integer.parseInt(field.substring(field.indexOf(' ') + 1));
      ValueSource source = source(fieldType(field), modifier, indexed, depth + 1);
      if (source == null) {
        return null;
      }
      fields.add(source);
    }
    return random -> {
      List<String> values = new ArrayList<>();
      for (ValueSource field : fields) {
        String value = random.nextInt(10) == 0 ? null : field.next(random);
        values.add(value == null ? "" : quoted(value));
      }
      return "(" + String.join(",", values) + ")";
    };
  }

  private @Nullable ValueSource range(Type type, boolean indexed, int depth) {
    ValueSource bound = source(type.subtype(), -1, indexed, depth + 1);
    if (bound == null) {
      return null;
    }
    String subtype = baseName(type.subtype());
    return random ->
        switch (random.nextInt(20)) {
          case 0 -> "empty";
          case 1 -> "(,)";
          case 2 -> "[" + quoted(bound.next(random)) + ",)";
          default -> between(subtype, bound.next(random), bound.next(random));
        };
  }

  /** Bounds in their order where we know it, else a range of one value, which is always valid. */
  private static String between(String subtype, @Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return "empty";
    }
    int order =
        switch (subtype) {
          case "int4", "int8", "numeric", "float8" ->
              new BigDecimal(one).compareTo(new BigDecimal(other));
          // of one length and form, so that the text sorts as the time does
          case "date" -> one.compareTo(other);
          case "timestamp", "timestamptz" -> one.substring(0, 10).compareTo(other.substring(0, 10));
          default -> Integer.MIN_VALUE;
        };
    if (order == 0) {
      // the same bound twice, included, has no successor at the end of a type
      return "empty";
    }
    return order == Integer.MIN_VALUE
        ? "[" + quoted(one) + "," + quoted(one) + "]"
        : "[" + quoted(order < 0 ? one : other) + "," + quoted(order < 0 ? other : one) + ")";
  }

  private static @Nullable ValueSource multirange(@Nullable ValueSource range) {
    return range == null ? null : random -> "{" + range.next(random) + "}";
  }

  private static String quoted(@Nullable String value) {
    return '"' + String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Draws so many values, without NULL. */
  static List<String> draw(ValueSource source, int count, RandomGenerator random) {
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String value = source.next(random);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }
}
