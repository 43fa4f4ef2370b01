package dev.ripcord.recover;

import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * What became of the rows of one table; counts also what an earlier, broken-off try of the same
 * merge did.
 *
 * @param damaged rows that the damage changed, or that differ where nobody knows the damage
 * @param same rows among them that are as they were before the damage already; without a second
 *     moment, all rows that are
 * @param restored put back whole
 * @param merged put back in the columns that the damage changed, beside newer values in others
 * @param newer newer than the damage beyond doubt, and left so: deleted since, or only live has it
 * @param conflicts left as they are, for a person
 * @param altered among the rows put back, those of which a trigger made something else
 * @param examples some of each kind
 * @param notes what else is to be known, in words
 */
public record MergedTable(
    QualifiedName table,
    long damaged,
    long same,
    Restored restored,
    long merged,
    long newer,
    long conflicts,
    long altered,
    List<MergeExample> examples,
    List<String> notes) {
  public MergedTable {
    examples = List.copyOf(examples);
    notes = List.copyOf(notes);
  }

  /** Rows put back: changed back, inserted again, or deleted since the damage had inserted them. */
  public record Restored(long updated, long inserted, long deleted) {
    /** All of them. */
    public long sum() {
      return updated + inserted + deleted;
    }
  }
}
