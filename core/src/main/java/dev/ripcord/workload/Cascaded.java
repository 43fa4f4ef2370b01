package dev.ripcord.workload;

import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.plan.TableShape.NewKey;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a foreign key that only the new shape has did to a row, because a client deleted the row
 * that it referenced. It is part of that client's write: the old shape gets it as well.
 *
 * @param row key of the row
 */
record Cascaded(Snapshot.Table child, NewKey key, List<String> row) {
  private static final String THERE =
      "SELECT EXISTS (SELECT FROM pg_constraint WHERE conname = ? AND conrelid = to_regclass(?))::text";

  Cascaded {
    row = List.copyOf(row);
  }

  /** Runs an operation; sees what comes of it beside its own rows. */
  static Done watch(Session session, Operation operation) {
    List<Cascaded> hanging =
        operation instanceof Operation.Delete delete ? hanging(session, delete) : List.of();
    SameAgain again = SameAgain.look(session, operation);
    SqlStatement.Result result = operation.face().heard(operation.statement().run(session));
    if (result.rows() == 0) {
      return new Done(operation.asMet(result), result, List.of(), false);
    }
    SqlStatement.Result stored = Partners.taken(session, operation, result);
    Operation met = again.met(operation.asMet(stored), stored);
    boolean emptied =
        operation instanceof Operation.Delete delete
            && delete.face().table().arrivals().filter(each -> each.emptied(session)).isPresent();
    // from the delete on nobody can add or drop the key before we commit
    return new Done(
        met, stored, hanging.stream().filter(each -> each.isThere(session)).toList(), emptied);
  }

  private static List<Cascaded> hanging(Session session, Operation.Delete delete) {
    WriteTable parent = delete.face().table();
    List<Cascaded> hanging = new ArrayList<>();
    for (WriteTable.OneSided each : parent.arriving()) {
      ReferentialAction action = each.key().onDelete();
      if (action != ReferentialAction.NO_ACTION && action != ReferentialAction.RESTRICT) {
        hanging(session, parent, delete.key(), each)
            .forEach(row -> hanging.add(new Cascaded(each.child(), each.key(), row)));
      }
    }
    return hanging;
  }

  /** Keys of the rows that reference a row. */
  static List<List<String>> hanging(
      Session session, WriteTable parent, List<String> key, WriteTable.OneSided reference) {
    String query =
        "SELECT "
            + list(reference.child().rowKey(), "c.")
            + " FROM "
            + reference.child().name()
            + " AS c WHERE ("
            + list(reference.key().columns(), "c.")
            + ") = (SELECT "
            + list(reference.key().referenced(), "")
            + " FROM "
            + parent.name()
            + Operation.where(parent)
            + ")";
    return session.query(query, OwnedRows::texts, key.toArray());
  }

  private boolean isThere(Session session) {
    return session
        .query(THERE, row -> row.text(1), key.name().value(), child.name().quoted())
        .contains("true");
  }

  /** Does the same where the key is not. */
  void repeat(Session session) {
    String where =
        child.rowKey().stream()
            .map(column -> column + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
    List<Identifier> own =
        key.columns().stream().filter(column -> child.column(column).isPresent()).toList();
    if (key.onDelete() == ReferentialAction.CASCADE) {
      long unused = session.update("DELETE FROM " + child.name() + where, row.toArray());
    } else if (!own.isEmpty()) {
      String value = key.onDelete() == ReferentialAction.SET_NULL ? " = NULL" : " = DEFAULT";
      String sets = own.stream().map(column -> column + value).collect(Collectors.joining(", "));
      long unused =
          session.update("UPDATE " + child.name() + " SET " + sets + where, row.toArray());
    }
  }

  /** What only the new shape held of the row is gone, too. */
  void forget(Keeping keeping) {
    if (key.onDelete() == ReferentialAction.CASCADE) {
      keeping.forget(child.name(), row);
    } else {
      keeping.forget(child.name(), row, new HashSet<>(key.columns()));
    }
  }

  static String list(List<Identifier> columns, String qualifier) {
    return columns.stream().map(each -> qualifier + each).collect(Collectors.joining(", "));
  }
}
