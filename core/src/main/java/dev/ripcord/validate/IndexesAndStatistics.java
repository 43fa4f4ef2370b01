package dev.ripcord.validate;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Thresholds;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** No index is invalid, and the planner's statistics are younger than what the run changed. */
final class IndexesAndStatistics implements Item {
  private static final Set<Entry.Kind> CHANGES =
      Set.of(Entry.Kind.DONE, Entry.Kind.UNIT_UNDONE, Entry.Kind.UNDONE);

  @Override
  public int number() {
    return 15;
  }

  @Override
  public String title() {
    return "Validate indexes and statistics are optimal";
  }

  private record Index(String name, boolean ours, String state, boolean leftover) {}

  private record Statistics(
      String name,
      long live,
      long changed,
      @Nullable String analyzed,
      String now,
      boolean counted) {}

  @Override
  public void look(Scene scene, Notes notes) {
    String sql = scene.sql("indexes");
    scene
        .rows(
            notes,
            "indexes",
            sql,
            row ->
                new Index(
                    row.text("name"), row.flag("ours"), row.text("state"), row.flag("leftover")))
        .ifPresent(
            found -> {
              notes.saw(Words.count(found.size(), "index") + " that no query uses", "0", sql);
              found.forEach(index -> judge(notes, index));
            });
    statistics(scene, notes);
  }

  private static void judge(Notes notes, Index index) {
    String what =
        "index "
            + index.name()
            + " is "
            + index.state()
            + (index.leftover() ? ", left over from REINDEX CONCURRENTLY" : "");
    if (index.ours()) {
      notes.failed(what + ": DROP INDEX or REINDEX INDEX it");
    } else {
      notes.open(what + ", on a table that the run did not touch");
    }
  }

  private static void statistics(Scene scene, Notes notes) {
    String sql = scene.sql("statistics");
    Optional<Instant> lastChange =
        scene.subject().journal().reversed().stream()
            .filter(entry -> CHANGES.contains(entry.kind()))
            .findFirst()
            .map(entry -> Instant.parse(entry.at()));
    scene
        .rows(
            notes,
            "statistics",
            sql,
            row ->
                new Statistics(
                    row.text("name"),
                    row.number("live"),
                    row.number("changed"),
                    row.textOrNull("analyzed"),
                    row.text("now"),
                    row.flag("counted")))
        .ifPresent(found -> found.forEach(each -> judge(scene, notes, each, lastChange, sql)));
  }

  private static void judge(
      Scene scene, Notes notes, Statistics table, Optional<Instant> lastChange, String sql) {
    if (!table.counted()) {
      notes.open("track_counts is off, so nobody knows how old the statistics are");
      return;
    }
    Optional<Instant> analyzed =
        Optional.ofNullable(table.analyzed())
            .map(at -> instant(at).minus(ahead(scene.now(), table.now())));
    int most = scene.subject().thresholds().database().rows().changed();
    notes.saw(
        "%s: analyzed %s, %s changed since, of %s"
            .formatted(
                table.name(),
                analyzed.map(Instant::toString).orElse("never"),
                Words.count(table.changed(), "row"),
                Words.count(table.live())),
        "after the last change of the run%s; at most %d %% changed, from %s"
            .formatted(
                lastChange.map(at -> ", " + at).orElse(""), most, Words.count(Thresholds.Rows.FEW)),
        sql);
    if (analyzed.isEmpty() || lastChange.filter(at -> at.isAfter(analyzed.get())).isPresent()) {
      notes.failed(
          "the statistics of "
              + table.name()
              + (analyzed.isEmpty() ? " were never made" : " are older than what the run changed")
              + ": ANALYZE "
              + table.name());
    } else if (table.changed() >= Thresholds.Rows.FEW
        && table.changed() * 100 > table.live() * most) {
      notes.failed(
          "%s of %s changed since they were analyzed: ANALYZE %s"
              .formatted(Words.count(table.changed(), "row"), table.name(), table.name()));
    }
  }

  /** By how much the server's clock is ahead of ours: the journal has our time. */
  private static Duration ahead(Instant ours, String theirs) {
    return Duration.between(ours, instant(theirs));
  }

  private static Instant instant(String epoch) {
    long micros = new BigDecimal(epoch).movePointRight(6).longValue();
    return Instant.EPOCH.plus(Duration.ofNanos(Math.multiplyExact(micros, 1000L)));
  }
}
