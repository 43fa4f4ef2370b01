package dev.ripcord.validate;

import dev.ripcord.migration.Thresholds;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No table lost its rows; what both shapes changed, and what the old one cannot hold, is known. */
final class Consistency implements Item {
  private static final String KEPT = SqlResource.of(Consistency.class, "kept");
  private static final String CONFLICTS = SqlResource.of(Consistency.class, "conflicts");
  private static final String RUN_IS_THERE =
      "SELECT to_regclass('ripcord.sync_conflict') IS NOT NULL AS found";

  @Override
  public int number() {
    return 14;
  }

  @Override
  public String title() {
    return "Verify data consistency across related tables";
  }

  private record Named(String name, long rows) {}

  @Override
  public void look(Scene scene, Notes notes) {
    counts(scene, notes);
    conflicts(scene, notes);
    kept(scene, notes);
  }

  private static void counts(Scene scene, Notes notes) {
    Optional<Map<String, String>> before =
        scene.subject().start().map(start -> start.of(Start.ROWS));
    if (before.isEmpty()) {
      notes.open("the journal does not say how large the tables were: compare them with a backup");
      return;
    }
    int most = scene.subject().thresholds().database().rows().lost();
    before
        .get()
        .forEach(
            (table, estimate) -> {
              String sql = "SELECT count(*) AS rows FROM ONLY " + table;
              scene
                  .rows(notes, table, sql, row -> row.number("rows"))
                  .ifPresent(
                      rows -> count(notes, new Named(table, rows.getFirst()), estimate, most, sql));
            });
  }

  private static void count(Notes notes, Named now, String estimate, int most, String sql) {
    long was = Long.parseLong(estimate);
    notes.saw(
        now.name() + " has " + Words.count(now.rows(), "row"),
        "at most %d %% fewer than the estimate of the start, %s, from %s"
            .formatted(most, Words.count(was), Words.count(Thresholds.Rows.FEW)),
        sql);
    boolean emptied = was > 0 && now.rows() == 0;
    boolean lost = was >= Thresholds.Rows.FEW && now.rows() < was * (100 - most) / 100;
    if (emptied || lost) {
      notes.failed(
          "%s has %s, at the start it had about %s"
              .formatted(now.name(), Words.count(now.rows(), "row"), Words.count(was)));
    }
  }

  /**
   * While the run is in the database it counts them itself; later its journal has what it found.
   */
  private static void conflicts(Scene scene, Notes notes) {
    boolean there =
        scene
            .rows(notes, "the run", RUN_IS_THERE, row -> row.flag("found"))
            .filter(found -> found.getFirst())
            .isPresent();
    if (!there) {
      before(scene.subject(), 14).ifPresent(finding -> repeat(notes, finding));
      return;
    }
    scene
        .rows(
            notes,
            "conflicts",
            CONFLICTS,
            row -> new Named(row.text("name"), row.number("conflicts")))
        .ifPresent(
            found -> {
              long all = found.stream().mapToLong(Named::rows).sum();
              notes.saw(
                  Words.count(all, "row") + " changed inconsistently in both shapes",
                  "0",
                  CONFLICTS);
              for (Named table : found) {
                notes.open(
                    "%s of %s changed inconsistently in both shapes, the new one won: look at them"
                        .formatted(Words.count(table.rows(), "row"), table.name()));
              }
            });
  }

  private static Optional<Finding> before(Subject subject, int number) {
    return Validation.of(subject.journal()).finding(number);
  }

  private static void repeat(Notes notes, Finding finding) {
    finding.evidence().stream()
        .filter(evidence -> evidence.source().equals(CONFLICTS))
        .forEach(
            evidence -> {
              notes.saw(evidence.measured() + ", counted at " + evidence.at(), "0", CONFLICTS);
              if (!evidence.measured().startsWith("0 ")) {
                notes.open(evidence.measured() + ", the new one won: look at them");
              }
            });
  }

  private static void kept(Scene scene, Notes notes) {
    List<String> tables =
        scene.rows(notes, "kept values", KEPT, row -> row.text("name")).orElse(List.of());
    if (tables.isEmpty()) {
      notes.saw("no values were kept aside", "0", KEPT);
    }
    for (String table : tables) {
      String sql = "SELECT count(*) AS rows FROM " + table;
      scene
          .rows(notes, table, sql, row -> row.number("rows"))
          .ifPresent(
              rows -> {
                notes.saw(table + " keeps " + Words.count(rows.getFirst(), "row"), "0", sql);
                if (rows.getFirst() > 0) {
                  notes.open(
                      table
                          + " keeps "
                          + Words.count(rows.getFirst(), "row")
                          + " that the old shape cannot hold: decide what becomes of them");
                }
              });
    }
  }
}
