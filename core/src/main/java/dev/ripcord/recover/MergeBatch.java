package dev.ripcord.recover;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges some rows of one table and writes what is to be written, inside one transaction. */
final class MergeBatch {
  /**
   * What no single row is the reason of: connections, features, states of transactions, names and
   * rights, resources, locks, operators, the system. All else a constraint or a trigger may say of
   * one, with a code of its own too.
   */
  private static final Set<String> NOT_OF_A_ROW =
      Set.of("08", "0A", "25", "26", "3B", "3F", "40", "42", "53", "55", "57", "58", "F0", "XX");

  /** An identity that is ALWAYS generated cannot be set by UPDATE. */
  private static final String GENERATED_ALWAYS = "428C9";

  private final Session session;
  private final MergeRows rows;
  private final Names names;
  private final boolean deferred;

  /**
   * What names, times and policies of other tables mean to users' triggers; values are written as
   * they are printed.
   */
  record Names(String searchPath, String timeZone, String rowSecurity) {
    /** For the rest of the transaction, or until it prints plainly. */
    void mean(Session inside) {
      String unused =
          inside
              .query(
                  "SELECT pg_catalog.set_config('search_path', ?, true),"
                      + " pg_catalog.set_config('TimeZone', ?, true),"
                      + " pg_catalog.set_config('row_security', ?, true)",
                  row -> row.text(1),
                  searchPath,
                  timeZone,
                  rowSecurity)
              .getFirst();
    }
  }

  /**
   * @param deferred whether constraints that can wait are checked by the caller, later
   */
  MergeBatch(Session inside, MergeRows rows, Names names, boolean deferred) {
    this.session = inside;
    this.rows = rows;
    this.names = names;
    this.deferred = deferred;
  }

