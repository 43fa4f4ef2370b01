package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * The values before and after a backfill, kept beside the table, and how the row of a note is found
 * again.
 */
sealed interface Notes permits NotesByKey, NotesByLikeness {
  static Notes of(Draft draft, Rewrite rewrite) {
    int number = draft.nextNumber();
    return rewrite.table().rowKey().isEmpty()
        ? new NotesByLikeness(rewrite, number)
        : new NotesByKey(rewrite, number);
  }

  /** Where they are; a column {@code outcome} says what became of each on the way back. */
  QualifiedName store();

  /** Makes room for them. */
  StepBuilder room(String origin);

  /**
   * The statement that changes and notes the rows of one range.
   *
   * @param untilNoneIsLeft also rows that were changed before, and that clients have made such as
   *     they were
   */
  String forward(boolean untilNoneIsLeft);

  /** Holds for a row {@code t} that {@link #forward} would still change. */
  String left(boolean untilNoneIsLeft);

  /** The units that give rows their old values again. */
  List<Action> restore();

  /**
   * Of rows that will keep a newer value.
   *
   * @param unit of the way back that deals with them
   */
  Look look(int unit);
}
