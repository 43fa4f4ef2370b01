package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table that gets another name or schema. Whoever uses the name that the table does not have at
 * the moment finds a view under it, which PostgreSQL updates by itself (CREATE VIEW in the manual,
 * Updatable Views): the new name from {@code expand} on, the old one until {@code cleanup}.
 */
final class MovedTable {
  /** From this version on a view can have the rights of whoever uses it. */
  private static final int INVOKER = 150000;

  private static final String LIKE_TABLE = SqlResource.of(MovedTable.class, "view-like-table");

  private final Draft draft;
  private final Snapshot.Table table;
  private final QualifiedName from;
  private final QualifiedName to;
  private final String origin;

  private MovedTable(Draft draft, Change change, Snapshot.Table table, QualifiedName to) {
    this.draft = draft;
    this.table = table;
    this.from = table.name();
    this.to = to;
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, Change change, QualifiedName from, QualifiedName to) {
    draft
        .table(change, from)
        .filter(table -> allowed(draft, change, table, to))
        .ifPresent(table -> new MovedTable(draft, change, table, to).add());
  }

  /** Whether the table has its new name for good. */
  static boolean there(Snapshot snapshot, QualifiedName from, QualifiedName to) {
    return snapshot.table(to).isPresent() && Taken.relation(snapshot, from).isEmpty();
  }

  private static boolean allowed(
      Draft draft, Change change, Snapshot.Table table, QualifiedName to) {
    Snapshot snapshot = draft.snapshot();
    boolean free = Schemas.allow(draft, change, to.schema());
    List<QualifiedName> names = new ArrayList<>();
    names.add(to);
    if (!to.schema().equals(table.name().schema())) {
      table.indexes().forEach(each -> names.add(in(to, each.name())));
      ownedSequences(snapshot, table).forEach(each -> names.add(in(to, each)));
    }
    for (QualifiedName name : names) {
      Taken.relation(snapshot, name)
          .ifPresent(
              taken ->
                  draft.problem(
                      change,
                      "there is " + taken + " already",
                      name.equals(to)
                          ? "a name that nothing has"
                          : "another name for one of them, since " + name + " moves along"));
      free &= Taken.relation(snapshot, name).isEmpty();
    }
    boolean guarded = guardsRows(snapshot, table);
    boolean partlySeen =
        table.columns().stream()
            .flatMap(column -> column.grants().stream())
            .anyMatch(grant -> grant.startsWith("GRANT SELECT"));
    if (guarded && partlySeen) {
      draft.problem(
          change,
          "table "
              + table.name()
              + " has row level security, and single columns of it may be read, which no view can"
              + " pass on together",
          "one of the two; change it in a migration of its own");
      return false;
    }
    if (guarded && snapshot.serverVersion() < INVOKER) {
      draft.problem(
          change,
          "table " + table.name() + " has row level security, which a view cannot pass on here",
          "PostgreSQL 15 or newer");
      return false;
    }
    return free;
  }

  private static QualifiedName in(QualifiedName to, QualifiedName name) {
    return new QualifiedName(to.schema(), name.name());
  }

  private static boolean guardsRows(Snapshot snapshot, Snapshot.Table table) {
    ObjectId id = new ObjectId("table", table.name().quoted());
    return "true"
        .equals(snapshot.fingerprint().objects().getOrDefault(id, Map.of()).get("row security"));
  }

  /** ALTER TABLE SET SCHEMA takes the sequences of serial and identity columns along. */
  private static List<QualifiedName> ownedSequences(Snapshot snapshot, Snapshot.Table table) {
    Set<String> columns = new java.util.HashSet<>();
    table.columns().forEach(each -> columns.add(table.name() + "." + each.name()));
    return snapshot.fingerprint().objects().entrySet().stream()
        .filter(each -> each.getKey().kind().equals("sequence"))
        .filter(
            each ->
                columns.contains(each.getValue().getOrDefault("owned by", ""))
                    || columns.contains(each.getValue().getOrDefault("identity of", "")))
        .map(each -> QualifiedName.parse(each.getKey().identity()))
        .toList();
  }

  private void add() {
    List<String> drop = List.of("DROP VIEW " + to);
    draft.add(
        Phase.EXPAND,
        transaction("Serve " + from + " as " + to + " too", origin, view(to, from))
            .backTransaction("Drop the view " + to, drop)
            .locks(LockMode.ACCESS_SHARE, from)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, to)
            .success(Criteria.relation(to, 'v'))
            .backSuccess(Criteria.tableGone(to)));
    draft.add(Phase.CONTRACT, swap());
    draft.add(
        Phase.CLEANUP,
        transaction("Drop the view " + from, origin, "DROP VIEW " + from)
            .backTransaction("Serve " + to + " as " + from + " again", view(from, to))
            .locks(LockMode.ACCESS_EXCLUSIVE, from)
            .backLocks(LockMode.ACCESS_SHARE, to)
            .success(Criteria.tableGone(from))
            .backSuccess(Criteria.relation(from, 'v')));
    draft.shape(from, shape -> shape.withName(to));
  }

  /** The view goes first: clients lock it before its table, and so must we. */
  private StepBuilder swap() {
    List<String> forward = new ArrayList<>();
    forward.add("DROP VIEW " + to);
    forward.add(move(from, to));
    forward.addAll(view(from, to));
    List<String> back = new ArrayList<>();
    back.add("DROP VIEW " + from);
    back.add(move(to, from));
    back.addAll(view(to, from));
    return transaction("Make " + from + " " + to + ", and the old name a view", origin, forward)
        .backTransaction("Make " + to + " " + from + " again, and the new name a view", back)
        .locks(LockMode.ACCESS_EXCLUSIVE, from, to)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, to, from)
        .risk(Risk.MEDIUM)
        .success(Criteria.relation(to, 'r'), Criteria.relation(from, 'v'))
        .backSuccess(Criteria.relation(from, 'r'), Criteria.relation(to, 'v'));
  }

  private static String move(QualifiedName now, QualifiedName then) {
    return "ALTER TABLE "
        + now
        + (now.schema().equals(then.schema())
            ? " RENAME TO " + then.name()
            : " SET SCHEMA " + then.schema());
  }

  /**
   * With the rights of its user only where rows are guarded: such a view asks its user for all
   * columns, so that whoever may read some of them could not use it.
   */
  private List<String> view(QualifiedName name, QualifiedName of) {
    String columns =
        table.columns().stream().map(each -> each.name().quoted()).collect(joining(", "));
    return List.of(
        "CREATE VIEW "
            + name
            + (guardsRows(draft.snapshot(), table) ? " WITH (security_invoker = true)" : "")
            + " AS SELECT "
            + columns
            + " FROM "
            + of,
        LIKE_TABLE
            .replace(":ripcord_view", Literal.of(name.quoted()))
            .replace(":ripcord_table", Literal.of(of.quoted())),
        "COMMENT ON VIEW "
            + name
            + " IS "
            + Literal.of("Another name for " + of + " while ripcord's migration lasts"));
  }
}
