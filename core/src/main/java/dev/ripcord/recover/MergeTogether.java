package dev.ripcord.recover;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes rows that need each other in one transaction, with constraints deferred that can be. Rows
 * that still point nowhere in the end are left out, and with them those that needed them; likewise
 * those that would be deleted while others point to them.
 */
final class MergeTogether {
  private final Session session;
  private final String merge;
  private final MergeBatch.Names names;
  private final List<Rows> tables;
  private final List<Set<Candidate>> hopeless = new ArrayList<>();

  /** Constraints that could wait and must not any more, as they stand in SQL. */
  private List<String> atOnce = List.of();

  /** Candidates of one kind. */
  record Rows(MergeTarget target, List<Candidate> rows) {
    Rows {
      rows = List.copyOf(rows);
    }
  }

  MergeTogether(Session inside, String merge, MergeBatch.Names names, List<Rows> tables) {
    this.session = inside;
    this.merge = merge;
    this.names = names;
    this.tables = tables;
    tables.forEach(unused -> hopeless.add(new HashSet<>()));
  }

  List<List<MergeRow>> write() {
    while (true) {
      session.execute("SAVEPOINT ripcord_together");
      session.execute("SET CONSTRAINTS ALL DEFERRED");
      if (!atOnce.isEmpty()) {
        session.execute("SET CONSTRAINTS " + String.join(", ", atOnce) + " IMMEDIATE");
      }
      List<List<MergeRow>> written = new ArrayList<>();
      for (int i = 0; i < tables.size(); i++) {
        written.add(write(i));
      }
      if (prune(written)) {
        session.execute("ROLLBACK TO SAVEPOINT ripcord_together");
        continue;
      }
      try {
        // triggers that waited fire now
        names.mean(session);
        session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        return written;
      } catch (DatabaseException e) {
        if (!MergeBatch.ofTheRow(e)) {
          throw e;
        }
        session.execute("ROLLBACK TO SAVEPOINT ripcord_together");
        // what is no foreign key has no need to wait, and checked at once it tells which row it is
        if (atOnce.isEmpty()) {
          atOnce = otherThanForeignKeys();
          if (!atOnce.isEmpty()) {
            continue;
          }
        }
        String why = String.valueOf(e.getMessage());
        return written.stream()
            .map(rows -> rows.stream().map(row -> row.failed(why)).toList())
            .toList();
      }
    }
  }

  private List<String> otherThanForeignKeys() {
    List<QualifiedName> all = tables.stream().map(each -> each.target().shape().table()).toList();
    return session.query(
        SqlResource.of(MergeTogether.class, "merge-deferrable"),
        row -> row.text("name"),
        MergeShapes.schemas(all),
        MergeShapes.names(all));
  }

  private List<MergeRow> write(int table) {
    Rows rows = tables.get(table);
    List<Candidate> hopeful =
        rows.rows().stream().filter(row -> !hopeless.get(table).contains(row)).toList();
    List<MergeRow> written = new ArrayList<>();
    if (!hopeful.isEmpty()) {
      written.addAll(new MergeBatch(session, rows(table), names, true).apply(hopeful));
    }
    List<Candidate> left =
        rows.rows().stream().filter(row -> hopeless.get(table).contains(row)).toList();
    if (!left.isEmpty()) {
      CatalogReader.printPlainly(session);
      MergeBatch.judge(rows(table), left, "", true)
          .forEach(row -> written.add(row.failed(why(row))));
    }
    return written;
  }

  private static String why(MergeRow row) {
    return row.ruling().kind() == Ruling.Kind.DELETE
        ? "rows that stay point to it"
        : "it points to a row that is not there";
  }

  private MergeRows rows(int table) {
    return new MergeRows(session, tables.get(table).target(), merge);
  }

  /** Whether some of the rows that were written turned out hopeless. */
  private boolean prune(List<List<MergeRow>> written) {
    boolean found = false;
    for (int i = 0; i < tables.size(); i++) {
      List<Candidate> rows =
          written.get(i).stream()
              .filter(row -> row.failure() == null && row.ruling().writes())
              .map(MergeRow::row)
              .toList();
      if (!rows.isEmpty()) {
        for (MergeReference reference : tables.get(i).target().parents()) {
          for (int place : rows(i).pointsNowhere(reference, rows)) {
            found |= hopeless.get(i).add(rows.get(place));
          }
        }
      }
      List<MergeRow> deleted =
          written.get(i).stream()
              .filter(row -> row.failure() == null && row.ruling().kind() == Ruling.Kind.DELETE)
              .toList();
      if (!deleted.isEmpty()) {
        for (MergeReference reference : tables.get(i).target().references()) {
          if (reference.deferrable()) {
            for (int place : rows(i).leftBehind(reference, deleted)) {
              found |= hopeless.get(i).add(deleted.get(place).row());
            }
          }
        }
      }
    }
    return found;
  }
}
