package dev.ripcord.rehearse;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as the server prints them: clients may write 12:30:00.50 for 12:30:00.5. Many are asked
 * for at once, for there may be thousands.
 */
final class Printed {
  private static final int AT_ONCE = 500;

  private final Map<String, @Nullable String> printed = new HashMap<>();

  private static String expression(String type, String value) {
    return Literal.of(value) + "::" + type;
  }

  /** Wants a value. */
  void add(String type, @Nullable String value) {
    if (value != null) {
      printed.put(expression(type, value), null);
    }
  }

  /** Has the server print all that are wanted. */
  void read(Session session) {
    List<String> all = new ArrayList<>(printed.keySet());
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      List<Map<String, @Nullable String>> unused =
          session.queryPlain(
              "SELECT " + String.join(", ", some),
              row -> {
                for (int i = 0; i < some.size(); i++) {
                  printed.put(some.get(i), row.textOrNull(i + 1));
                }
                return printed;
              });
    }
  }

  /** As it was read; null for null. */
  @Nullable String of(String type, @Nullable String value) {
    return value == null ? null : printed.get(expression(type, value));
  }
}
