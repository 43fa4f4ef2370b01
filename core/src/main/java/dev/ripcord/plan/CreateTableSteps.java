package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Phase;
import dev.ripcord.migration.TableChange.CreateTable;
import dev.ripcord.migration.TableChange.TableColumn;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Creates a table in {@code expand}. On the way back it is dropped if it is empty; else it moves to
 * the kept values, in the catalogue alone, because its rows are the users' data.
 */
final class CreateTableSteps {
  private CreateTableSteps() {}

  static void plan(Draft draft, CreateTable change) {
    boolean free = Indexes.free(draft, change, change.table().schema(), change.table().name());
    Set<QualifiedName> parents = parents(change);
    parents.remove(change.table());
    List<QualifiedName> unknown = parents.stream().filter(each -> !draft.hasTable(each)).toList();
    unknown.forEach(
        each ->
            draft.problem(
                change,
                "table " + each + ", which the new table references, does not exist",
                "a table that is there, or that this migration makes before"));
    if (free && unknown.isEmpty()) {
      add(draft, change, parents.toArray(QualifiedName[]::new));
    }
  }

  /** Whether the database has the new shape already. */
  static boolean there(CreateTable change, Snapshot snapshot) {
    return snapshot.table(change.table()).stream()
        .anyMatch(
            table ->
                change.columns().stream().allMatch(it -> table.column(it.column()).isPresent()));
  }

  private static void add(Draft draft, CreateTable change, QualifiedName[] parents) {
    QualifiedName table = change.table();
    QualifiedName kept = Names.kept(table, draft.nextNumber());
    List<String> forward = new ArrayList<>();
    forward.add("CREATE TABLE " + table + " (" + definition(change) + ")");
    change
        .comment()
        .ifPresent(text -> forward.add("COMMENT ON TABLE " + table + " IS " + Literal.of(text)));
    draft.makesTable(table);
    draft.add(
        Phase.EXPAND,
        transaction("Create table " + table, Origin.of(change), forward)
            .backTransaction(
                "Drop table " + table + ", or keep it as " + kept + " if it has rows",
                SqlResource.of(CreateTableSteps.class, "keep-or-drop-table")
                    .replace(":table", Literal.of(table.quoted()))
                    .replace(":quoted_text", Literal.of(table.quoted()))
                    .replace(":quoted", table.quoted())
                    .replace(":name", Literal.of(kept.name().value())))
            .looks(
                new Look(
                    1,
                    "rows of the new table " + table,
                    table,
                    "true",
                    Examples.of(change.primaryKey(), columns(change)),
                    new Fate.Kept(kept)))
            .locks(LockMode.SHARE_ROW_EXCLUSIVE, parents)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, parents)
            .success(Criteria.tableExists(table))
            .backSuccess(Criteria.tableGone(table)));
    draft.keeps(new Plan.KeptValues(kept, table, columns(change)));
  }

  private static List<Identifier> columns(CreateTable change) {
    return change.columns().stream().map(TableColumn::column).toList();
  }

  private static String definition(CreateTable change) {
    Stream<String> columns =
        change.columns().stream()
            .map(
                each ->
                    each.column()
                        + " "
                        + each.type()
                        + each.defaultValue().map(value -> " DEFAULT " + value).orElse("")
                        + (each.notNull() ? " NOT NULL" : ""));
    Stream<String> key =
        change.primaryKey().isEmpty()
            ? Stream.empty()
            : Stream.of(
                "PRIMARY KEY ("
                    + change.primaryKey().stream().map(Identifier::quoted).collect(joining(", "))
                    + ")");
    return Stream.of(columns, key, change.constraints().stream())
        .flatMap(each -> each)
        .collect(joining(", "));
  }

  /** The tables that foreign keys reference: each takes SHARE ROW EXCLUSIVE on its parent. */
  private static Set<QualifiedName> parents(CreateTable change) {
    Set<QualifiedName> parents = new TreeSet<>();
    Stream.concat(change.constraints().stream(), change.columns().stream().map(TableColumn::type))
        .forEach(text -> references(SqlTokens.significant(text), parents));
    return parents;
  }

  private static void references(List<Token> tokens, Set<QualifiedName> parents) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isWord("references")) {
        boolean qualified = i + 3 < tokens.size() && tokens.get(i + 2).is(".");
        String name = tokens.get(i + 1).text() + (qualified ? "." + tokens.get(i + 3).text() : "");
        parents.add(QualifiedName.parse(name));
      }
    }
  }
}
