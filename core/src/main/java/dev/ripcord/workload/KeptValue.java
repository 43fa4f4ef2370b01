package dev.ripcord.workload;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** The same, with the columns by which the row is found. */
  KeptValue foundBy(List<Identifier> names) {
    return new KeptValue(table, names, key, values);
  }

  /** The same without the values of some columns. */
  KeptValue without(Set<Identifier> some) {
    Map<Identifier, @Nullable String> rest = new LinkedHashMap<>(values);
    rest.keySet().removeAll(some);
    return new KeptValue(table, columns, key, rest);
  }
}
