package dev.ripcord.recover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Goes through the candidates of all tables: what the damage deleted comes back parents first, then
 * what it changed, then what it inserted goes children first. A row that does not fit yet is tried
 * again for as long as others make room.
 */
final class MergeRounds {
  /** Characters of a batch beyond which it takes no more rows. */
  private static final long BATCH_SIZE = 4_000_000;

  /** Likewise of what is written in one transaction because it points in circles. */
  private static final long TOGETHER_SIZE = 8_000_000;

  private final List<Table> parentsFirst;
  private final Worker worker;
  private final int batchRows;
  private int files;

  /**
   * A table with its candidates.
   *
   * @param width how many values its candidates have in the files
   */
  record Table(
      MergeTarget target,
      int width,
      Map<Candidate.Kind, Path> files,
      MergeTally tally,
      Path directory) {}

  /** What becomes of the rows of a batch. */
  interface Worker {
    /**
     * @return the rows except those that were written before
     */
    List<MergeRow> work(MergeTarget target, List<Candidate> batch);

    /**
     * Likewise for rows of several tables that may need each other.
     *
     * @return the rows of each table
     */
    default List<List<MergeRow>> together(List<MergeTogether.Rows> tables) {
      return tables.stream().map(each -> work(each.target(), each.rows())).toList();
    }
  }

  MergeRounds(List<Table> parentsFirst, Worker worker, int batchRows) {
    this.parentsFirst = parentsFirst;
    this.worker = worker;
    this.batchRows = batchRows;
  }

  void run() {
    List<Part> parts = new ArrayList<>();
    for (Candidate.Kind kind : Candidate.Kind.values()) {
      List<Table> order = kind == Candidate.Kind.DELETE ? parentsFirst.reversed() : parentsFirst;
      order.forEach(
          table ->
              parts.add(
                  new Part(table, kind, Objects.requireNonNull(table.files().get(kind)), false)));
    }
    List<Part> next = parts;
    boolean progress = true;
    while (progress && !next.isEmpty()) {
      parentsFirst.forEach(table -> table.tally().again());
      progress = false;
      List<Part> left = new ArrayList<>();
      for (Part part : next) {
        Path failed = part.table().directory().resolve("left-" + files++);
        Pass pass = pass(part, failed);
        progress |= pass.wrote();
        if (pass.failed() > 0) {
          left.add(new Part(part.table(), part.kind(), failed, true));
        }
      }
      next = left;
    }
    if (!next.isEmpty() && parentsFirst.stream().anyMatch(MergeRounds::mayWait)) {
      together(next);
    }
  }

  private static boolean mayWait(Table table) {
    return table.target().parents().stream().anyMatch(MergeReference::deferrable);
  }

  /** Rows that point to each other in a circle fit only all at once. */
  private void together(List<Part> parts) {
    List<MergeTogether.Rows> rows = new ArrayList<>();
    long size = 0;
    for (Part part : parts) {
      List<Candidate> all = new ArrayList<>();
      int keys = part.table().target().key().columns().size();
      int width = part.table().target().columns().size();
      try (RowFile.Reader reader = new RowFile.Reader(part.file())) {
        Candidate next = Candidate.read(reader, keys, width);
        while (next != null && size < TOGETHER_SIZE) {
          all.add(next);
          size += next.size();
          next = Candidate.read(reader, keys, width);
        }
      }
      rows.add(new MergeTogether.Rows(part.table().target(), all));
    }
    if (size >= TOGETHER_SIZE) {
      return;
    }
    parentsFirst.forEach(table -> table.tally().again());
    List<List<MergeRow>> results = worker.together(rows);
    for (int i = 0; i < parts.size(); i++) {
      results.get(i).forEach(parts.get(i).table().tally()::add);
    }
  }

  /**
   * @param projected whether its rows have the columns of the target only
   */
  private record Part(Table table, Candidate.Kind kind, Path file, boolean projected) {}

  private record Pass(boolean wrote, long failed) {}

  private Pass pass(Part part, Path failed) {
    MergeTarget target = part.table().target();
    int keys = target.key().columns().size();
    int width = part.projected() ? target.columns().size() : part.table().width();
    boolean wrote = false;
    try (RowFile.Reader reader = new RowFile.Reader(part.file());
        RowFile.Writer writer = new RowFile.Writer(failed)) {
      List<Candidate> batch = new ArrayList<>();
      long size = 0;
      Candidate next = Candidate.read(reader, keys, width);
      while (next != null) {
        Candidate row = part.projected() ? next : next.only(target.places());
        batch.add(row);
        size += row.size();
        next = Candidate.read(reader, keys, width);
        if (next == null || batch.size() >= batchRows || size >= BATCH_SIZE) {
          wrote |= batch(part.table(), batch, writer);
          batch.clear();
          size = 0;
        }
      }
      return new Pass(wrote, writer.count());
    }
  }

  private boolean batch(Table table, List<Candidate> batch, RowFile.Writer failed) {
    boolean wrote = false;
    List<MergeRow> rows = worker.work(table.target(), List.copyOf(batch));
    if (batch.getFirst().before() != null) {
      table.tally().done(batch.size() - rows.size());
    }
    for (MergeRow row : rows) {
      table.tally().add(row);
      if (row.failure() != null) {
        row.row().write(failed);
      } else {
        wrote |= row.ruling().writes();
      }
    }
    return wrote;
  }

  /** Files of one table, to be written. */
  static Map<Candidate.Kind, Path> paths(Path directory, String prefix) {
    Map<Candidate.Kind, Path> paths = new EnumMap<>(Candidate.Kind.class);
    for (Candidate.Kind kind : Candidate.Kind.values()) {
      paths.put(kind, directory.resolve(prefix + "-" + kind));
    }
    return paths;
  }
}
