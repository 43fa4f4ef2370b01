package dev.ripcord.postgres;

import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Properties of an object as the server sends them: a JSON object. */
final class Properties {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Properties() {}

  /** Adds them as text, arrays and objects as JSON; nulls are left out. */
  static void read(String json, Map<String, String> properties) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      JsonToken unusedStart = parser.nextToken();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (value.isStructStart()) {
          int start = (int) parser.currentTokenLocation().getCharOffset();
          JsonParser unusedEnd = parser.skipChildren();
          int end = (int) parser.currentTokenLocation().getCharOffset();
          properties.put(name, json.substring(start, end + 1));
        } else if (value != JsonToken.VALUE_NULL) {
          properties.put(name, parser.getString());
        }
      }
    }
  }
}
