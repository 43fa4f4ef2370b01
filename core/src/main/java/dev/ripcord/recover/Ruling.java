package dev.ripcord.recover;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is right for a row, by what it was before the damage, after it, and is now.
 *
 * @param columns places of the values that are put back; all of them where the row is inserted
 */
record Ruling(Kind kind, List<Integer> columns, String why) {
  enum Kind {
    SAME,
    UPDATE,
    INSERT,
    DELETE,
    MERGE,
    NEWER,
    CONFLICT
  }

  Ruling {
    columns = List.copyOf(columns);
  }

  boolean writes() {
    return switch (kind) {
      case UPDATE, INSERT, DELETE, MERGE -> true;
      case SAME, NEWER, CONFLICT -> false;
    };
  }

  static Ruling of(Candidate row, @Nullable List<@Nullable String> now) {
    List<@Nullable String> before = row.before();
    List<@Nullable String> damaged = row.damaged();
    if (before == null) {
      return ofInserted(damaged, now);
    }
    if (before.equals(now)) {
      return new Ruling(Kind.SAME, List.of(), "it is as it was before the damage");
    }
    if (!row.known()) {
      return now == null
          ? new Ruling(Kind.NEWER, List.of(), "somebody deleted it")
          : new Ruling(
              Kind.CONFLICT, List.of(), "it differs, and nothing says whether that is the damage");
    }
    if (damaged == null) {
      return now == null
          ? new Ruling(Kind.INSERT, places(before), "the damage deleted it")
          : new Ruling(
              Kind.CONFLICT, List.of(), "the damage deleted it, somebody inserted it anew");
    }
    if (now == null) {
      return new Ruling(Kind.NEWER, List.of(), "somebody deleted it after the damage");
    }
    return ofChanged(before, damaged, now);
  }

  private static Ruling ofInserted(
      @Nullable List<@Nullable String> damaged, @Nullable List<@Nullable String> now) {
    if (now == null) {
      return new Ruling(Kind.SAME, List.of(), "it is not there, as before the damage");
    }
    return now.equals(damaged)
        ? new Ruling(Kind.DELETE, List.of(), "the damage inserted it")
        : new Ruling(Kind.CONFLICT, List.of(), "the damage inserted it, somebody changed it since");
  }

  /** Column by column: what the damage changed and nobody since is put back, and nothing else. */
  private static Ruling ofChanged(
      List<@Nullable String> before, List<@Nullable String> damaged, List<@Nullable String> now) {
    List<Integer> back = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      boolean touched = !Objects.equals(before.get(i), damaged.get(i));
      if (touched && Objects.equals(now.get(i), damaged.get(i))) {
        back.add(i);
      } else if (touched && !Objects.equals(now.get(i), before.get(i))) {
        return new Ruling(
            Kind.CONFLICT, List.of(), "somebody changed since what the damage had changed");
      }
    }
    if (back.isEmpty()) {
      return new Ruling(Kind.SAME, List.of(), "what the damage changed is as it was before");
    }
    return now.equals(damaged)
        ? new Ruling(Kind.UPDATE, back, "the damage changed it")
        : new Ruling(
            Kind.MERGE, back, "the damage and somebody since changed it in different columns");
  }

  private static List<Integer> places(List<@Nullable String> values) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      places.add(i);
    }
    return places;
  }
}
