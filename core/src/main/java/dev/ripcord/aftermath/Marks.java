package dev.ripcord.aftermath;

import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile.Addition;
import dev.ripcord.plan.CanonicalJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Entries about procedures: a line for people, and one for ripcord. */
final class Marks {
  /** Who does what ripcord does. */
  static final String RIPCORD = "ripcord";

  private static final String WATCH = "watch";
  private static final String BUNDLE = "bundle";

  private Marks() {}

  /** A procedure is done. */
  record Done(String by, Instant at, String note) {}

  /** A procedure is somebody's. */
  record Given(String to, LocalDate due) {}

  /**
   * A report was written.
   *
   * @param says its essence, in one line
   * @param open whether it leaves something to a person
   */
  record Reported(String file, String sha256, String says, boolean open, Instant at) {}

  /**
   * A time in which was watched.
   *
   * @param breaches what was breached in it, in words
   * @param blind keys of triggers that could not be judged in it
   */
  record Stretch(Instant from, Instant until, List<String> breaches, List<String> blind) {
    Stretch {
      breaches = List.copyOf(breaches);
      blind = List.copyOf(blind);
    }

    boolean good() {
      return breaches.isEmpty() && blind.isEmpty();
    }
  }

  /** A bundle was made. */
  record Bundled(String file, String sha256, long entries, Instant at) {}

  private static Addition addition(Entry.Kind kind, String unit, String words, ObjectNode node) {
    String line = words.replaceAll("\\s+", " ").strip();
    return new Addition(kind, unit, line + "\n" + CanonicalJson.writeLine(node));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What ripcord wrote for itself: the last line. */
  private static JsonNode node(Entry entry) {
    return CanonicalJson.read(entry.detail().substring(entry.detail().lastIndexOf('\n') + 1));
  }

  /** The line for people. */
  static String words(Entry entry) {
    return entry.detail().lines().findFirst().orElse("");
  }

  static Addition done(Duty duty, String who, String note) {
    ObjectNode node = object().put("procedure", duty.text()).put("by", who).put("note", note);
    return addition(
        Entry.Kind.PROCEDURE,
        duty.unit(),
        "done by " + who + (note.isBlank() ? "" : ": " + note),
        node);
  }

  static Addition given(Duty duty, String to, LocalDate due, String by) {
    ObjectNode node =
        object().put("procedure", duty.text()).put("to", to).put("due", due.toString());
    return addition(
        Entry.Kind.ASSIGNED,
        duty.unit(),
        "to " + to + ", due " + due + ", by " + by,
        node.put("by", by));
  }

  static Addition written(Reported report) {
    ObjectNode node =
        object()
            .put("file", report.file())
            .put("sha256", report.sha256())
            .put("says", report.says())
            .put("open", report.open());
    return addition(
        Entry.Kind.PROCEDURE, report.file(), "written by ripcord: " + report.says(), node);
  }

  static Addition watched(Stretch stretch, String words) {
    ObjectNode node =
        object().put("from", stretch.from().toString()).put("until", stretch.until().toString());
    ArrayNode breaches = node.putArray("breaches");
    stretch.breaches().forEach(breaches::add);
    ArrayNode blind = node.putArray("blind");
    stretch.blind().forEach(blind::add);
    return addition(Entry.Kind.WATCHED, WATCH, words, node);
  }

  static Addition bundled(String file, String sha256, long entries) {
    ObjectNode node = object().put("file", file).put("sha256", sha256).put("entries", entries);
    return addition(
        Entry.Kind.ARCHIVED,
        BUNDLE,
        file + " with " + entries + " entries, SHA-256 " + sha256,
        node);
  }

  private static Stream<Entry> newestFirst(List<Entry> entries, Entry.Kind kind, String unit) {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == kind && entry.unit().equals(unit));
  }

  private static Stream<Entry> about(List<Entry> entries, Entry.Kind kind, Duty duty) {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == kind && entry.unit().startsWith("procedure "))
        .filter(entry -> text(node(entry), "procedure").equals(duty.text()));
  }

  static Optional<Done> done(List<Entry> entries, Duty duty) {
    return about(entries, Entry.Kind.PROCEDURE, duty)
        .findFirst()
        .map(
            entry ->
                new Done(
                    text(node(entry), "by"), Instant.parse(entry.at()), text(node(entry), "note")));
  }

  static Optional<Given> given(List<Entry> entries, Duty duty) {
    return about(entries, Entry.Kind.ASSIGNED, duty)
        .findFirst()
        .map(
            entry -> new Given(text(node(entry), "to"), LocalDate.parse(text(node(entry), "due"))));
  }

  static Optional<Reported> written(List<Entry> entries, String file) {
    return newestFirst(entries, Entry.Kind.PROCEDURE, file)
        .findFirst()
        .map(
            entry ->
                new Reported(
                    file,
                    text(node(entry), "sha256"),
                    text(node(entry), "says"),
                    node(entry).get("open").booleanValue(),
                    Instant.parse(entry.at())));
  }

  /** Oldest first. */
  static List<Stretch> watched(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == Entry.Kind.WATCHED)
        .map(Marks::node)
        .map(
            node ->
                new Stretch(
                    Instant.parse(text(node, "from")),
                    Instant.parse(text(node, "until")),
                    list(node, "breaches", JsonNode::stringValue),
                    list(node, "blind", JsonNode::stringValue)))
        .toList();
  }

  static List<Bundled> bundles(List<Entry> entries) {
    return newestFirst(entries, Entry.Kind.ARCHIVED, BUNDLE)
        .map(
            entry ->
                new Bundled(
                    text(node(entry), "file"),
                    text(node(entry), "sha256"),
                    number(node(entry), "entries"),
                    Instant.parse(entry.at())))
        .toList();
  }
}
