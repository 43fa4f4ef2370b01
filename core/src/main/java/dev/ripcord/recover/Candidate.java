package dev.ripcord.recover;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that the damage changed, or may have changed.
 *
 * @param key printed
 * @param before its values before the damage, null if it was not there
 * @param damaged its values right after, null if it was not there then or nobody knows
 * @param known whether {@code damaged} is known
 */
record Candidate(
    List<String> key,
    @Nullable List<@Nullable String> before,
    @Nullable List<@Nullable String> damaged,
    boolean known) {
  /** What putting it back takes, if nobody wrote it since. */
  enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  Kind kind() {
    if (before == null) {
      return Kind.DELETE;
    }
    return damaged == null && known ? Kind.INSERT : Kind.UPDATE;
  }

  /** Writes {@link #read}'s form: what is there, then key and values. */
  void write(RowFile.Writer file) {
    List<@Nullable String> all = new ArrayList<>();
    all.add((before == null ? "-" : "b") + (damaged == null ? "-" : "d") + (known ? "k" : "-"));
    all.addAll(key);
    if (before != null) {
      all.addAll(before);
    }
    if (damaged != null) {
      all.addAll(damaged);
    }
    file.add(all);
  }

  /**
   * @param keys how many columns the key has
   * @param width how many values a row has
   * @return null after the last
   */
  static @Nullable Candidate read(RowFile.Reader file, int keys, int width) {
    List<@Nullable String> all = file.next();
    if (all == null) {
      return null;
    }
    String there = String.valueOf(all.getFirst());
    List<String> key = new ArrayList<>();
    for (String part : all.subList(1, 1 + keys)) {
      key.add(String.valueOf(part));
    }
    int from = 1 + keys;
    List<@Nullable String> before = null;
    if (there.charAt(0) == 'b') {
      before = all.subList(from, from + width);
      from += width;
    }
    List<@Nullable String> damaged =
        there.charAt(1) == 'd' ? all.subList(from, from + width) : null;
    return new Candidate(key, before, damaged, there.charAt(2) == 'k');
  }

  /** Without the columns that are not named. */
  Candidate only(List<Integer> places) {
    return new Candidate(key, project(before, places), project(damaged, places), known);
  }

  static @Nullable List<@Nullable String> project(
      @Nullable List<@Nullable String> values, List<Integer> places) {
    if (values == null) {
      return null;
    }
    List<@Nullable String> kept = new ArrayList<>(places.size());
    for (int place : places) {
      kept.add(values.get(place));
    }
    return kept;
  }

  /** About how many characters it has. */
  long size() {
    return size(before) + size(damaged) + key.size();
  }

  private static long size(@Nullable List<@Nullable String> values) {
    long size = 0;
    if (values != null) {
      for (String value : values) {
        size += value == null ? 1 : value.length() + 1;
      }
    }
    return size;
  }
}
