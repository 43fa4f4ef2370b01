package dev.ripcord.starter;

import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Changes that make sense for tables as they are. The first of all is active, so that the file can
 * be rehearsed as it is; the others are comments to choose from.
 */
final class Proposals {
  private static final int TABLES = 5;
  private static final int PER_TABLE = 4;

  private final List<Snapshot.Table> tables;

  Proposals(Snapshot snapshot, List<QualifiedName> only) {
    this.tables = only.isEmpty() ? largest(snapshot) : named(snapshot, only);
  }

  private static List<Snapshot.Table> largest(Snapshot snapshot) {
    List<Snapshot.Table> largest =
        snapshot.tables().stream()
            .filter(Proposals::ordinary)
            .sorted(Comparator.comparingLong(Snapshot.Table::bytes).reversed())
            .limit(TABLES)
            .toList();
    if (largest.isEmpty()) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "the database has no ordinary table with a primary key that a migration could begin"
              + " with; leave out --database to begin with an example");
    }
    return largest;
  }

  private static List<Snapshot.Table> named(Snapshot snapshot, List<QualifiedName> only) {
    List<QualifiedName> unknown =
        only.stream().filter(name -> snapshot.table(name).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "the database has no table "
              + unknown.stream().map(QualifiedName::quoted).collect(joining(", "))
              + ", expected some of "
              + snapshot.tables().stream()
                  .map(each -> each.name().quoted())
                  .collect(joining(", ")));
    }
    List<Snapshot.Table> tables =
        only.stream().flatMap(name -> snapshot.table(name).stream()).distinct().toList();
    List<Snapshot.Table> others = tables.stream().filter(each -> !ordinary(each)).toList();
    if (!others.isEmpty()) {
      throw new RipcordException(
          ProblemCode.INPUT,
          others.stream().map(each -> each.name().quoted()).collect(joining(", "))
              + ": partitioned, inheriting, or without a primary key, expected ordinary tables");
    }
    return tables;
  }

  private static boolean ordinary(Snapshot.Table table) {
    return table.kin() instanceof Kin.Alone && !table.rowKey().isEmpty();
  }

  /** The list under {@code changes:}, with its heading. */
  String changes() {
    StringBuilder text = new StringBuilder();
    text.append("\n# What shall be different. Nothing is destroyed before the last of the five");
    text.append(" phases.\nchanges:\n");
    boolean first = true;
    for (Snapshot.Table table : tables) {
      text.append("  # ").append(about(table)).append('\n');
      for (String change : of(table)) {
        text.append(first ? "  - " : "  # - ").append(change).append('\n');
        first = false;
      }
    }
    return text.toString();
  }

  private static String about(Snapshot.Table table) {
    return String.format(
        Locale.ROOT,
        "%s: about %,d rows, %,d kB",
        table.name().quoted(),
        table.estimatedRows(),
        table.bytes() / 1024);
  }

  private static List<String> of(Snapshot.Table table) {
    List<String> changes = new ArrayList<>(missingIndexes(table));
    changes.add(
        "add_column: {table: %s, column: %s, type: timestamptz}"
            .formatted(yaml(table.name().quoted()), yaml(fresh(table).quoted())));
    table.columns().stream()
        .filter(column -> column.type().startsWith("character varying("))
        .filter(column -> free(table, column))
        .map(
            column ->
                "change_type: {table: %s, column: %s, type: text}"
                    .formatted(yaml(table.name().quoted()), yaml(column.name().quoted())))
        .forEach(changes::add);
    table.columns().stream()
        .filter(column -> !column.notNull() && free(table, column))
        .map(
            column ->
                "drop_column: {table: %s, column: %s}"
                    .formatted(yaml(table.name().quoted()), yaml(column.name().quoted())))
        .forEach(changes::add);
    return changes.stream().limit(PER_TABLE).toList();
  }

  /** A foreign key without an index makes every delete of a parent a scan of this table. */
  private static List<String> missingIndexes(Snapshot.Table table) {
    return table.constraints().stream()
        .filter(each -> each.kind() == 'f' && !each.incoming())
        .filter(key -> table.indexes().stream().noneMatch(index -> begins(index, key)))
        .map(
            key ->
                "create_index: {table: %s, name: %s, columns: [%s]}"
                    .formatted(
                        yaml(table.name().quoted()),
                        yaml(Identifier.derived("", key.name().value() + "_idx").quoted()),
                        key.columns().stream()
                            .map(column -> yaml(column.quoted()))
                            .collect(joining(", "))))
        .toList();
  }

  private static boolean begins(Snapshot.Index index, Snapshot.Constraint key) {
    int length = Math.min(index.columns().size(), key.columns().size());
    return index.columns().size() >= key.columns().size()
        && index.columns().subList(0, length).containsAll(key.columns());
  }

  /** Nothing hangs on the column that a first migration should not have to think of. */
  private static boolean free(Snapshot.Table table, Snapshot.Column column) {
    return column.generation() == Snapshot.Generation.NONE
        && column.grants().isEmpty()
        && table.constraints().stream()
            .noneMatch(each -> each.kind() != 'n' && each.columns().contains(column.name()))
        && table.indexes().stream().noneMatch(each -> each.columns().contains(column.name()))
        && table.dependents().stream().noneMatch(each -> each.columns().contains(column.name()))
        && table.triggers().stream().noneMatch(each -> each.columns().contains(column.name()));
  }

  private static Identifier fresh(Snapshot.Table table) {
    Identifier name = new Identifier("reviewed_at");
    for (int i = 2; table.column(name).isPresent(); i++) {
      name = new Identifier("reviewed_at_" + i);
    }
    return name;
  }

  /** In single quotes where YAML would read something else. */
  private static String yaml(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_.]*") ? text : "'" + text.replace("'", "''") + "'";
  }
}
