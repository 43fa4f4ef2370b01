package dev.ripcord.aftermath;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.JsonFields;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.JacksonException;

/**
 * Procedure 8 of the reference: everything that is known of the run in one zip. The same files make
 * the same zip; its hash is in the journal beside it.
 */
final class Bundle {
  static final String MANIFEST = "MANIFEST";
  static final String JOURNAL = "journal.jsonl";

  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final List<String> OF_THE_REHEARSAL =
      List.of(
          "proof.json",
          "runbook.txt",
          "runbook.md",
          "runbook.json",
          "runbook.html",
          "recovery.json");

  private final Clock clock;

  Bundle(Clock clock) {
    this.clock = clock;
  }

  /**
   * One that was made.
   *
   * @param notes what is not in it, and why
   */
  record Made(Path file, String sha256, List<String> files, List<String> notes) {
    Made {
      files = List.copyOf(files);
      notes = List.copyOf(notes);
    }
  }

  Made make(Incident incident, Rehearsal rehearsal) {
    List<String> notes = new ArrayList<>();
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(JOURNAL, bytes(JournalFile.lines(incident.entries())));
    incident
        .document()
        .ifPresentOrElse(
            document ->
                read(
                    files,
                    "run.json",
                    incident.journal().path().resolveSibling("run-" + incident.run() + ".json")),
            () -> notes.add("what was run: an earlier version of ripcord wrote no document"));
    part(files, "metrics/baselines.jsonl", incident, entry -> kind(entry, Entry.Kind.BASELINE));
    part(
        files,
        "metrics/watched.jsonl",
        incident,
        entry -> kind(entry, Entry.Kind.WATCH, Entry.Kind.WATCHED));
    part(files, "alerts.jsonl", incident, entry -> kind(entry, Entry.Kind.ALERT));
    part(
        files,
        "validations.jsonl",
        incident,
        entry -> kind(entry, Entry.Kind.VALIDATION, Entry.Kind.SIGNED_OFF));
    reports(files, incident, notes);
    rehearsed(files, incident, rehearsal, notes);
    files.put(MANIFEST, bytes(manifest(files)));
    Path file = incident.journal().path().resolveSibling(Reports.folder(incident) + ".zip");
    byte[] zip = zip(files);
    write(file, zip);
    String hash = Reports.sha256(zip);
    String name = String.valueOf(file.getFileName());
    List<Entry> all =
        incident
            .journal()
            .append(
                clock, entries -> List.of(Marks.bundled(name, hash, incident.entries().size())));
    if (all.size() <= incident.entries().size()) {
      throw new IllegalStateException("an append makes a journal longer");
    }
    return new Made(file, hash, List.copyOf(files.keySet()), notes);
  }

  private static boolean kind(Entry entry, Entry.Kind... kinds) {
    return List.of(kinds).contains(entry.kind());
  }

  private static void part(
      Map<String, byte[]> files, String name, Incident incident, Predicate<Entry> which) {
    List<Entry> entries = incident.entries().stream().filter(which).toList();
    files.put(name, bytes(JournalFile.lines(entries)));
  }

  private static void reports(Map<String, byte[]> files, Incident incident, List<String> notes) {
    Path folder = Reports.folder(incident);
    for (Report report : Report.values()) {
      Path file = folder.resolve(report.file());
      if (Files.isRegularFile(file)) {
        read(files, report.file(), file);
      } else {
        notes.add(report.file() + ": not written yet");
      }
    }
  }

  /** Only of the plan that was run. */
  private static void rehearsed(
      Map<String, byte[]> files, Incident incident, Rehearsal rehearsal, List<String> notes) {
    String hash = incident.entries().getFirst().plan();
    boolean same =
        rehearsal
            .text("proof.json")
            .or(() -> rehearsal.text("runbook.json"))
            .filter(text -> isOf(text, hash))
            .isPresent();
    if (!same) {
      notes.add(
          "proof and runbook: those of the plan that was run are not in " + rehearsal.folder());
      return;
    }
    for (String name : OF_THE_REHEARSAL) {
      rehearsal.text(name).ifPresent(text -> files.put(name, bytes(text)));
    }
  }

  private static boolean isOf(String json, String hash) {
    try {
      return json.contains(hash) && !JsonFields.need(CanonicalJson.read(json), "format").isNull();
    } catch (JacksonException | IllegalArgumentException e) {
      return false;
    }
  }

  /** As {@code sha256sum -c} reads it. */
  private static String manifest(SortedMap<String, byte[]> files) {
    StringBuilder text = new StringBuilder();
    files.forEach(
        (name, content) ->
            text.append(Reports.sha256(content)).append("  ").append(name).append('\n'));
    return text.toString();
  }

  private static byte[] zip(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the bundle cannot be made: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void read(Map<String, byte[]> files, String name, Path file) {
    try {
      files.put(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void write(Path file, byte[] content) {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(draft, content);
      Path unused = Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The names of files that a bundle may have, for whoever checks one. */
  static Stream<String> manifestLines(String manifest) {
    return manifest.lines().filter(line -> !line.isBlank());
  }
}
