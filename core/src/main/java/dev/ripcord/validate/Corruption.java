package dev.ripcord.validate;

import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.Optional;

/**
 * Every row of the affected tables is read, whole; amcheck compares them with their indexes; the
 * server's own count of failed checksums is asked.
 *
 * @see <a href="https://www.postgresql.org/docs/current/amcheck.html">amcheck</a>
 */
final class Corruption implements Item {
  private static final String AMCHECK = SqlResource.of(Corruption.class, "amcheck");
  private static final String CHECKSUMS = SqlResource.of(Corruption.class, "checksums");

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String title() {
    return "Confirm no data corruption has occurred";
  }

  private record Relation(long oid, String name, boolean heap) {}

  private record Amcheck(String schema, boolean heap) {}

  private record Checksums(String on, long failures) {}

  @Override
  public void look(Scene scene, Notes notes) {
    checksums(scene, notes);
    List<Relation> tables =
        scene
            .rows(
                notes,
                "the affected tables",
                scene.sql("heaps"),
                row -> new Relation(row.number("oid"), row.text("name"), row.flag("heap")))
            .orElse(List.of());
    for (Relation table : tables) {
      // ::text of the row brings every value out of where it is stored
      String query = "SELECT count(whole::text) AS rows FROM ONLY " + table.name() + " AS whole";
      scene
          .rows(notes, "reading " + table.name(), query, row -> row.number("rows"))
          .ifPresent(
              rows ->
                  notes.saw(
                      table.name() + ": " + Words.count(rows.getFirst()) + " rows read",
                      "every row can be read",
                      query));
    }
    Optional<List<Amcheck>> amcheck =
        scene.rows(
            notes, "amcheck", AMCHECK, row -> new Amcheck(row.text("schema"), row.flag("heap")));
    if (amcheck.isPresent() && amcheck.get().isEmpty()) {
      notes.open(
          "the extension amcheck is not installed, so indexes were not compared with their tables:"
              + " CREATE EXTENSION amcheck, then ripcord validate");
    } else if (amcheck.isPresent()) {
      indexes(scene, notes, amcheck.get().getFirst());
      heaps(scene, notes, amcheck.get().getFirst(), tables);
    }
  }

  private static void checksums(Scene scene, Notes notes) {
    Optional<List<Checksums>> found =
        scene.rows(
            notes,
            "checksums",
            CHECKSUMS,
            row -> new Checksums(row.text("checksums"), row.number("failures")));
    if (found.isEmpty()) {
      return;
    }
    Checksums now = found.get().getFirst();
    long before =
        scene
            .subject()
            .start()
            .map(start -> start.of(Start.COUNTER))
            .map(counters -> Long.parseLong(counters.getOrDefault("checksum failures", "0")))
            .orElse(0L);
    notes.saw(
        "data checksums are " + now.on() + "; " + now.failures() + " failures",
        "no more than the " + before + " at the start",
        CHECKSUMS);
    if (now.failures() > before) {
      notes.failed(
          (now.failures() - before) + " pages had a wrong checksum since the start: see the log");
    }
  }

  private static void indexes(Scene scene, Notes notes, Amcheck amcheck) {
    List<Relation> indexes =
        scene
            .rows(
                notes,
                "the indexes",
                scene.sql("btrees"),
                row -> new Relation(row.number("oid"), row.text("name"), false))
            .orElse(List.of());
    for (Relation index : indexes) {
      String query =
          "SELECT %s.bt_index_check(%d::oid::regclass, true)"
              .formatted(amcheck.schema(), index.oid());
      scene
          .rows(notes, "index " + index.name(), query, row -> index)
          .ifPresent(
              any ->
                  notes.saw(
                      index.name() + " is in order and has every row of its table",
                      "amcheck finds nothing",
                      query));
    }
  }

  private static void heaps(Scene scene, Notes notes, Amcheck amcheck, List<Relation> tables) {
    if (!amcheck.heap()) {
      notes.open("this version of amcheck cannot look at tables: ALTER EXTENSION amcheck UPDATE");
      return;
    }
    for (Relation table : tables.stream().filter(Relation::heap).toList()) {
      String query =
          "SELECT blkno, msg FROM %s.verify_heapam(%d::oid::regclass)"
              .formatted(amcheck.schema(), table.oid());
      Optional<List<String>> found =
          scene.rows(
              notes,
              "table " + table.name(),
              query,
              row -> "block " + row.number("blkno") + ": " + row.textOrNull("msg"));
      found.ifPresent(
          problems -> {
            notes.saw(
                table.name() + ": " + Words.count(problems.size(), "problem"),
                "amcheck finds nothing",
                query);
            if (!problems.isEmpty()) {
              notes.failed(table.name() + " is damaged: " + Words.some(problems));
            }
          });
    }
  }
}
