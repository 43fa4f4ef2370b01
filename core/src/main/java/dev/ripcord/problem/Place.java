package dev.ripcord.problem;

import static java.util.Objects.requireNonNull;

/**
 * Where in an input something stands.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
  public Place {
    requireNonNull(file, "file is null");
  }

  /** Where the text ends, which is where what follows it would begin. */
  public static Place endOf(String file, String text) {
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    return new Place(file, line, 1 + last.codePointCount(0, last.length()));
  }

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
