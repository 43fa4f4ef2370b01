package dev.ripcord.run;

import static dev.ripcord.plan.JsonFields.constant;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The journal for people: from the database, or from the file that it was written to. */
public final class JournalReading {
  private JournalReading() {}

  /** From the database; empty if it has none. */
  public static List<Entry> of(DatabaseUrl url) {
    try (Session session = Session.open(url, "ripcord journal")) {
      session.execute("SET lock_timeout = '3s'");
      return Journal.read(session);
    }
  }

  /**
   * From a file that {@link #lines} wrote.
   *
   * @throws InputException with every line that is no entry
   */
  public static List<Entry> of(Path file) {
    List<Entry> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (String line : read(file)) {
      number++;
      try {
        entries.add(entry(CanonicalJson.read(line)));
      } catch (JacksonException | IllegalArgumentException e) {
        problems.add(
            new Problem(
                new Place(file.toString(), number, 1),
                "this line is no entry of a journal",
                "one JSON object per line, as ripcord journal export writes it"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return entries;
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new InputException(
          List.of(
              new Problem(
                  new Place(file.toString(), 1, 1),
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
    return JournalFile.text(entries);
  }

  /** The first entry that was changed, or that does not follow the one before it. */
  public static Optional<Entry> firstBroken(List<Entry> entries) {
    return Journal.firstBroken(entries);
  }
}
