package dev.ripcord.postgres;

import dev.ripcord.problem.Nearest;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/**
 * The parameters of an address. The driver ignores those that it does not know, and a connection
 * with a misspelt {@code sslmode} verifies nothing, so none is let through.
 */
final class UrlParameters {
  /** The driver's names for what clients of libpq say (PQconnectdb in the manual). */
  private static final Map<String, String> LIBPQ =
      Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "gssencmode", "gssEncMode",
          "sslnegotiation", "sslNegotiation",
          "require_auth", "requireAuth");

  private UrlParameters() {}

  /**
   * The same parameters by the driver's names.
   *
   * @throws RipcordException that repeats no value, and only names that are almost known: an
   *     address may hold a password anywhere
   */
  static Map<String, String> known(Map<String, String> written) {
    Map<String, String> known = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    written.forEach(
        (name, value) -> {
          PGProperty property = PGProperty.forName(LIBPQ.getOrDefault(name, name));
          if (property == null) {
            wrong.add(unknown(name));
          } else if (refuses(property, value)) {
            wrong.add(name + " is not one of " + String.join(", ", List.of(property.getChoices())));
          } else {
            known.put(property.getName(), value);
          }
        });
    if (!wrong.isEmpty()) {
      throw new RipcordException(
          ProblemCode.INPUT, "parameters of the address: " + String.join("; ", wrong));
    }
    return known;
  }

  private static boolean refuses(PGProperty property, String value) {
    String[] choices = property.getChoices();
    return choices != null && choices.length > 0 && !Arrays.asList(choices).contains(value);
  }

  private static String unknown(String name) {
    List<String> names =
        Stream.concat(
                LIBPQ.keySet().stream(),
                Arrays.stream(PGProperty.values()).map(PGProperty::getName))
            .toList();
    return Nearest.of(name, names)
        .map(meant -> name + " is none, expected " + meant)
        .orElse("one is none that the driver knows");
  }
}
