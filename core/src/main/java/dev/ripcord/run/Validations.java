package dev.ripcord.run;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Founding;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.execute.Traffic;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.secret.Secrets;
import dev.ripcord.validate.Checklist;
import dev.ripcord.validate.Finding;
import dev.ripcord.validate.SignOff;
import dev.ripcord.validate.Subject;
import dev.ripcord.validate.Validation;
import dev.ripcord.validate.ValidationJson;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The checklist after a rollback, at any time: its journal is in the database, under the run's
 * lock, or in the file to which it was exported.
 */
public final class Validations {
  private final String migration;
  private final DatabaseUrl url;
  private final Files files;
  private final Clock clock;
  private final Secrets secrets;
  private final Signals signals;

  /**
   * @param migration its name
   * @param brake ends it, from another thread
   */
  public Validations(
      String migration, DatabaseUrl url, Files files, Clock clock, Secrets secrets, Brake brake) {
    this.migration = migration;
    this.url = url;
    this.files = files;
    this.clock = clock;
    this.secrets = secrets;
    this.signals = brake.signals();
  }

  /**
   * Where an exported journal may be.
   *
   * @param journal the file; absent if it is not named
   * @param folder in which the newest of the migration is looked for
   */
  public record Files(Optional<Path> journal, Path folder) {}

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * @param journal where it was written down
     */
    record Written(Validation validation, String journal) implements Outcome {}

    /** Nothing was tried. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Who takes responsibility.
   *
   * @param number of the item
   * @param accepting why it is accepted although it failed; absent if it did not
   */
  public record Signature(int number, String who, String note, Optional<String> accepting) {}

  /** Where the journal is kept. */
  private interface Book {
    String place();

    List<Entry> entries();

    void add(Entry.Kind kind, String unit, String detail);
  }

  /** Checks every item again; sign-offs stand while an item says the same. */
  public Outcome check(RunEvent.Listener listener) {
    return opened(
        (document, book) -> {
          Subject subject = Checking.subject(document, book.entries(), Optional.empty());
          Surroundings around = new Surroundings(url, secrets, document.orders().checks(), clock);
          try (Session session = Checking.open(url, subject)) {
            signals.cancelling(session::cancel);
            List<Finding> unused =
                new Checklist(
                        subject, around, NewestBackup.of(document, book.entries(), url, clock))
                    .check(session, new Telling(book, listener, signals));
          } finally {
            signals.letGo();
          }
          return new Outcome.Written(Validation.of(book.entries()), book.place());
        });
  }

  /** Signs one item off, as it was found last. */
  public Outcome sign(Signature signature) {
    return opened(
        (document, book) -> {
          Optional<Finding> finding = Validation.of(book.entries()).finding(signature.number());
          Optional<String> flaw = flaw(finding, signature);
          if (flaw.isPresent()) {
            return new Outcome.Refused(flaw.get());
          }
          SignOff signOff =
              new SignOff(
                  signature.number(),
                  signature.who(),
                  signature.note(),
                  signature.accepting().filter(any -> finding.get().failed()),
                  clock.instant().toString());
          book.add(
              Entry.Kind.SIGNED_OFF,
              ValidationJson.unit(signature.number()),
              ValidationJson.line(signOff));
          return new Outcome.Written(Validation.of(book.entries()), book.place());
        });
  }

  private static Optional<String> flaw(Optional<Finding> finding, Signature signature) {
    String item = "item " + signature.number();
    if (finding.isEmpty()) {
      return Optional.of(
          item + " was never checked: ripcord validate without --sign-off does that");
    }
    if (!finding.get().failed() && !finding.get().open()) {
      return Optional.of(item + " passed, so there is nothing to sign off");
    }
    return finding.get().failed() && signature.accepting().isEmpty()
        ? Optional.of(
            item + " failed: mend it and check again, or sign it off with --accept REASON")
        : Optional.empty();
  }

