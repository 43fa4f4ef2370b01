package dev.ripcord.recover;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.KeyedRows;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Puts back what a damage did to tables of the live database, row by row, and keeps what others
 * wrote since. First {@link #before} reads the tables as they were right before the damage; then,
 * where it can be had, {@link #after} right after it, so that the damage is known exactly; then
 * {@link #preview} and {@link #apply} as often as wanted. Rows wait in files of a private
 * directory, which {@link #close} deletes. Not for several threads at once.
 */
public final class TableMerge implements AutoCloseable {
  private final String name;
  private final List<QualifiedName> tables;
  private final MergeDirectory directory;
  private List<LiveMerge.Known> known = List.of();

  private TableMerge(String name, List<QualifiedName> tables, MergeDirectory directory) {
    this.name = name;
    this.tables = tables;
    this.directory = directory;
  }

  /**
   * Nothing is read yet.
   *
   * @param name of this merge; what it wrote is remembered under it, so that a merge that was
   *     broken off goes on, and one that is done does nothing, when it is begun again by this name
   * @param tables whole tables, not partitions
   * @param home an existing directory in which the private one is made; it needs room for the rows
   *     of the tables as text, twice
   */
  public static TableMerge begin(String name, List<QualifiedName> tables, Path home) {
    List<QualifiedName> once = List.copyOf(new LinkedHashSet<>(tables));
    return new TableMerge(name, once, MergeDirectory.create(home));
  }

  /**
   * Reads the tables as they were right before the damage.
   *
   * @param restored outside a transaction; may be read-only
   * @throws RipcordException that names every table that cannot be merged, and why
   */
  public void before(Session restored) {
    known =
        CatalogReader.atOneMoment(
            restored,
            inside -> {
              List<LiveMerge.Known> read = new ArrayList<>();
              for (MergeShape shape :
                  MergeShapes.read(inside, tables, "the restored database, before the damage")) {
                Path file = directory.path().resolve("table-" + (read.size() + 1));
                MergeSource source = MergeSource.read(inside, shape, file);
                read.add(
                    new LiveMerge.Known(source, source.columns(), List.of(), Optional.empty()));
              }
              return read;
            });
  }

  /**
   * Reads the tables as they were right after the damage, and keeps the rows that differ.
   *
   * @param restored outside a transaction; may be read-only
   * @throws RipcordException that names every table that cannot be merged, and why
   */
  public void after(Session restored) {
    require(!known.isEmpty());
    known =
        CatalogReader.atOneMoment(
            restored,
            inside -> {
              List<MergeShape> shapes =
                  MergeShapes.read(inside, tables, "the restored database, after the damage");
              List<String> refusals = new ArrayList<>();
              for (int i = 0; i < shapes.size(); i++) {
                MergeSource source = known.get(i).source();
                refusals.addAll(source.otherKeyTypes(shapes.get(i), "after it"));
              }
              MergeShapes.refuse(refusals, "the restored database, after the damage");
              List<LiveMerge.Known> read = new ArrayList<>();
              for (int i = 0; i < shapes.size(); i++) {
                read.add(after(inside, shapes.get(i), known.get(i).source()));
              }
              return read;
            });
  }

  private LiveMerge.Known after(Session inside, MergeShape shape, MergeSource source) {
    List<Identifier> stored = shape.stored();
    List<Identifier> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < source.columns().size(); i++) {
      Identifier column = source.columns().get(i);
      if (stored.contains(column)) {
        columns.add(column);
        places.add(i);
      } else {
        notes.add("column " + column + " is not merged: after the damage it was not there");
      }
    }
    if (!new HashSet<>(shape.columns().stream().map(MergeShape.Column::name).toList())
        .containsAll(source.key())) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "cannot be merged: after the damage %s had no columns %s any more"
              .formatted(source.table(), MergeTarget.listed(source.key())));
    }
    KeyedRows.Wanted wanted =
        new KeyedRows.Wanted(shape.table(), shape.only(), source.key(), columns, Optional.empty());
    try (KeyedRows rows = KeyedRows.open(inside, wanted)) {
      String prefix = source.rows().getFileName() + "-damage";
      Damage.Found found =
          Damage.between(source, rows, places, MergeRounds.paths(directory.path(), prefix), false);
      return new LiveMerge.Known(source, columns, notes, Optional.of(found));
    }
  }

  /**
   * Says what {@link #apply} would do, and writes nothing. What only the constraints of live can
   * refuse (a unique value that somebody took since, a parent that is gone) shows when it is tried.
   *
   * @param live outside a transaction
   */
  public MergeResult preview(Session live, MergeOptions options) {
    require(!known.isEmpty());
    return new LiveMerge(name, live, options).run(known, directory.path(), false);
  }

  /**
   * Puts the rows back. What it overwrites or deletes is kept first, in {@code
   * ripcord_kept.merged_rows}, in the same transaction.
   *
   * @param live outside a transaction
   * @throws RipcordException of code {@code STOPPED} if it stops half-way: begun again under the
   *     same name it goes on
   */
  public MergeResult apply(Session live, MergeOptions options) {
    require(!known.isEmpty());
    if (!"t".equals(live.scalar("SELECT pg_catalog.pg_try_advisory_lock(7305801, 3)"))) {
      throw new RipcordException(
          ProblemCode.REFUSED, "another merge is at work on this database; wait until it is done");
    }
    try {
      return new LiveMerge(name, live, options).run(known, directory.path(), true);
    } finally {
      release(live);
    }
  }

  /** A connection that is gone has let go of the lock. */
  private static void release(Session live) {
    try {
      if (!live.isClosed()) {
        String unused = live.scalar("SELECT pg_catalog.pg_advisory_unlock(7305801, 3)");
      }
    } catch (DatabaseException e) {
      if (!e.connectionLost()) {
        throw e;
      }
    }
  }

  private static void require(boolean read) {
    if (!read) {
      throw new IllegalStateException("what was before the damage was not read yet");
    }
  }

  /** Deletes the files. */
  @Override
  public void close() {
    directory.close();
  }
}
