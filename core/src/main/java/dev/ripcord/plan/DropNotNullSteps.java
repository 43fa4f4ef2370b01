package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.toMap;

import dev.ripcord.migration.ColumnChange.DropNotNull;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Allows NULL at {@code contract}. On the way back rows with NULL get a value, and which rows these
 * were is kept.
 */
final class DropNotNullSteps {
  private final Draft draft;
  private final Snapshot.Table table;
  private final Snapshot.Column column;
  private final String down;
  private final QualifiedName name;
  private final KeyedStore store;
  private final String origin;

  private DropNotNullSteps(
      Draft draft, DropNotNull change, Snapshot.Table table, Snapshot.Column column, String down) {
    this.draft = draft;
    this.table = table;
    this.column = column;
    this.down = down;
    this.name = table.name();
    this.origin = Origin.of(change);
    this.store =
        new KeyedStore(
            Names.kept(name, draft.nextNumber()),
            table,
            List.of(column.type()),
            List.of(column.type()));
  }

  static void plan(Draft draft, DropNotNull change) {
    Optional<Snapshot.Table> found =
        draft.table(change, change.table()).filter(table -> draft.hasKey(change, table));
    Optional<Snapshot.Column> column =
        found.flatMap(table -> draft.column(change, table, change.column()));
    if (found.isEmpty() || column.isEmpty()) {
      return;
    }
    Optional<String> obstacle = obstacle(found.get(), column.get());
    if (obstacle.isPresent()) {
      draft.problem(change, obstacle.get(), "a column that is NOT NULL for its own sake");
      return;
    }
    Optional<String> down =
        change.down().or(() -> column.get().defaultValue().filter(Defaults::constant));
    if (down.isEmpty()) {
      draft.problem(
          change,
          "column " + change.column() + " has no constant default: NULLs could not go back",
          "'down:' with the value for rows with NULL");
      return;
    }
    new DropNotNullSteps(draft, change, found.get(), column.get(), down.get()).add();
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropNotNull change, Snapshot snapshot) {
    return snapshot.table(change.table()).flatMap(it -> it.column(change.column())).stream()
        .anyMatch(column -> !column.notNull());
  }

  private static Optional<String> obstacle(Snapshot.Table table, Snapshot.Column column) {
    Identifier name = column.name();
    String what = "column " + name;
    if (!column.notNull()) {
      return Optional.of(what + " may be NULL already");
    }
    if (table.primaryKey().contains(name)) {
      return Optional.of(what + " is in the primary key");
    }
    if (table.rowKey().contains(name)) {
      return Optional.of(what + " is in the unique key by which rows are found");
    }
    if (column.generation() != Snapshot.Generation.NONE) {
      return Optional.of("the value of " + what + " is generated");
    }
    boolean identity =
        table.indexes().stream()
            .anyMatch(index -> index.beside().replicaIdentity() && index.columns().contains(name));
    if (identity) {
      return Optional.of(what + " is in the index that is the replica identity");
    }
    boolean unproven =
        table.constraints().stream()
            .filter(each -> each.kind() == 'n' && each.columns().equals(List.of(name)))
            .anyMatch(each -> each.definition().endsWith(" NOT VALID"));
    return unproven ? Optional.of(what + " has a NOT NULL that is NOT VALID") : Optional.empty();
  }

  private void add() {
    draft.keeps(new Plan.KeptValues(store.name(), name, List.of(column.name())));
    StepBuilder builder =
        transaction(
                "Allow NULL in " + column.name() + " of " + name,
                origin,
                "ALTER TABLE " + name + " ALTER COLUMN " + column.name() + " DROP NOT NULL")
            .looks(look())
            .backTransaction(
                "Refuse new NULLs in " + column.name() + " of " + name,
                NotNull.addCheck(name, column.name()),
                "CREATE SCHEMA IF NOT EXISTS " + Names.KEPT_SCHEMA,
                store.create("kept_at timestamp with time zone NOT NULL DEFAULT now()"),
                "COMMENT ON TABLE " + store.name() + " IS " + comment())
            .back(
                Walks.walk(
                    "Give rows with NULL in " + column.name() + " a value and keep which they were",
                    name,
                    fill(),
                    missing()))
            .locks(LockMode.ACCESS_EXCLUSIVE, name)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
            .success(
                Criteria.notNull(name, column.name(), false),
                Criteria.keptByNobodyElse(store.name(), comment()));
    NotNull.restore(builder, table, column.name());
    draft.add(Phase.CONTRACT, builder);
    draft.shape(name, shape -> shape.withAltered(column, it -> it.withNull(down)));
  }

  private Look look() {
    return new Look(
        2,
        "rows of " + name + " with NULL in " + column.name() + ", which was NOT NULL",
        name,
        missing(),
        Examples.of(table, List.of(column.name())),
        new Fate.MadeFit("'down'", Optional.of(store.name())));
  }

  private String missing() {
    return "t." + column.name() + " IS NOT DISTINCT FROM NULL";
  }

  /** The value is made once, under the row's lock, and both kept and set. */
  private String fill() {
    List<String> values = new ArrayList<>();
    values.add(store.keyOf("t"));
    values.add(Types.cast(overRow(), column.type()));
    values.add("NULL");
    return "WITH noted AS (INSERT INTO "
        + store.name()
        + " AS k ("
        + store.columns()
        + ") SELECT "
        + String.join(", ", values)
        + " FROM "
        + name
        + " AS t WHERE "
        + Walks.range("t")
        + " AND "
        + missing()
        + " FOR UPDATE ON CONFLICT ("
        + store.keyColumns()
        + ") DO UPDATE SET old_1 = excluded.old_1, kept_at = now() RETURNING k.*) UPDATE "
        + name
        + " AS u SET "
        + column.name()
        + " = noted.old_1 FROM noted WHERE "
        + store.matches("noted", "u");
  }

  private String overRow() {
    Map<Identifier, String> columns =
        Expressions.columns(down, name).stream()
            .collect(toMap(each -> each, each -> "t." + each.quoted()));
    return Expressions.substitute(down, name, columns);
  }

  private String comment() {
    return Literal.of(
        "Kept by ripcord: rows of "
            + name
            + " with NULL in "
            + column.name()
            + ", which the old shape cannot hold, by key; old_1 is the value that they got");
  }
}
