package dev.ripcord.schema;

import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The data part of a fingerprint.
 *
 * @param tables a partitioned table stands for its partitions
 */
public record DataFingerprint(Map<QualifiedName, TableData> tables) {
  public DataFingerprint {
    tables = Collections.unmodifiableMap(new TreeMap<>(tables));
  }

  /** The tables whose rows are not the same, and those that only one side has. */
  public List<QualifiedName> differingFrom(DataFingerprint other) {
    TreeSet<QualifiedName> names = new TreeSet<>(tables.keySet());
    names.addAll(other.tables.keySet());
    names.removeIf(
        name -> tables.containsKey(name) && tables.get(name).equals(other.tables.get(name)));
    return List.copyOf(names);
  }
}
