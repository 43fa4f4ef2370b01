package dev.ripcord.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row that is not the same on both sides. */
public sealed interface RowDifference {
  /** The primary key as {@code column=value}; the whole row where there is no key. */
  String row();

  /** The left side has it, the right one does not. */
  record Missing(String row) implements RowDifference {
    @Override
    public String toString() {
      return row + " is missing";
    }
  }

  /** The right side has it, the left one does not. */
  record Extra(String row) implements RowDifference {
    @Override
    public String toString() {
      return row + " is new";
    }
  }

  /**
   * Both have it, with different values.
   *
   * @param cells at least one
   */
  record Changed(String row, List<Cell> cells) implements RowDifference {
    public Changed {
      cells = List.copyOf(cells);
    }

    @Override
    public String toString() {
      return row + ": " + cells.stream().map(Cell::toString).collect(Collectors.joining(", "));
    }
  }

  /**
   * @param column quoted where it needs quotes
   * @param left as PostgreSQL prints it, null for NULL
   * @param right likewise
   */
  record Cell(String column, @Nullable String left, @Nullable String right) {
    @Override
    public String toString() {
      return column + " was " + printed(left) + ", is " + printed(right);
    }

    private static String printed(@Nullable String value) {
      return value == null ? "NULL" : "'" + value + "'";
    }
  }
}
