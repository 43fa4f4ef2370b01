package dev.ripcord.run;

import static java.util.Comparator.comparing;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that leaves its database, as two files: its journal, and what was run. What follows a run,
 * such as the validations after a rollback, needs nothing else.
 *
 * @param document absent where an earlier version of ripcord left the journal alone
 */
public record Export(JournalFile journal, Optional<RunDocument> document) {
  private static final String JOURNAL = "journal-";
  private static final String LINES = ".jsonl";

  /** Where {@link #write} puts the journal. */
  static JournalFile journal(Path folder, RunDocument document) {
    return new JournalFile(folder.resolve(JOURNAL + document.identity().id() + LINES));
  }

  private static Path document(JournalFile journal) {
    String name = journal.path().getFileName().toString();
    return journal
        .path()
        .resolveSibling(
            "run-" + name.substring(JOURNAL.length(), name.length() - LINES.length()) + ".json");
  }

  static Path write(Path folder, RunDocument document, List<Entry> entries) {
    JournalFile journal = journal(folder, document);
    try {
      journal.write(entries);
      Path unused = Files.writeString(document(journal), RunDocumentJson.write(document));
      return journal.path();
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the journal cannot be written to "
              + journal.path()
              + " ("
              + e.getMessage()
              + "), so it stays in the database; name another folder with --export",
          e);
    }
  }

  /**
   * The run of a migration that left its database last.
   *
   * @param folder that {@code --export} named
   * @return absent if there is none
   */
  public static Optional<Export> newest(Path folder, String migration) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    String begin = JOURNAL + RunDocument.Identity.prefix(migration);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isOf(file.getFileName().toString(), begin))
          // the name ends with the moment at which the run began
          .max(comparing(file -> file.getFileName().toString()))
          .map(Export::of);
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Of two migrations one may begin with the name of the other. */
  private static boolean isOf(String name, String begin) {
    return name.startsWith(begin)
        && name.endsWith(LINES)
        && name.substring(begin.length(), name.length() - LINES.length())
            .matches(RunDocument.Identity.MOMENT_FORM);
  }

  /** The run whose journal is in this file. */
  public static Export of(Path journal) {
    JournalFile file = new JournalFile(journal);
    String name = journal.getFileName().toString();
    boolean named = name.startsWith(JOURNAL) && name.endsWith(LINES);
    Optional<Path> beside =
        Optional.of(file).filter(any -> named).map(Export::document).filter(Files::exists);
    return new Export(file, beside.map(Export::read));
  }

  private static RunDocument read(Path file) {
    try {
      return RunDocumentJson.read(Files.readString(file));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Says at the end of the journal how the run ended. What is dropped with the journal cannot stand
   * in it, so this is written when that is through; if we die in between, the file ends before it.
   *
   * @param last is the same however often this is called
   * @return what went wrong, if something did; nothing can be undone for it
   */
  static Optional<String> conclude(Path folder, RunDocument document, Clock clock, Closing last) {
    JournalFile journal = journal(folder, document);
    if (!Files.exists(journal.path())) {
      return Optional.empty();
    }
    try {
      boolean there =
          journal.read().stream()
              .anyMatch(entry -> entry.kind() == last.kind() && entry.unit().equals(last.unit()));
      if (!there) {
        List<Entry> unused = journal.append(clock, last.kind(), last.unit(), last.detail());
      }
      return Optional.empty();
    } catch (RipcordException e) {
      return Optional.of("the end of the run is not in " + journal.path() + ": " + e.getMessage());
    }
  }

  /**
   * Adds what happened after the run was gone from the database.
   *
   * @return what went wrong, if something did
   */
  static Optional<String> append(
      Path folder, RunDocument document, Clock clock, List<Closing> more) {
    JournalFile journal = journal(folder, document);
    if (!Files.exists(journal.path())) {
      return Optional.empty();
    }
    try {
      for (Closing each : more) {
        List<Entry> unused = journal.append(clock, each.kind(), each.unit(), each.detail());
      }
      return Optional.empty();
    } catch (RipcordException e) {
      return Optional.of("this is not in " + journal.path() + ": " + e.getMessage());
    }
  }

  /** An entry that no database has: the last one of a run, or one of people after it. */
  record Closing(Entry.Kind kind, String unit, String detail) {
    static Closing rolledBack(String why) {
      return new Closing(Entry.Kind.ROLLED_BACK, new Back.Start().words(), why);
    }

    static Closing ended() {
      return new Closing(
          Entry.Kind.NOTE, "schema ripcord", "what was kept for the way back is dropped");
    }
  }
}
