package dev.ripcord.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The current row of a result; columns count from 1 or go by name. */
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /**
   * The value as text.
   *
   * @throws IllegalStateException if it is NULL
   */
  public String text(int column) {
    String value = textOrNull(column);
    if (value == null) {
      throw new IllegalStateException("column " + column + " is NULL");
    }
    return value;
  }

  /**
   * The value as text.
   *
   * @throws IllegalStateException if it is NULL
   */
  public String text(String column) {
    return text(position(column));
  }

  /** The value as text, or null. */
  public @Nullable String textOrNull(int column) {
    try {
      return results.getString(column);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** The value as text, or null. */
  public @Nullable String textOrNull(String column) {
    return textOrNull(position(column));
  }

  /** The value as a number; 0 for NULL. */
  public long number(int column) {
    try {
      return results.getLong(column);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** The value as a number; 0 for NULL. */
  public long number(String column) {
    return number(position(column));
  }

  /** The value as a boolean; false for NULL. */
  public boolean flag(String column) {
    try {
      return results.getBoolean(column);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** A text array; empty for NULL. */
  public List<String> texts(String column) {
    try {
      Array array = results.getArray(column);
      if (array == null) {
        return List.of();
      }
      return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** How many columns there are. */
  public int width() {
    try {
      return results.getMetaData().getColumnCount();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private int position(String column) {
    try {
      return results.findColumn(column);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
