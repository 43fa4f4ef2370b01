package dev.ripcord.schema;

import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One thing that is not the same in two schemas. */
public sealed interface ObjectDifference {
  /** What differs. */
  ObjectId object();

  /** Nothing but the place of a column among the columns that both sides have. */
  default boolean isColumnOrderOnly() {
    return false;
  }

  /**
   * It was there and is not any more.
   *
   * @param properties as they were
   */
  record Missing(ObjectId object, Map<String, String> properties) implements ObjectDifference {
    public Missing {
      properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    @Override
    public String toString() {
      return object + " is missing";
    }
  }

  /**
   * It was not there before.
   *
   * @param properties as they are
   */
  record Added(ObjectId object, Map<String, String> properties) implements ObjectDifference {
    public Added {
      properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    @Override
    public String toString() {
      return object + " is new";
    }
  }

  /**
   * One property has another value.
   *
   * @param before null if it had none
   * @param after null if it has none
   */
  record Changed(ObjectId object, String property, @Nullable String before, @Nullable String after)
      implements ObjectDifference {
    @Override
    public boolean isColumnOrderOnly() {
      return SchemaFingerprint.isPosition(object, property);
    }

    @Override
    public String toString() {
      return object + ": " + property + " was " + printed(before) + ", is " + printed(after);
    }

    private static String printed(@Nullable String value) {
      return value == null ? "not set" : value;
    }
  }
}
