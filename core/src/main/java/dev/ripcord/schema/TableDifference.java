package dev.ripcord.schema;

import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * How the rows of a table differ between two databases; the counts are exact.
 *
 * @param missing rows that only the left side has
 * @param extra rows that only the right side has
 * @param changed rows that both have, by primary key, with different values
 * @param examples the first of them in the order of the key, as many as were asked for
 */
public record TableDifference(
    QualifiedName table, long missing, long extra, long changed, List<RowDifference> examples) {
  public TableDifference {
    examples = List.copyOf(examples);
  }

  /** Whether both sides hold the same rows. */
  public boolean isEmpty() {
    return missing == 0 && extra == 0 && changed == 0;
  }
}
