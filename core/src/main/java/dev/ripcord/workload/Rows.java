package dev.ripcord.workload;

import static java.util.Objects.requireNonNull;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.workload.ValueSources.ValueColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills tables with rows that are made up from the catalogue. */
public final class Rows {
  /** sequence_generator_limit_exceeded. */
  private static final String SEQUENCE_LIMIT = "2200H";

  private static final Set<String> DATA = Set.of("22", "23", "P0");

  private final Session session;
  private final RowOptions options;
  private final List<RowReference> references;
  private final Map<QualifiedName, List<ValueColumn>> columns = new HashMap<>();

  private Rows(Session session, RowOptions options) {
    this.session = session;
    this.options = options;
    this.references = RowReference.readAll(session);
  }

  /**
   * Adds rows to every table of the snapshot, in one transaction; partitions get theirs through
   * their root. The session must be allowed to write the tables, and sees its triggers fire.
   *
   * @throws RipcordException with {@link ProblemCode#REFUSED}, and nothing was added, if a table's
   *     constraints cannot be met
   */
  public static void generate(Session session, Snapshot snapshot, RowOptions options) {
    Session.Commit commit = session.transaction(inside -> new Rows(inside, options).fill(snapshot));
    if (commit == Session.Commit.UNKNOWN) {
      throw new RipcordException(
          ProblemCode.DATABASE, "the connection broke while the generated rows were committed");
    }
    // estimates of a plan, and of the planner, would be off by everything without it
    snapshot.tables().forEach(table -> session.execute("ANALYZE " + table.name().quoted()));
  }

  private void fill(Snapshot snapshot) {
    Map<QualifiedName, RowRelation> relations = new HashMap<>();
    for (Snapshot.Table table : snapshot.tables()) {
      RowRelation relation = RowRelation.read(session, table.name());
      if (!relation.partition()) {
        relations.put(table.name(), relation);
        columns.put(table.name(), ValueColumn.read(session, table.name()));
      }
    }
    ValueTypes types = ValueTypes.read(session);
    RowOrder order = RowOrder.of(relations.keySet(), references, this::breakable);
    session.execute("SET CONSTRAINTS ALL DEFERRED");
    for (QualifiedName table : order.tables()) {
      RowRelation relation = requireNonNull(relations.get(table));
      List<ValueColumn> own = requireNonNull(columns.get(table));
      refusing(table, () -> load(relation, own, order.later(), types));
    }
    order.later().forEach(this::connect);
    refusing(
        order.tables().isEmpty()
            ? QualifiedName.of("pg_catalog", "none")
            : order.tables().getLast(),
        () -> session.execute("SET CONSTRAINTS ALL IMMEDIATE"));
  }

  private void load(
      RowRelation relation, List<ValueColumn> all, List<RowReference> later, ValueTypes types) {
    ValueSources sources = ValueSources.maker(session, relation.name(), types, options.seed());
    List<RowReference> own =
        references.stream().filter(each -> each.child().equals(relation.name())).toList();
    RowMaker maker =
        new RowMaker(session, new RowMaker.Target(relation, all, own, later), sources, options);
    new RowLoader(session, relation, maker, sources, options).load();
  }

  private boolean breakable(RowReference reference) {
    return reference.deferrable() || !required(reference);
  }

  private boolean required(RowReference reference) {
    return columns.getOrDefault(reference.child(), List.of()).stream()
        .anyMatch(each -> each.required() && reference.columns().contains(each.name()));
  }

  private static void refusing(QualifiedName table, Runnable work) {
    try {
      work.run();
    } catch (DatabaseException e) {
      throw ofTheData(e) ? refused(table, e) : e;
    }
  }

  /** Classes 22, 23 and P0: the data was refused, by a constraint, an expression or a trigger. */
  static boolean ofTheData(DatabaseException e) {
    return e.sqlState().length() == 5 && DATA.contains(e.sqlState().substring(0, 2));
  }

  static RipcordException refused(QualifiedName table, DatabaseException e) {
    String hint = e.sqlState().equals(SEQUENCE_LIMIT) ? " (fewer --rows fit)" : "";
    return ValueSources.refused(table, e.primary() + hint);
  }

  /**
   * Sets a foreign key that had to wait for its parents; a few parents get most of the children.
   */
  private void connect(RowReference reference) {
    boolean required = required(reference);
    boolean self = reference.child().equals(reference.parent());
    if (required && self) {
      return;
    }
    session.execute("SAVEPOINT ripcord_connect");
    try {
      long unused = session.update(RowReferences.update(reference, required));
    } catch (DatabaseException e) {
      if (required) {
        throw ValueSources.refused(reference.child(), e.primary());
      }
      // a constraint does not like what we chose; NULL, as it stands, is allowed
      session.execute("ROLLBACK TO SAVEPOINT ripcord_connect");
    }
    session.execute("RELEASE SAVEPOINT ripcord_connect");
  }
}
