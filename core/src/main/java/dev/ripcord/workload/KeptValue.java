package dev.ripcord.workload;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only the new shape holds of a row, and a rollback must therefore keep elsewhere.
 *
 * @param columns by which the row is found, and perhaps others with it
 * @param key their values
 * @param values of new-shape columns, as text
 */
public record KeptValue(
    QualifiedName table,
    List<Identifier> columns,
    List<String> key,
    Map<Identifier, @Nullable String> values) {
  public KeptValue {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
