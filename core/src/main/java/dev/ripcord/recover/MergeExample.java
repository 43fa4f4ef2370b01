package dev.ripcord.recover;

import dev.ripcord.sql.Identifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a merge.
 *
 * @param key printed values by column
 * @param before the damage; absent if the row was not there
 * @param damaged right after it; absent if it was not there, or nobody knows
 * @param now as the merge found it; absent if it was not there
 */
public record MergeExample(
    Kind kind,
    String why,
    Map<Identifier, String> key,
    Optional<Map<Identifier, @Nullable String>> before,
    Optional<Map<Identifier, @Nullable String>> damaged,
    Optional<Map<Identifier, @Nullable String>> now) {
  /** What became of it. */
  public enum Kind {
    /** Put back, whole. */
    RESTORED,
    /** Put back where the damage changed it. */
    MERGED,
    /** Newer than the damage, and left so. */
    NEWER,
    /** Left as it is, for a person. */
    CONFLICT
  }

  static Optional<Map<Identifier, @Nullable String>> row(
      List<Identifier> columns, @Nullable List<@Nullable String> values) {
    if (values == null) {
      return Optional.empty();
    }
    Map<Identifier, @Nullable String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), values.get(i));
    }
    return Optional.of(Collections.unmodifiableMap(row));
  }
}
