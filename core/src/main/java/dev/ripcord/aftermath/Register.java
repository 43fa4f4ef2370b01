package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Audiences.Audience;
import dev.ripcord.aftermath.Marks.Bundled;
import dev.ripcord.aftermath.Marks.Done;
import dev.ripcord.aftermath.Marks.Given;
import dev.ripcord.aftermath.Marks.Reported;
import dev.ripcord.migration.Aftercare.Assignment;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Migration;
import dev.ripcord.vigil.Orders;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Where each procedure stands. Pure: the same entries and the same moment are the same answer. */
final class Register {
  private final Migration migration;
  private final Incident incident;
  private final Instant now;

  Register(Migration migration, Incident incident, Instant now) {
    this.migration = migration;
    this.incident = incident;
    this.now = now;
  }

  List<Task> tasks() {
    Facts facts = new Facts(migration, incident);
    return Duty.of(migration).stream()
        .map(duty -> new Task(duty.number(), duty.text(), state(duty), facts.of(duty)))
        .toList();
  }

  /** The duties that nobody has and that ripcord cannot do. */
  List<Duty> toAssign() {
    return Duty.of(migration).stream()
        .filter(duty -> state(duty) instanceof State.Unassigned)
        .filter(duty -> contact(duty.assignment().to()).isPresent())
        .toList();
  }

  /** The last day of an assignment by default. */
  LocalDate due(Assignment assignment) {
    return incident.over().plus(assignment.due()).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private Optional<Contact> contact(String key) {
    return migration.contacts().find(key).filter(Contact::assigned);
  }

  private State state(Duty duty) {
    Optional<Done> done = Marks.done(incident.entries(), duty);
    if (done.isPresent()) {
      return new State.Done(done.get().by(), done.get().at(), done.get().note());
    }
    Optional<State> own = duty.known().flatMap(known -> byRipcord(known, duty));
    if (own.isPresent() && own.get() instanceof State.Done) {
      return own.get();
    }
    Optional<Given> given = Marks.given(incident.entries(), duty);
    return given
        .<State>map(this::assigned)
        .or(() -> own)
        .orElseGet(() -> unassigned(duty.assignment()));
  }

  private State assigned(Given given) {
    return new State.Assigned(
        given.to(),
        migration
            .contacts()
            .find(given.to())
            .map(it -> it.name().map(name -> name + " (" + it.title() + ")").orElse(it.title()))
            .orElse(given.to()),
        given.due(),
        overdue(given.due()));
  }

  private State unassigned(Assignment assignment) {
    LocalDate due = due(assignment);
    String why =
        migration
            .contacts()
            .find(assignment.to())
            .map(contact -> "the role " + contact.title() + " has nobody in the contacts")
            .orElse("there is no contact " + assignment.to());
    return new State.Unassigned(why, due, overdue(due));
  }

  private boolean overdue(LocalDate due) {
    return !now.isBefore(due.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Absent where it is a person's. */
  private Optional<State> byRipcord(Procedure procedure, Duty duty) {
    return switch (procedure) {
      case STABILITY -> watched(duty);
      case TIMING, CAPACITY -> Optional.of(report(procedure, duty));
      case TELLING -> told(duty);
      case ARCHIVE -> Optional.of(bundled(duty));
      case THRESHOLDS ->
          written(procedure)
              .filter(report -> !report.open())
              .map(report -> done(report.at(), report.says()));
      case TESTING,
          LESSONS,
          MEETING,
          IMPROVEMENT,
          NEXT_ATTEMPT,
          SECURITY,
          RECOVERY,
          DOCUMENTATION ->
          Optional.empty();
    };
  }

  private State underWay(Duty duty, String missing) {
    LocalDate due = due(duty.assignment());
    return new State.UnderWay(missing, due, overdue(due));
  }

  private static State done(Instant at, String evidence) {
    return new State.Done(Marks.RIPCORD, at, evidence);
  }

  private Optional<Reported> written(Procedure procedure) {
    return Report.of(procedure).flatMap(report -> Marks.written(incident.entries(), report.file()));
  }

  private State report(Procedure procedure, Duty duty) {
    return written(procedure)
        .map(report -> done(report.at(), report.says() + " (" + report.file() + ")"))
        .orElseGet(() -> underWay(duty, "not written yet: --report writes it"));
  }

  private Optional<State> watched(Duty duty) {
    Orders orders = Orders.of(migration);
    if (orders.triggers().isEmpty()) {
      return Optional.empty();
    }
    Duration wanted = migration.aftermath().care().watch();
    List<Marks.Stretch> stretches = Marks.watched(incident.entries());
    Tally tally = Tally.of(stretches, incident.over());
    if (stretches.isEmpty()) {
      return Optional.of(
          underWay(
              duty,
              "not watched yet: --watch watches until "
                  + Words.of(wanted)
                  + " are over without a breach"));
    }
    String seen =
        Words.of(tally.good())
            + " of "
            + Words.of(wanted)
            + " watched without a breach"
            + (tally.gap().compareTo(Duration.ofMinutes(1)) < 0
                ? ""
                : ", " + Words.of(tally.gap()) + " not watched or blind")
            + tally
                .breach()
                .map(it -> "; breached at " + Words.of(it.at()) + " UTC: " + it.words())
                .orElse("")
            + (orders.unmeasured().isEmpty()
                ? ""
                : "; nobody measures " + String.join(", ", orders.unmeasured()));
    return Optional.of(
        tally.good().compareTo(wanted) >= 0
            ? done(stretches.getLast().until(), seen)
            : underWay(duty, seen + ": --watch goes on"));
  }

  /** Absent where there is an audience that no channel reaches, and all others are told. */
  private Optional<State> told(Duty duty) {
    Audiences audiences = Audiences.of(migration, incident);
    if (!audiences.waiting().isEmpty()) {
      List<String> names = audiences.waiting().stream().map(Audience::name).toList();
      return Optional.of(
          underWay(duty, "not told yet: " + String.join(", ", names) + ": --announce tells"));
    }
    if (!audiences.unreachable().isEmpty() || audiences.all().isEmpty()) {
      return Optional.empty();
    }
    Instant last =
        audiences.all().stream()
            .map(each -> Instant.parse(each.told().orElseThrow().at()))
            .max(Instant::compareTo)
            .orElseThrow();
    List<String> ways =
        audiences.all().stream()
            .map(each -> each.name() + " by " + each.message().channel())
            .toList();
    return Optional.of(done(last, "told: " + String.join(", ", ways)));
  }

  private State bundled(Duty duty) {
    List<Bundled> bundles = Marks.bundles(incident.entries());
    return bundles.isEmpty()
        ? underWay(duty, "no bundle yet: --bundle makes it")
        : done(
            bundles.getFirst().at(),
            bundles.getFirst().file() + ", SHA-256 " + bundles.getFirst().sha256());
  }
}
