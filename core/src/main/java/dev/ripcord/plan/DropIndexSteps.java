package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;

import dev.ripcord.migration.IndexChange.DropIndex;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drops an index concurrently at {@code contract}; the way back builds it again, concurrently. */
final class DropIndexSteps {
  private DropIndexSteps() {}

  static void plan(Draft draft, DropIndex change) {
    Indexes.own(draft, change, change.index(), "drop_constraint")
        .filter(found -> comesBack(draft, change, found.index()))
        .ifPresent(found -> add(draft, change, found.table().name(), found.index()));
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropIndex change, Snapshot snapshot) {
    return Indexes.find(snapshot, change.index()).isEmpty();
  }

  private static boolean comesBack(Draft draft, DropIndex change, Snapshot.Index index) {
    String name = "index " + index.name();
    if (index.unique()) {
      draft.problem(
          change,
          name + " is unique: rows that clients write without it may collide on the way back",
          "an index that is not unique, or 'drop_constraint' after ALTER TABLE … ADD CONSTRAINT …"
              + " UNIQUE USING INDEX");
      return false;
    }
    if (index.beside().replicaIdentity()) {
      draft.problem(
          change,
          name + " is the replica identity: replicas could not be told of updates without it",
          "ALTER TABLE … REPLICA IDENTITY to another index first");
      return false;
    }
    if (!index.valid()) {
      draft.problem(
          change,
          name + " is INVALID: it serves no query, and the way back would make it valid",
          "DROP INDEX CONCURRENTLY by hand");
      return false;
    }
    return true;
  }

  private static void add(
      Draft draft, DropIndex change, QualifiedName table, Snapshot.Index index) {
    QualifiedName name = index.name();
    String title = "Drop index " + name + " of " + table;
    StepBuilder builder =
        step(
                title,
                Origin.of(change),
                new Action.ConcurrentIndex(
                    title, name, false, "DROP INDEX CONCURRENTLY IF EXISTS " + name))
            .back(
                new Action.ConcurrentIndex(
                    "Build index " + name + " on " + table + " again",
                    name,
                    true,
                    concurrently(index)))
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .risk(Risk.MEDIUM)
            .success(Criteria.indexGone(name))
            .backSuccess(Criteria.indexValid(name));
    List<String> beside = beside(table, index);
    if (!beside.isEmpty()) {
      builder.backTransaction("Give index " + name + " what it had beside", beside);
    }
    draft.add(Phase.CONTRACT, builder);
    draft.shape(table, shape -> shape);
  }

  /** The definition as PostgreSQL prints it, to be built concurrently and in its tablespace. */
  private static String concurrently(Snapshot.Index index) {
    String definition = index.definition();
    String start = "CREATE INDEX ";
    if (!definition.startsWith(start)) {
      throw new IllegalArgumentException("not an index: " + definition);
    }
    Optional<String> tablespace = index.beside().tablespace();
    int predicate = predicate(definition);
    return "CREATE INDEX CONCURRENTLY "
        + definition.substring(start.length(), predicate)
        + tablespace.map(it -> " TABLESPACE " + new Identifier(it)).orElse("")
        + definition.substring(predicate);
  }

  /** Where {@code WHERE} begins, or the definition ends. */
  private static int predicate(String definition) {
    int depth = 0;
    for (Token token : SqlTokens.significant(definition)) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.isWord("where")) {
        return token.start() - 1;
      }
    }
    return definition.length();
  }

  private static List<String> beside(QualifiedName table, Snapshot.Index index) {
    List<String> statements = new ArrayList<>();
    Snapshot.BesideIndex beside = index.beside();
    beside
        .comment()
        .ifPresent(
            text -> statements.add("COMMENT ON INDEX " + index.name() + " IS " + Literal.of(text)));
    for (String each : beside.statistics()) {
      String[] target = each.split(": ", 2);
      statements.add(
          "ALTER INDEX "
              + index.name()
              + " ALTER COLUMN "
              + target[0]
              + " SET STATISTICS "
              + target[1]);
    }
    if (beside.clustered()) {
      statements.add("ALTER TABLE " + table + " CLUSTER ON " + index.name().name());
    }
    return statements;
  }
}
