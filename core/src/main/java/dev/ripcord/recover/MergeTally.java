package dev.ripcord.recover;

import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what came of the rows of one table, and remembers some of them. */
final class MergeTally {
  private final MergeTarget target;
  private final int most;
  private final Map<Ruling.Kind, Long> counts = new EnumMap<>(Ruling.Kind.class);
  private final Map<MergeExample.Kind, List<MergeExample>> examples =
      new EnumMap<>(MergeExample.Kind.class);
  private final List<MergeExample> stuck = new ArrayList<>();
  private long pending;
  private long doneBefore;

  MergeTally(MergeTarget target, int most) {
    this.target = target;
    this.most = most;
  }

  void add(MergeRow row) {
    String failure = row.failure();
    if (failure != null) {
      pending++;
      if (stuck.size() < most) {
        stuck.add(example(row, MergeExample.Kind.CONFLICT, failure));
      }
      return;
    }
    Ruling.Kind kind = row.ruling().kind();
    counts.merge(kind, 1L, Long::sum);
    kind(kind)
        .ifPresent(
            shown -> {
              List<MergeExample> some =
                  examples.computeIfAbsent(shown, absent -> new ArrayList<>());
              if (some.size() < most) {
                some.add(example(row, shown, row.ruling().why()));
              }
            });
  }

  private static Optional<MergeExample.Kind> kind(Ruling.Kind kind) {
    return switch (kind) {
      case SAME -> Optional.empty();
      case INSERT, UPDATE, DELETE -> Optional.of(MergeExample.Kind.RESTORED);
      case MERGE -> Optional.of(MergeExample.Kind.MERGED);
      case NEWER -> Optional.of(MergeExample.Kind.NEWER);
      case CONFLICT -> Optional.of(MergeExample.Kind.CONFLICT);
    };
  }

  private MergeExample example(MergeRow row, MergeExample.Kind kind, String why) {
    Map<Identifier, String> key = new LinkedHashMap<>();
    for (int i = 0; i < row.row().key().size(); i++) {
      key.put(target.key().columns().get(i), row.row().key().get(i));
    }
    @Nullable List<@Nullable String> now = row.now();
    return new MergeExample(
        kind,
        why,
        key,
        MergeExample.row(target.names(), row.row().before()),
        MergeExample.row(target.names(), row.row().damaged()),
        MergeExample.row(target.names(), now));
  }

  /** Rows that an earlier try wrote, and that were there before the damage. */
  void done(long count) {
    doneBefore += count;
  }

  long done() {
    return doneBefore;
  }

  /** Begins another round: what could not be written so far is tried again. */
  void again() {
    pending = 0;
    stuck.clear();
  }

  long pending() {
    return pending;
  }

  long count(Ruling.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Those in which something was left alone first. */
  List<MergeExample> examples() {
    List<MergeExample> all = new ArrayList<>();
    List<MergeExample> conflicts =
        new ArrayList<>(examples.getOrDefault(MergeExample.Kind.CONFLICT, List.of()));
    conflicts.addAll(stuck);
    all.addAll(conflicts.subList(0, Math.min(most, conflicts.size())));
    for (MergeExample.Kind kind :
        List.of(MergeExample.Kind.NEWER, MergeExample.Kind.MERGED, MergeExample.Kind.RESTORED)) {
      all.addAll(examples.getOrDefault(kind, List.of()));
    }
    return all;
  }

  /** What could not be written after all is a conflict. */
  long conflicts() {
    return count(Ruling.Kind.CONFLICT) + pending;
  }
}
