package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The journal as a file, one line of JSON per entry; it is on disk when this returns. */
final class JournalFile {
  private JournalFile() {}

  /** Where {@link #write} puts it. */
  static Path path(Path folder, RunDocument document) {
    return folder.resolve("journal-" + document.identity().id() + ".jsonl");
  }

  static Path write(Path folder, RunDocument document, List<Entry> entries) {
    Path file = path(folder, document);
    try {
      replace(file, entries);
      return file;
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the journal cannot be written to "
              + file
              + " ("
              + e.getMessage()
              + "), so it stays in the database; name another folder with --export",
          e);
    }
  }

  /**
   * Says at the end of the file how the run ended. What is dropped with the journal cannot stand in
   * it, so this is written when that is through; if we die in between, the file ends before it.
   *
   * @param last is the same however often this is called
   * @return what went wrong, if something did; nothing can be undone for it
   */
  static Optional<String> conclude(Path folder, RunDocument document, Clock clock, Closing last) {
    Path file = path(folder, document);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      List<Entry> entries = new ArrayList<>(JournalReading.of(file));
      Entry closing =
          new Journal(document.course().hash(), clock)
              .after(entries, last.kind(), last.unit(), last.detail());
      boolean there =
          !entries.isEmpty()
              && entries.getLast().kind() == last.kind()
              && entries.getLast().unit().equals(last.unit());
      if (!there) {
        entries.add(closing);
        replace(file, entries);
      }
      return Optional.empty();
    } catch (IOException | RipcordException e) {
      return Optional.of("the end of the run is not in " + file + ": " + e.getMessage());
    }
  }

  /** The last entry of a run. */
  record Closing(Entry.Kind kind, String unit, String detail) {
    static Closing rolledBack(String why) {
      return new Closing(Entry.Kind.ROLLED_BACK, new Back.Start().words(), why);
    }

    static Closing ended() {
      return new Closing(
          Entry.Kind.NOTE, "schema ripcord", "what was kept for the way back is dropped");
    }
  }

  private static void replace(Path file, List<Entry> entries) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    Path draft = folder.resolve(file.getFileName() + ".part");
    Files.writeString(draft, text(entries), StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Path unused =
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // else the name may be lost with the power although the file is on disk
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static String text(List<Entry> entries) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("seq", entry.seq());
      node.put("at", entry.at());
      node.put("plan", entry.plan());
      node.put("kind", entry.kind().name());
      node.put("unit", entry.unit());
      node.put("detail", entry.detail());
      node.put("previous", entry.previous());
      node.put("hash", entry.hash());
      text.append(CanonicalJson.writeLine(node)).append('\n');
    }
    return text.toString();
  }
}
