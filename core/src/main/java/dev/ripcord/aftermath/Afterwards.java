package dev.ripcord.aftermath;

import dev.ripcord.escalate.Outbox;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile.Addition;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Migration;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.run.Brake;
import dev.ripcord.run.Frozen;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.StatusReader;
import dev.ripcord.run.Watching;
import dev.ripcord.vigil.Orders;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows the last rollback of a migration: one method per thing that can be done. */
public final class Afterwards {
  private static final Duration STRETCH = Duration.ofMinutes(5);

  private final Migration migration;
  private final DatabaseUrl url;
  private final Path folder;
  private final String who;
  private final Clock clock;
  private final Outbox.Means means;

  /**
   * @param folder that the rollback wrote its journal to
   * @param who asks, for the journal
   */
  public Afterwards(
      Migration migration,
      DatabaseUrl url,
      Path folder,
      String who,
      Clock clock,
      Outbox.Means means) {
    this.migration = migration;
    this.url = url;
    this.folder = folder;
    this.who = who;
    this.clock = clock;
    this.means = means;
  }

  /** What was done, in lines for people, and whether it is what was asked for. */
  public record Outcome(boolean good, List<String> lines) {
    public Outcome {
      lines = List.copyOf(lines);
    }
  }

  /**
   * All procedures; what ripcord cannot do and nobody has is given to whom the migration says.
   *
   * @throws RipcordException if no rollback is there, or its journal was changed
   */
  public TaskList list() {
    Incident incident = incident();
    Instant now = clock.instant();
    List<Integer> assigned = new ArrayList<>();
    List<Entry> entries =
        incident
            .journal()
            .append(
                clock,
                all -> {
                  Register register = new Register(migration, incident.with(all), now);
                  List<Addition> additions = new ArrayList<>();
                  for (Duty duty : register.toAssign()) {
                    assigned.add(duty.number());
                    additions.add(
                        Marks.given(
                            duty,
                            duty.assignment().to(),
                            register.due(duty.assignment()),
                            Marks.RIPCORD));
                  }
                  return additions;
                });
    Incident current = incident.with(entries);
    return new TaskList(
        current.run(),
        current.over(),
        current.why(),
        current.journal().path().toString(),
        new Register(migration, current, now).tasks(),
        assigned);
  }

  private Incident incident() {
    Incident incident = Incident.newest(folder, migration.name());
    if (incident.end().isEmpty() && StatusReader.read(url).isPresent()) {
      throw refused(
          "the rollback of " + incident.run() + " is not at its end: ripcord resume goes on");
    }
    return incident;
  }

  private static RipcordException refused(String why) {
    return new RipcordException(ProblemCode.REFUSED, why);
  }

