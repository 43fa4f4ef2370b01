package dev.ripcord.rehearse;

import dev.ripcord.migration.NotCompared;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.postgres.RowComparison;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.TableDifference;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Is the tested database what it was at the start, plus the writes that were acknowledged since?
 * The control database is just that.
 */
final class Comparison {
  private static final int EXAMPLES = 10;

  private final Stage stage;
  private final Inspection inspection;
  private final TriggersRows triggersRows;

  /**
   * @param written tables that clients write
   */
  Comparison(Stage stage, Inspection inspection, Set<QualifiedName> written) {
    this.stage = stage;
    this.inspection = inspection;
    this.triggersRows = new TriggersRows(stage, written);
  }

  /** What differs; to be called while nobody writes. */
  List<Difference> differences() {
    Snapshot now = CatalogReader.snapshot(inspection.tested());
    List<Difference> found = new ArrayList<>(schema(now));
    found.addAll(data(commonTables(now)));
    return found;
  }

  /** A trigger that keeps the time of the last update is the most likely reason. */
  private String fires(Snapshot.Table table) {
    List<String> triggers =
        stage.plan().steps().stream()
            .flatMap(step -> step.hazards().stream())
            .filter(hazard -> hazard.code().equals("user-triggers-fire"))
            .flatMap(
                hazard ->
                    table.triggers().stream()
                        .map(trigger -> "trigger " + trigger.name() + " of " + table.name())
                        .filter(trigger -> hazard.message().contains(trigger + " ")))
            .distinct()
            .toList();
    return triggers.isEmpty()
        ? ""
        : "; a walk fires %s (hazard user-triggers-fire)".formatted(String.join(", ", triggers));
  }

  private List<Difference> schema(Snapshot now) {
    return SchemaDifference.between(stage.start(), now.fingerprint()).stream()
        .filter(difference -> !difference.isColumnOrderOnly())
        .map(Comparison::schema)
        .toList();
  }

  private static Difference schema(ObjectDifference difference) {
    return new Difference(
        "schema", difference.object().toString(), difference.toString(), List.of());
  }

  /** Tables that are not there are the business of {@link #schema}. */
  private List<Difference> data(List<Snapshot.Table> common) {
    Set<QualifiedName> notCompared =
        stage.plan().migration().notCompared().stream()
            .map(NotCompared::table)
            .collect(Collectors.toSet());
    // partitions are read through their parent, so all are asked for
    Set<QualifiedName> differing =
        DataReader.differing(inspection.control(), inspection.tested(), common);
    return common.stream()
        .filter(table -> differing.contains(table.name()))
        .filter(table -> !notCompared.contains(table.name()))
        .filter(table -> !triggersRows.same(table))
        .map(this::rows)
        .toList();
  }

  /** Tables that both sides have with all columns of the start. */
  private List<Snapshot.Table> commonTables(Snapshot now) {
    return stage.plan().before().tables().stream()
        .filter(
            table -> now.table(table.name()).map(there -> hasColumnsOf(there, table)).orElse(false))
        .toList();
  }

  private static boolean hasColumnsOf(Snapshot.Table there, Snapshot.Table table) {
    return table.columns().stream().allMatch(column -> there.column(column.name()).isPresent());
  }

  private Difference rows(Snapshot.Table table) {
    TableDifference difference =
        RowComparison.compare(inspection.control(), inspection.tested(), table, EXAMPLES);
    return new Difference(
        "data",
        table.name().quoted(),
        difference.missing()
            + " rows missing, "
            + difference.extra()
            + " rows too many, "
            + difference.changed()
            + " rows changed"
            + (triggersRows.only(table.name())
                ? "; only triggers write there: 'not_compared' in the migration spares it"
                : fires(table)),
        difference.examples().stream().map(Object::toString).collect(Collectors.toList()));
  }
}
