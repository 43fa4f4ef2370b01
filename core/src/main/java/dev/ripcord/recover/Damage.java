package dev.ripcord.recover;

import dev.ripcord.postgres.KeyedRows;
import dev.ripcord.postgres.KeyedRows.KeyedRow;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the rows of one table that differ between two moments, and writes them to files. */
final class Damage {
  private final MergeSource source;
  private final RowFile.Reader before;
  private final KeyedRows later;
  private final Files files;
  private final List<Integer> places;

  /**
   * Candidates by what putting them back takes.
   *
   * @param same rows that do not differ
   * @param newer rows that only the later side has, and nobody calls damaged
   * @param live whether the later side is now
   * @param twoWays whether rows are to be inserted and others to be deleted
   */
  record Found(
      Map<Candidate.Kind, Path> files,
      long damaged,
      long same,
      long newer,
      boolean live,
      boolean twoWays) {}

  private record Files(Map<Candidate.Kind, RowFile.Writer> writers) implements AutoCloseable {
    static Files open(Map<Candidate.Kind, Path> paths) {
      Map<Candidate.Kind, RowFile.Writer> writers = new EnumMap<>(Candidate.Kind.class);
      paths.forEach((kind, path) -> writers.put(kind, new RowFile.Writer(path)));
      return new Files(writers);
    }

    void add(Candidate candidate) {
      candidate.write(Objects.requireNonNull(writers.get(candidate.kind())));
    }

    boolean twoWays() {
      return writers.entrySet().stream()
          .filter(each -> each.getKey() != Candidate.Kind.UPDATE)
          .allMatch(each -> each.getValue().count() > 0);
    }

    long count() {
      return writers.values().stream().mapToLong(RowFile.Writer::count).sum();
    }

    @Override
    public void close() {
      writers.values().forEach(RowFile.Writer::close);
    }
  }

  private Damage(
      MergeSource source,
      RowFile.Reader before,
      KeyedRows later,
      Files files,
      List<Integer> places) {
    this.source = source;
    this.before = before;
    this.later = later;
    this.files = files;
    this.places = places;
  }

  /**
   * @param later rows of the later moment, their values those of {@code places}
   * @param places which values of the restored rows count
   * @param live whether the later moment is now: then only marked rows are known to be damaged
   */
  static Found between(
      MergeSource source,
      KeyedRows later,
      List<Integer> places,
      Map<Candidate.Kind, Path> paths,
      boolean live) {
    try (RowFile.Reader before = new RowFile.Reader(source.rows());
        Files files = Files.open(paths)) {
      return new Damage(source, before, later, files, places).run(paths, live);
    }
  }

  private Found run(Map<Candidate.Kind, Path> paths, boolean live) {
    long same = 0;
    long newer = 0;
    KeyedRow one = restored();
    KeyedRow other = later.next();
    while (one != null || other != null) {
      int order = one == null ? 1 : other == null ? -1 : KeyedRow.compare(one.key(), other.key());
      boolean known = !live || order < 0 || (other != null && other.marked());
      if (order == 0 && values(one).equals(values(other))) {
        same++;
      } else if (order > 0 && !known) {
        newer++;
      } else {
        List<@Nullable String> was = order <= 0 ? values(one) : null;
        List<@Nullable String> is = order >= 0 && known ? values(other) : null;
        List<String> key = Objects.requireNonNull(order <= 0 ? one : other).key();
        files.add(new Candidate(key, was, is, known));
      }
      if (order <= 0) {
        one = restored();
      }
      if (order >= 0) {
        other = following(other);
      }
    }
    return new Found(paths, files.count(), same, newer, live, files.twoWays());
  }

  private static List<@Nullable String> values(@Nullable KeyedRow row) {
    return Objects.requireNonNull(row).values();
  }

  private @Nullable KeyedRow restored() {
    List<@Nullable String> all = before.next();
    if (all == null) {
      return null;
    }
    KeyedRow row = source.row(all);
    return new KeyedRow(
        row.key(), Objects.requireNonNull(Candidate.project(row.values(), places)), false);
  }

  private @Nullable KeyedRow following(@Nullable KeyedRow last) {
    KeyedRow row = later.next();
    if (row != null && last != null && row.key().equals(last.key())) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "cannot be merged: two rows of " + source.table() + " have the key " + row.key());
    }
    return row;
  }
}