  private Duty duty(int number) {
    List<Duty> duties = Duty.of(migration);
    if (number < 1 || number > duties.size()) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "there is no procedure " + number + "; they are 1 to " + duties.size());
    }
    return duties.get(number - 1);
  }

  /** Gives a procedure to a contact. */
  public Outcome assign(int number, String to, LocalDate due) {
    Duty duty = duty(number);
    Contact contact =
        migration
            .contacts()
            .find(to)
            .orElseThrow(
                () ->
                    new RipcordException(
                        ProblemCode.INPUT,
                        "there is no contact "
                            + to
                            + "; the migration has "
                            + String.join(
                                ", ",
                                migration.contacts().all().stream().map(Contact::key).toList())));
    if (!contact.assigned()) {
      throw refused(contact.title() + " has nobody in the contacts, or no way to reach them");
    }
    return open(duty, Marks.given(duty, to, due, who))
        .orElseGet(
            () ->
                new Outcome(
                    true,
                    List.of(
                        "Procedure "
                            + number
                            + " is with "
                            + contact.name().orElse(to)
                            + ", due "
                            + due
                            + ".")));
  }

  /** Says that a person has done a procedure. */
  public Outcome done(int number, String name, String note) {
    Duty duty = duty(number);
    return open(duty, Marks.done(duty, name, note))
        .orElseGet(
            () -> new Outcome(true, List.of("Procedure " + number + " is done by " + name + ".")));
  }

  /** Appends it if the procedure is open; else what there is to say. */
  private Optional<Outcome> open(Duty duty, Addition addition) {
    Incident incident = incident();
    List<String> already = new ArrayList<>();
    List<Entry> unused =
        incident
            .journal()
            .append(
                clock,
                all -> {
                  Task task =
                      new Register(migration, incident.with(all), clock.instant())
                          .tasks()
                          .get(duty.number() - 1);
                  if (task.state() instanceof State.Done done) {
                    already.add(
                        "Procedure "
                            + duty.number()
                            + " is done already, by "
                            + done.by()
                            + " at "
                            + Words.of(done.at())
                            + " UTC.");
                    return List.of();
                  }
                  return List.of(addition);
                });
    return already.isEmpty() ? Optional.empty() : Optional.of(new Outcome(false, already));
  }

  /**
   * Watches, and writes what is seen into the journal; people are called on the channels.
   *
   * @param time absent until enough was watched
   */
  public Outcome watch(Optional<Duration> time, Brake brake, RunEvent.Listener listener) {
    return watch(time, STRETCH, brake, listener);
  }

  Outcome watch(
      Optional<Duration> time, Duration stretch, Brake brake, RunEvent.Listener listener) {
    Incident incident = incident();
    if (Orders.of(migration).triggers().isEmpty()) {
      throw refused("no trigger of the migration has a metric that is measured");
    }
    if (StatusReader.read(url).isPresent()) {
      throw refused("the database has a run: what is seen now is of that one");
    }
    Duration wanted = migration.aftermath().care().watch();
    if (Tally.of(Marks.watched(incident.entries()), incident.over()).good().compareTo(wanted) < 0) {
      List<Baseline> known = Frozen.in(incident.ofTheRun());
      Observation observation = new Observation(incident, clock, stretch, wanted, brake);
      Watching.Seen seen =
          new Watching(url, clock, means, brake, listener)
              .watch(migration, new Watching.Manner(time, true), known, observation);
      observation.end();
      if (seen.watched().isNegative()) {
        throw new IllegalStateException("a watch lasts");
      }
    }
    Task task = task(Procedure.STABILITY, incident);
    return new Outcome(task.done(), List.of(words(task)));
  }

  private Task task(Procedure procedure, Incident incident) {
    return new Register(migration, incident.with(incident.journal().intact()), clock.instant())
        .tasks().stream()
            .filter(task -> task.text().equals(procedure.text()))
            .findFirst()
            .orElseThrow(
                () -> refused("the migration does not list the procedure: " + procedure.text()));
  }

  private static String words(Task task) {
    return switch (task.state()) {
      case State.Done it -> "Done: " + it.evidence() + ".";
      case State.UnderWay it -> "Under way: " + it.missing() + ".";
      case State.Assigned it -> "With " + it.who() + ", due " + it.due() + ".";
      case State.Unassigned it -> "Unassigned: " + it.why() + ".";
    };
  }

  /**
   * Writes the reports into a folder beside the journal; one that a person has changed stays.
   *
   * @param rehearsed where the proof is; absent for where it usually is
   */
  public Outcome report(Optional<Path> rehearsed) {
    Incident incident = incident();
    Rehearsal rehearsal = Rehearsal.of(rehearsed, migration.file());
    Reports reports = new Reports(clock);
    Surroundings in = new Surroundings(url, means.secrets(), migration.checks(), clock);
    List<Reports.Kept> kept = new ArrayList<>();
    kept.add(reports.write(incident, Report.TIMING, TimingReport.of(incident)));
    kept.add(reports.write(incident, Report.CAPACITY, Capacity.of(incident, url)));
    kept.add(
        reports.write(incident, Report.THRESHOLDS, ThresholdReview.of(migration, incident, in)));
    kept.add(
        reports.write(
            incident,
            Report.NEXT_ATTEMPT,
            new NextAttempt(migration, incident, url, rehearsal).write()));
    // last, for its action items say what the others came to
    Incident current = incident.with(incident.journal().intact());
    List<Task> tasks = new Register(migration, current, clock.instant()).tasks();
    kept.add(
        reports.write(
            current, Report.POST_MORTEM, new PostMortem(migration, current, tasks).write()));
    return new Outcome(
        true,
        kept.stream()
            .map(
                each ->
                    each.file()
                        + (each.kept() ? ": somebody changed it, so it stays" : ": " + each.says()))
            .toList());
  }

  /** Tells each audience that was not told yet that the rollback is complete. */
  public Outcome announce() {
    Announcement.Told told =
        new Announcement(clock, means).tell(migration, incident(), url.toString());
    List<String> lines = new ArrayList<>(told.deliveries());
    if (!told.letters().isEmpty()) {
      lines.add("To be passed on by a person, for no channel reaches them:");
      told.letters().forEach(letter -> lines.add("  " + letter));
    }
    if (lines.isEmpty()) {
      lines.add(
          told.all()
              ? "Every audience was told before; nothing was sent."
              : "Another process is telling them; nothing was sent.");
    }
    return new Outcome(told.all(), lines);
  }

  /** Makes the bundle. */
  public Outcome bundle(Optional<Path> rehearsed) {
    Bundle.Made made =
        new Bundle(clock).make(incident(), Rehearsal.of(rehearsed, migration.file()));
    List<String> lines = new ArrayList<>();
    lines.add(made.file() + ": " + Words.count(made.files().size(), "file"));
    lines.add("SHA-256 " + made.sha256() + ", also in the journal");
    made.notes().forEach(note -> lines.add("Not in it: " + note));
    return new Outcome(true, lines);
  }

  /** Whether a bundle is as it was made. */
  public Outcome verify(Path bundle) {
    List<String> findings = BundleCheck.check(bundle, incident());
    return findings.isEmpty()
        ? new Outcome(true, List.of(bundle + " is as it was made: manifest and journal agree."))
        : new Outcome(false, findings.stream().map(each -> bundle + ": " + each).toList());
  }
}