  private record Telling(Book book, RunEvent.Listener listener, Signals signals)
      implements Checklist.Listener {
    @Override
    public void pulse() {
      signals.check();
    }

    @Override
    public void begins(int number, String title) {
      signals.check();
      listener.event(new RunEvent.Checking(number, title));
    }

    @Override
    public void found(Finding finding) {
      book.add(
          Entry.Kind.VALIDATION,
          ValidationJson.unit(finding.number()),
          ValidationJson.line(finding));
      listener.event(new RunEvent.Checked(finding));
    }
  }

  private interface Work {
    Outcome on(RunDocument document, Book book);
  }

  private Outcome opened(Work work) {
    if (files.journal().isPresent()) {
      return exported(Export.of(files.journal().get()), work);
    }
    Optional<RunDocument> running = Look.at(url, Look.BRIEF, RunStore::read);
    if (running.isPresent()) {
      return running.get().identity().migration().equals(migration)
          ? inDatabase(running.get(), work)
          : new Outcome.Refused(
              "the run in this database is of "
                  + running.get().identity().migration()
                  + ", and not of "
                  + migration);
    }
    return Export.newest(files.folder(), migration)
        .map(export -> exported(export, work))
        .orElseGet(
            () ->
                new Outcome.Refused(
                    "there is no run of "
                        + migration
                        + " in this database, and no exported journal of one in "
                        + files.folder().toAbsolutePath().normalize()
                        + ": name it with --journal or its folder with --export"));
  }

  private Outcome exported(Export export, Work work) {
    Path path = export.journal().path();
    List<Entry> entries = export.journal().read();
    Optional<Entry> broken = Journal.firstBroken(entries);
    if (broken.isPresent()) {
      return new Outcome.Refused("entry " + broken.get().seq() + " of " + path + " was changed");
    }
    if (export.document().isEmpty()) {
      return new Outcome.Refused("what was run is not beside " + path);
    }
    RunDocument document = export.document().get();
    if (!document.identity().migration().equals(migration)) {
      return new Outcome.Refused(
          path + " is of " + document.identity().migration() + ", and not of " + migration);
    }
    if (entries.stream().noneMatch(Validations::goesBackToTheStart)) {
      return new Outcome.Refused(
          "the run of " + path + " was not rolled back, so there is nothing to validate");
    }
    return work.on(
        document,
        new Book() {
          @Override
          public String place() {
            return path.toString();
          }

          @Override
          public List<Entry> entries() {
            return export.journal().read();
          }

          @Override
          public void add(Entry.Kind kind, String unit, String detail) {
            List<Entry> unused = export.journal().append(clock, kind, unit, detail);
          }
        });
  }

  private static boolean goesBackToTheStart(Entry entry) {
    return entry.kind() == Entry.Kind.ROLLBACK && entry.unit().equals(new Back.Start().words());
  }

  private Outcome inDatabase(RunDocument document, Work work) {
    try (Engine engine =
        Engine.open(
            document.course(), url, clock, new Observer() {}, Founding.NOTHING, Traffic.NOBODY)) {
      Optional<String> refusal = engine.refusal();
      if (refusal.isPresent()) {
        return new Outcome.Refused(refusal.get());
      }
      Standing standing = Standing.of(document.course(), engine.journal());
      boolean atTheStart =
          standing.rollback().filter(Validations::goesBackToTheStart).isPresent()
              && standing.reached().filter(phase -> phase != Phase.PREPARATION).isEmpty();
      if (!atTheStart) {
        return new Outcome.Refused(
            "the run "
                + document.identity().id()
                + " is not rolled back to the start, so there is nothing to validate yet");
      }
      return work.on(document, new DatabaseBook(engine, url.toString()));
    }
  }

  private record DatabaseBook(Engine engine, String place) implements Book {
    @Override
    public List<Entry> entries() {
      return engine.journal();
    }

    @Override
    public void add(Entry.Kind kind, String unit, String detail) {
      RunOutcome outcome = engine.note(kind, unit, detail);
      if (!(outcome instanceof RunOutcome.Completed)) {
        throw new dev.ripcord.problem.RipcordException(
            dev.ripcord.problem.ProblemCode.STOPPED,
            "the finding could not be written down: " + outcome);
      }
    }
  }
}
