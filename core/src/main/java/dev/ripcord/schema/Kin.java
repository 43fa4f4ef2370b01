package dev.ripcord.schema;

import dev.ripcord.sql.QualifiedName;
import java.util.List;

/** How a table stands to others that have its columns. */
public sealed interface Kin {
  /** Rows and columns are its own. */
  record Alone() implements Kin {}

  /**
   * Its rows are in its partitions, and what is changed in its columns is changed in theirs.
   *
   * @param partitions all, of every level; none of them is a foreign table
   * @param leaves those of them that have rows
   */
  record Partitioned(List<QualifiedName> partitions, List<QualifiedName> leaves) implements Kin {
    public Partitioned {
      partitions = List.copyOf(partitions);
      leaves = List.copyOf(leaves);
    }
  }

  /**
   * A partition, or one that inherits or is inherited, or that is partitioned by foreign tables.
   */
  record Member() implements Kin {}
}
