package dev.ripcord.runbook;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Phase;
import dev.ripcord.runbook.Runbook.Checkpoint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must hold when a phase is rolled back: the checks of the migration, no invalid index that
 * was not invalid before; and at the very end, the tables have exactly the columns, indexes,
 * constraints and triggers of the snapshot.
 */
final class Checkpoints {
  private Checkpoints() {}

  static List<Checkpoint> of(Source source, Phase phase) {
    List<Checkpoint> points = new ArrayList<>();
    points.add(
        new Checkpoint(
            phase.word() + " rollback steps completed, every success criterion above as expected",
            Optional.empty(),
            Optional.empty()));
    source.migration().checks().stream().map(RunbookWriter::checkpoint).forEach(points::add);
    for (Snapshot.Table table : source.affected()) {
      points.add(invalidIndexes(table));
    }
    if (phase == Phase.PREPARATION) {
      for (Snapshot.Table table : source.affected()) {
        points.addAll(asBefore(table));
      }
    }
    return points;
  }

  private static Checkpoint invalidIndexes(Snapshot.Table table) {
    long before = table.indexes().stream().filter(index -> !index.valid()).count();
    return point(
        table.name().quoted() + " has no invalid index that it did not have before",
        "SELECT count(*) FROM pg_catalog.pg_index WHERE indrelid = "
            + oid(table)
            + " AND NOT indisvalid",
        Long.toString(before));
  }

  private static List<Checkpoint> asBefore(Snapshot.Table table) {
    String name = table.name().quoted();
    return List.of(
        point(
            name + " has the columns that it had before",
            names("attname", "pg_catalog.pg_attribute")
                + " WHERE attrelid = "
                + oid(table)
                + " AND attnum > 0 AND NOT attisdropped",
            names(table.columns().stream().map(Snapshot.Column::name))),
        point(
            name + " has the indexes that it had before",
            names("relname", "pg_catalog.pg_index JOIN pg_catalog.pg_class ON oid = indexrelid")
                + " WHERE indrelid = "
                + oid(table),
            names(table.indexes().stream().map(index -> index.name().name()))),
        point(
            name + " has the constraints that it had before",
            names("conname", "pg_catalog.pg_constraint")
                + " WHERE conrelid = "
                + oid(table)
                + " AND contype IN ('c', 'f', 'p', 'u', 'x')",
            names(
                table.constraints().stream()
                    .filter(each -> !each.incoming() && "cfpux".indexOf(each.kind()) >= 0)
                    .map(Snapshot.Constraint::name))),
        point(
            name + " has the triggers that it had before",
            names("tgname", "pg_catalog.pg_trigger")
                + " WHERE tgrelid = "
                + oid(table)
                + " AND NOT tgisinternal",
            names(table.triggers().stream().map(Snapshot.RowTrigger::name))));
  }

  private static Checkpoint point(String title, String query, String expected) {
    return new Checkpoint(title, Optional.of(query), Optional.of(expected));
  }

  private static String oid(Snapshot.Table table) {
    return "pg_catalog.to_regclass(" + Literal.of(table.name().quoted()) + ")";
  }

  private static String names(String column, String from) {
    return "SELECT coalesce(string_agg("
        + column
        + "::text, ', ' ORDER BY "
        + column
        + "::text COLLATE \"C\"), 'none') FROM "
        + from;
  }

  private static String names(Stream<Identifier> names) {
    String joined = names.map(Identifier::value).sorted().collect(joining(", "));
    return joined.isEmpty() ? "none" : joined;
  }
}
