package dev.ripcord.run;

import static java.util.stream.Collectors.joining;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Channel;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.validate.Backups;
import dev.ripcord.validate.Checklist;
import dev.ripcord.validate.Finding;
import dev.ripcord.validate.Maintenance;
import dev.ripcord.validate.SignOff;
import dev.ripcord.validate.Subject;
import dev.ripcord.validate.Validation;
import dev.ripcord.validate.ValidationJson;
import dev.ripcord.validate.Verdict;
import dev.ripcord.vigil.Orders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Goes through the checklist before the journal leaves the database. */
final class Checking {
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Controller controller;
  private final Controller.Seat seat;
  private final Sentry sentry;

  Checking(Controller controller, Controller.Seat seat, Sentry sentry) {
    this.controller = controller;
    this.seat = seat;
    this.sentry = sentry;
  }

  /**
   * Checks, and journals each finding.
   *
   * @return absent when the rollback may come to its end: nothing failed, or it is accepted
   */
  Optional<RunResult> before(RunOptions.Overrides overrides) {
    RunDocument document = controller.document();
    Subject subject = subject(document, controller.journal(), overrides.differences());
    try (Session session = open(seat.url(), subject)) {
      seat.signals().cancelling(session::cancel);
      for (String done : Maintenance.of(session, subject, seat.signals()::check)) {
        controller.note(Entry.Kind.NOTE, "maintenance", done);
      }
      // the statistics are newer than that now
      Subject afterwards = subject(document, controller.journal(), overrides.differences());
      List<Finding> unused =
          new Checklist(afterwards, sentry.surroundings(), backups()).check(session, new Telling());
    } finally {
      seat.signals().letGo();
    }
    Validation validation = Validation.of(controller.journal());
    List<Finding> failed = validation.unsigned().stream().filter(Finding::failed).toList();
    overrides.failedChecks().ifPresent(why -> failed.forEach(each -> accept(each, why)));
    if (!failed.isEmpty() && overrides.failedChecks().isEmpty()) {
      sentry.alarms().unvalidated(failed.stream().map(Checking::words).collect(joining("; ")));
      sentry.settle(controller);
      return Optional.of(new RunResult.Unvalidated(validation.findings()));
    }
    long open = Validation.of(controller.journal()).unsigned().size();
    if (open > 0) {
      String file = document.identity().file();
      seat.listener()
          .event(
              new RunEvent.Note(
                  open
                      + (open == 1 ? " item" : " items")
                      + " of the checklist "
                      + (open == 1 ? "is" : "are")
                      + " for a person to sign off: ripcord validate "
                      + file
                      + " --database URL shows them, with --sign-off NUMBER --who NAME it is done"));
    }
    return Optional.empty();
  }

  private Backups backups() {
    return NewestBackup.of(controller.document(), controller.journal(), seat.url(), seat.clock());
  }

  private void accept(Finding finding, String why) {
    SignOff signOff =
        new SignOff(
            finding.number(), seat.who(), "", Optional.of(why), seat.clock().instant().toString());
    controller.note(
        Entry.Kind.SIGNED_OFF, ValidationJson.unit(finding.number()), ValidationJson.line(signOff));
  }

  private static String words(Finding finding) {
    return finding.number()
        + ". "
        + finding.title()
        + (finding.verdict() instanceof Verdict.Failed failed ? ": " + failed.why() : "");
  }

  private final class Telling implements Checklist.Listener {
    @Override
    public void pulse() {
      seat.signals().check();
    }

    @Override
    public void begins(int number, String title) {
      seat.signals().check();
      controller.at(new State(ValidationJson.unit(number), title, State.Walk.NONE));
      seat.listener().event(new RunEvent.Checking(number, title));
    }

    @Override
    public void found(Finding finding) {
      controller.note(
          Entry.Kind.VALIDATION,
          ValidationJson.unit(finding.number()),
          ValidationJson.line(finding));
      seat.listener().event(new RunEvent.Checked(finding));
    }
  }

  /** A statement ends by its own timeout; this is for a host that vanished. */
  static Session open(DatabaseUrl url, Subject subject) {
    Duration patience = subject.aftermath().thresholds().patience().check().plus(GRACE);
    return Look.open(url, "ripcord validate", patience);
  }

  /**
   * What is checked.
   *
   * @param accepted why the schema may differ from the start
   */
  static Subject subject(RunDocument document, List<Entry> journal, Optional<String> accepted) {
    Orders orders = document.orders();
    Aftermath aftermath = orders.afterwards();
    return new Subject(
        document.before(),
        Subject.tables(document.course(), document.before()),
        new Subject.Watched(
            orders.checks(),
            orders.metrics(),
            Frozen.in(journal),
            orders.contacts().channels().stream().map(Channel::key).toList()),
        aftermath,
        journal,
        accepted);
  }
}
