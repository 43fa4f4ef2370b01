package dev.ripcord.aftermath;

import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.wayback.Archives;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Procedure 13 of the reference: what the run and its rollback used, as far as anybody knows. */
final class Capacity {
  private static final String SIZES = SqlResource.of(Capacity.class, "sizes");
  private static final Pattern LSN = Pattern.compile("\\b([0-9A-F]{1,8})/([0-9A-F]{1,8})\\b");

  private Capacity() {}

  private record Sizes(long database, long connections, long most) {}

  static Written of(Incident incident, DatabaseUrl url) {
    Timings timings = Timings.of(incident);
    Markdown text = new Markdown("Resources of " + incident.run());
    text.section("From the journal");
    text.item(
        "The run with its rollback: "
            + Words.of(Duration.between(incident.began(), incident.over()))
            + ", gates and pauses included.");
    text.item("Rows changed by walks, forward and back: " + Words.of(timings.rows()) + ".");
    text.item(
        "Longest that anybody was seen waiting: "
            + timings.longestStall().map(Words::of).orElse("not measured")
            + ".");
    incident
        .document()
        .map(document -> document.course().pace().workers())
        .filter(OptionalInt::isPresent)
        .ifPresent(
            workers ->
                text.item(
                    "Workers of a walk: "
                        + workers.getAsInt()
                        + ", each with a connection of its own, beside those of the run."));
    Optional<Long> wal = wal(incident.ofTheRun());
    wal.ifPresent(
        bytes ->
            text.item(
                "WAL of the whole server between the first and the last place in it that the"
                    + " journal has: "
                    + bytes(bytes)
                    + "."));
    incident.ofTheRun().stream()
        .filter(entry -> entry.kind() == Entry.Kind.NOTE)
        .filter(entry -> entry.detail().contains("slow") || entry.detail().contains("rest"))
        .forEach(entry -> text.item(entry.unit() + ": " + Marks.words(entry)));
    String now = database(text, url);
    text.section("What is not known");
    text.item(
        "Sizes of the archives while the run was there: they went with it, and their size is not"
            + " in the journal.");
    if (wal.isEmpty()) {
      text.item("WAL that was written: no place in it is in the journal.");
    }
    text.item("CPU and memory of the server: its own monitoring has them.");
    return new Written(
        text.text(), Words.of(timings.rows()) + " rows changed by walks; " + now, false);
  }

  private static String database(Markdown text, DatabaseUrl url) {
    try (Session session = Session.open(url, "ripcord aftermath")) {
      Sizes sizes =
          session
              .query(
                  SIZES,
                  row ->
                      new Sizes(row.number("bytes"), row.number("connections"), row.number("most")))
              .getFirst();
      text.section("From the database, now");
      text.item("Size: " + bytes(sizes.database()) + ".");
      text.item(
          "Client connections of the server: "
              + sizes.connections()
              + " of at most "
              + sizes.most()
              + ".");
      List<Archives.Archive> kept = Archives.of(session).kept();
      kept.forEach(
          archive ->
              text.item(
                  "Kept for people: " + archive.name().quoted() + ", " + bytes(archive.bytes())));
      return "the database has " + bytes(sizes.database());
    }
  }

  private static Optional<Long> wal(List<Entry> entries) {
    List<Long> places =
        entries.stream()
            .filter(entry -> entry.detail().contains("LSN"))
            .flatMap(entry -> LSN.matcher(entry.detail()).results())
            .map(Capacity::place)
            .toList();
    return places.size() < 2
        ? Optional.empty()
        : Optional.of(
            places.stream().mapToLong(Long::longValue).max().orElseThrow()
                - places.stream().mapToLong(Long::longValue).min().orElseThrow());
  }

  private static long place(MatchResult lsn) {
    return (Long.parseLong(lsn.group(1), 16) << 32) + Long.parseLong(lsn.group(2), 16);
  }

  private static String bytes(long bytes) {
    return bytes < 10_240
        ? Words.of(bytes) + " bytes"
        : bytes < 10_485_760 ? Words.of(bytes / 1024) + " kB" : Words.of(bytes / 1_048_576) + " MB";
  }
}
