package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where nothing tells rows apart, a trigger before the row asks whether the same backfill would
 * change it again. There a generated column has no value yet, so a backfill that reads one could
 * get a wrong answer, and rows that are alike would stay as they were in silence.
 */
final class GeneratedReads {
  /** The row goes by this name in what {@link Rewrite} is given. */
  private static final Identifier ROW = new Identifier("t");

  private GeneratedReads() {}

  /** Reports a backfill of a table without a key that reads generated columns. */
  static void check(Draft draft, Change change, Rewrite rewrite) {
    List<Snapshot.Column> generated =
        rewrite.table().rowKey().isEmpty()
            ? rewrite.table().columns().stream().filter(GeneratedReads::isGenerated).toList()
            : List.of();
    if (generated.isEmpty()) {
      return;
    }
    Set<Identifier> read = read(rewrite);
    boolean whole = read.contains(ROW) && rewrite.table().column(ROW).isEmpty();
    String names =
        generated.stream()
            .map(Snapshot.Column::name)
            .filter(each -> whole || read.contains(each))
            .map(Identifier::quoted)
            .collect(joining(", "));
    if (!names.isEmpty()) {
      draft.problem(
          change,
          "table "
              + rewrite.name()
              + " has no key, so whether a row is done is asked in a trigger before it is stored,"
              + " where generated columns have no value yet: "
              + names,
          "the generated column's own expression in its place");
    }
  }

  private static boolean isGenerated(Snapshot.Column column) {
    return switch (column.generation()) {
      case STORED, VIRTUAL -> true;
      case NONE, IDENTITY_ALWAYS, IDENTITY_BY_DEFAULT -> false;
    };
  }

  /** Columns that the expressions name, alone or behind the table or the row. */
  private static Set<Identifier> read(Rewrite rewrite) {
    Set<Identifier> read = new LinkedHashSet<>();
    Stream.concat(rewrite.values().stream(), rewrite.where().stream())
        .forEach(
            expression -> {
              read.addAll(Expressions.columns(expression, rewrite.name()));
              read.addAll(
                  Expressions.columns(expression, new QualifiedName(rewrite.name().schema(), ROW)));
            });
    return read;
  }
}
