package dev.ripcord.journal;

import static dev.ripcord.plan.JsonFields.constant;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A journal that has left its database: one line of JSON per entry. What follows a run is appended
 * here, by one process at a time; it is on disk when a method returns.
 */
public record JournalFile(Path path) {
  /** A lock of a file is one of the process: its threads take turns here. */
  private static final ReentrantLock TURN = new ReentrantLock();

  /** Makes, or replaces, the file. */
  public void write(List<Entry> entries) throws IOException {
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    Path draft = folder.resolve(path.getFileName() + ".part");
    Files.writeString(draft, lines(entries), StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Path unused =
        Files.move(
            draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // else the name may be lost with the power although the file is on disk
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** What shall be appended. */
  public record Addition(Entry.Kind kind, String unit, String detail) {}

  /**
   * Appends an entry, after those that another process may have appended meanwhile.
   *
   * @return all entries, this one last
   * @throws RipcordException if the file was changed by other means, or cannot be written
   */
  public List<Entry> append(Clock clock, Entry.Kind kind, String unit, String detail) {
    return append(clock, entries -> List.of(new Addition(kind, unit, detail)));
  }

  /**
   * Appends what follows from the entries that there are when nobody else can append any.
   *
   * @param additions of all entries; may be none
   * @return all entries, the new ones last
   * @throws RipcordException if the file was changed by other means, or cannot be written
   */
  public List<Entry> append(Clock clock, Function<List<Entry>, List<Addition>> additions) {
    // a file of its own: the journal's is replaced, and a lock stays with what was replaced
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    TURN.lock();
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // let go of when the channel is closed
      FileLock unused = channel.lock();
      List<Entry> entries = new ArrayList<>(intact());
      List<Addition> wanted = additions.apply(List.copyOf(entries));
      Journal journal = new Journal(entries.getLast().plan(), clock);
      for (Addition each : wanted) {
        entries.add(journal.after(entries, each.kind(), each.unit(), each.detail()));
      }
      if (!wanted.isEmpty()) {
        write(entries);
      }
      return entries;
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, path + " cannot be written: " + e.getMessage(), e);
    } finally {
      TURN.unlock();
    }
  }

  /**
   * All entries, oldest first, as they were written.
   *
   * @throws RipcordException if the file was changed by other means, or is empty
   */
  public List<Entry> intact() {
    List<Entry> entries = read();
    Optional<Entry> broken = Journal.firstBroken(entries);
    if (broken.isPresent() || entries.isEmpty()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          broken
              .map(entry -> "entry " + entry.seq() + " of " + path + " was changed")
              .orElse(path + " has no entries"));
    }
    return entries;
  }

  /**
   * All entries, oldest first.
   *
   * @throws InputException with every line that is no entry
   */
  public List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (String line : readLines()) {
      number++;
      try {
        entries.add(entry(CanonicalJson.read(line)));
      } catch (JacksonException | IllegalArgumentException e) {
        problems.add(
            new Problem(
                new Place(path.toString(), number, 1),
                "this line is no entry of a journal",
                "one JSON object per line, as ripcord journal export writes it"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return entries;
  }

  private List<String> readLines() {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new InputException(
          List.of(
              new Problem(
                  new Place(path.toString(), 1, 1),
                  "cannot be read: " + e.getMessage(),
                  "a journal that ripcord journal export wrote")));
    }
  }

  private static Entry entry(JsonNode node) {
    return new Entry(
        number(node, "seq"),
        text(node, "at"),
        text(node, "plan"),
        constant(Entry.Kind.class, text(node, "kind")),
        text(node, "unit"),
        text(node, "detail"),
        text(node, "previous"),
        text(node, "hash"));
  }

  /** One line of JSON per entry. */
  public static String lines(List<Entry> entries) {
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
