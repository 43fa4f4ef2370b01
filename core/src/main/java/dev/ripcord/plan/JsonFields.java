package dev.ripcord.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads the fields of JSON that ripcord wrote itself; what is not there is said by its name. */
public final class JsonFields {
  private JsonFields() {}

  /** The field. */
  public static JsonNode need(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }

  /** A text. */
  public static String text(JsonNode node, String key) {
    return need(node, key).stringValue();
  }

  /** A whole number. */
  public static long number(JsonNode node, String key) {
    return need(node, key).longValue();
  }

  /** A duration, written in seconds. */
  public static Duration duration(JsonNode node, String key) {
    BigDecimal seconds = need(node, key).decimalValue();
    try {
      return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + key + "' is no duration: " + seconds, e);
    }
  }

  /** Seconds, as {@link #duration} reads them. */
  public static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9);
  }

  /** A list, each item read. */
  public static <T> List<T> list(JsonNode node, String key, Function<JsonNode, T> reader) {
    JsonNode array = need(node, key);
    if (!array.isArray()) {
      throw new IllegalArgumentException("'" + key + "' is no list");
    }
    List<T> values = new ArrayList<>();
    array.forEach(each -> values.add(reader.apply(each)));
    return values;
  }

  /** A constant by its name, in any case. */
  public static <E extends Enum<E>> E constant(Class<E> type, String word) {
    for (E each : type.getEnumConstants()) {
      if (each.name().equalsIgnoreCase(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is not known here");
  }
}
