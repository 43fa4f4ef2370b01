package dev.ripcord.run;

import dev.ripcord.journal.Entry;
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
import java.util.List;
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
    Path draft = folder.resolve(file.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      Files.writeString(draft, text(entries), StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      return Files.move(
          draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