  /** Only judges; the rows that were written before are left out. */
  static List<MergeRow> judge(MergeRows rows, List<Candidate> batch, String lock, boolean kept) {
    Set<Integer> done = kept ? rows.done(batch) : Set.of();
    Map<Integer, String> refused = new HashMap<>();
    Map<Integer, MergeRows.Now> now = rows.look(batch, lock, refused);
    List<MergeRow> judged = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String why = refused.get(i);
      if (done.contains(i)) {
        continue;
      }
      judged.add(
          why == null
              ? judge(batch.get(i), Optional.ofNullable(now.get(i)))
              : new MergeRow(batch.get(i), null, new Ruling(Ruling.Kind.CONFLICT, List.of(), why)));
    }
    return judged;
  }

  private static MergeRow judge(Candidate row, Optional<MergeRows.Now> now) {
    if (now.isEmpty()) {
      return new MergeRow(row, null, Ruling.of(row, null));
    }
    Ruling ruling = Ruling.of(row, now.get().values());
    if (ruling.kind() == Ruling.Kind.DELETE && now.get().more()) {
      ruling =
          new Ruling(
              Ruling.Kind.CONFLICT,
              List.of(),
              "the damage inserted it, somebody wrote since a column that only live stores");
    }
    MergeRow judged = new MergeRow(row, now.get().values(), ruling);
    boolean another = row.kind() == Candidate.Kind.INSERT && !now.get().key().equals(row.key());
    return another ? judged.failed("a row with an equal key is there") : judged;
  }

  /** Judges, keeps and writes. */
  List<MergeRow> apply(List<Candidate> batch) {
    CatalogReader.printPlainly(session);
    List<MergeRow> judged = judge(rows, batch, lock(batch), true);
    List<MergeRow> result = new ArrayList<>();
    List<MergeRow> writes = new ArrayList<>();
    for (MergeRow row : judged) {
      (row.failure() == null && row.ruling().writes() ? writes : result).add(row);
    }
    if (!writes.isEmpty()) {
      Attempt whole = attempt(writes);
      if (whole.failure().isEmpty()) {
        result.addAll(whole.rows());
      } else {
        result.addAll(oneByOne(writes));
      }
    }
    return result;
  }

  /** Who points to a row that is to go must not come while it goes; else clients may. */
  private String lock(List<Candidate> batch) {
    return switch (batch.getFirst().kind()) {
      case INSERT -> "";
      case UPDATE ->
          rows.target().references().stream().anyMatch(MergeReference::onUpdate)
              ? "UPDATE"
              : "NO KEY UPDATE";
      case DELETE -> "UPDATE";
    };
  }

  /** As long as one makes room for another: a row may point to one that comes later. */
  private List<MergeRow> oneByOne(List<MergeRow> writes) {
    List<MergeRow> result = new ArrayList<>();
    List<MergeRow> left = new ArrayList<>(writes);
    boolean progress = true;
    while (progress && !left.isEmpty()) {
      progress = false;
      List<MergeRow> failed = new ArrayList<>();
      for (MergeRow row : left) {
        Attempt attempt = attempt(List.of(row));
        if (attempt.failure().isEmpty()) {
          progress = true;
          result.addAll(attempt.rows());
        } else {
          failed.add(row.failed(attempt.failure().get()));
        }
      }
      left = failed.reversed();
    }
    result.addAll(left);
    return result;
  }

  /**
   * @param failure why nothing was written
   */
  private record Attempt(List<MergeRow> rows, Optional<String> failure) {}

  private Attempt attempt(List<MergeRow> writes) {
    session.execute("SAVEPOINT ripcord_merge");
    Attempt attempt;
    try {
      attempt = tried(writes);
    } catch (DatabaseException e) {
      if (!ofTheRow(e)) {
        throw e;
      }
      attempt = new Attempt(List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
    if (attempt.failure().isPresent()) {
      session.execute("ROLLBACK TO SAVEPOINT ripcord_merge");
    }
    session.execute("RELEASE SAVEPOINT ripcord_merge");
    return attempt;
  }

  static boolean ofTheRow(DatabaseException e) {
    String state = e.sqlState();
    return state.equals(GENERATED_ALWAYS)
        || (state.length() == 5 && !NOT_OF_A_ROW.contains(state.substring(0, 2)));
  }

  private Attempt tried(List<MergeRow> writes) {
    Optional<String> pointing = pointing(writes);
    if (pointing.isPresent()) {
      return new Attempt(List.of(), pointing);
    }
    rows.keep(writes);
    names.mean(session);
    rows.write(writes);
    if (!deferred) {
      session.execute("SET CONSTRAINTS ALL IMMEDIATE");
    }
    CatalogReader.printPlainly(session);
    return verified(writes);
  }

  /** A cascade would take rows along that somebody wrote, and of which there is no copy. */
  private Optional<String> pointing(List<MergeRow> writes) {
    for (MergeReference reference : rows.target().references()) {
      List<Candidate> concerned =
          writes.stream().filter(row -> changes(row, reference)).map(MergeRow::row).toList();
      if (!concerned.isEmpty() && !rows.pointedTo(reference, concerned).isEmpty()) {
        return Optional.of(
            "rows of %s point to it (%s) and would be changed with it"
                .formatted(reference.child(), reference.name()));
      }
    }
    return Optional.empty();
  }

  private boolean changes(MergeRow row, MergeReference reference) {
    return switch (row.ruling().kind()) {
      case DELETE -> reference.onDelete();
      case UPDATE, MERGE ->
          reference.onUpdate()
              && (reference.parentColumns().stream().anyMatch(this::generated)
                  || row.ruling().columns().stream()
                      .map(place -> rows.target().columns().get(place).name())
                      .anyMatch(reference.parentColumns()::contains));
      case INSERT, SAME, NEWER, CONFLICT -> false;
    };
  }

  /** It may follow from any other column. */
  private boolean generated(Identifier column) {
    return rows.target().shape().column(column).filter(MergeShape.Column::generated).isPresent();
  }

  /** Looks whether the rows are as they should be: a trigger may have thought otherwise. */
  private Attempt verified(List<MergeRow> writes) {
    Map<Integer, MergeRows.Now> now = rows.look(writes.stream().map(MergeRow::row).toList(), "");
    boolean triggers = !rows.target().shape().triggers().isEmpty();
    List<MergeRow> result = new ArrayList<>();
    List<Candidate> altered = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      MergeRow row = writes.get(i);
      List<@Nullable String> found =
          Optional.ofNullable(now.get(i)).map(MergeRows.Now::values).orElse(null);
      if (Objects.equals(found, row.wanted())) {
        result.add(row);
      } else if (triggers && !Objects.equals(found, row.now())) {
        altered.add(row.row());
        result.add(row.asAltered());
      } else {
        return new Attempt(
            List.of(), Optional.of("the live table does not take the row as it was"));
      }
    }
    if (!altered.isEmpty()) {
      rows.markAltered(altered);
    }
    return new Attempt(result, Optional.empty());
  }
}
