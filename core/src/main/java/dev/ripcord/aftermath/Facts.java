package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Audiences.Audience;
import dev.ripcord.escalate.Letters;
import dev.ripcord.escalate.Roster;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Migration;
import dev.ripcord.vigil.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What whoever sees to a procedure must know. */
final class Facts {
  private static final Pattern OVERRIDDEN =
      Pattern.compile("(WITHOUT PROOF|NOT READY|ALTHOUGH BLIND) \\(.*?\\): ");

  private final Migration migration;
  private final Incident incident;

  Facts(Migration migration, Incident incident) {
    this.migration = migration;
    this.incident = incident;
  }

  List<String> of(Duty duty) {
    List<String> facts = new ArrayList<>();
    duty.known()
        .ifPresent(
            procedure -> {
              facts.addAll(about(procedure));
              report(procedure).ifPresent(facts::add);
            });
    return facts;
  }

  /** Without what is in a report. */
  List<String> about(Procedure procedure) {
    List<String> facts = new ArrayList<>();
    switch (procedure) {
      case STABILITY -> {
        if (Orders.of(migration).triggers().isEmpty()) {
          facts.add("No trigger of the migration has a metric that is measured: watch by hand.");
        }
      }
      case TESTING -> {
        facts.add(Checks.of(incident.entries()).words());
        facts.add(touched());
      }
      case TELLING -> messages(facts);
      case IMPROVEMENT -> facts.addAll(lessons());
      case SECURITY -> {
        facts.add(schema());
        facts.add("Begun " + opening() + "; taken back by " + incident.why() + ".");
      }
      case RECOVERY -> {
        facts.add(recovery());
        facts.add("The run was " + Timings.wayBack(incident) + ".");
      }
      case LESSONS, MEETING, DOCUMENTATION, NEXT_ATTEMPT, THRESHOLDS, TIMING, CAPACITY, ARCHIVE -> {
        if (procedure == Procedure.MEETING) {
          facts.add("Contacts to invite: " + people() + ".");
        }
      }
    }
    return facts;
  }

  private Optional<String> report(Procedure procedure) {
    if (procedure.share() != Procedure.Share.DRAFT) {
      return Optional.empty();
    }
    return Report.of(procedure)
        .map(
            report ->
                Marks.written(incident.entries(), report.file())
                    .map(it -> report.file() + ": " + it.says())
                    .orElse("No draft yet: --report writes " + report.file() + "."));
  }

  private String people() {
    List<String> people =
        migration.contacts().all().stream()
            .filter(Contact::assigned)
            .map(it -> it.name().orElse("") + " (" + it.title() + ")")
            .toList();
    return people.isEmpty() ? "none is in the migration file" : String.join(", ", people);
  }

  /** What the run did and took back. */
  private String touched() {
    List<String> steps =
        Timings.of(incident).steps().stream()
            .map(Timings.StepTiming::title)
            .filter(title -> !title.isBlank())
            .toList();
    return steps.isEmpty()
        ? "Which steps were taken is not in the journal."
        : "Taken and taken back: " + String.join("; ", steps) + ".";
  }

  private void messages(List<String> facts) {
    Letters letters =
        new Letters(
            Roster.of(migration), new Letters.Run(migration.name(), incident.run(), "", false));
    for (Audience audience : Audiences.of(migration, incident).all()) {
      if (audience.told().isPresent()) {
        facts.add("Told: " + audience.name() + " by " + audience.message().channel() + ".");
      } else {
        String why =
            audience.reachable()
                ? audience.failed().map(entry -> entry.detail()).orElse("not tried yet")
                : "no channel";
        facts.add(
            "Not told: "
                + audience.name()
                + " ("
                + why
                + "): "
                + letters.message(audience.message(), "", incident.why()).text());
      }
    }
  }

  private List<String> lessons() {
    List<String> lessons = journalled();
    return lessons.isEmpty()
        ? List.of("Nothing in the journal went otherwise than planned.")
        : lessons;
  }

  /** What did not go as it was planned, as far as the journal knows. */
  List<String> journalled() {
    List<String> lessons = new ArrayList<>();
    for (Timings.StepTiming step : Timings.of(incident).slowerThanRehearsed()) {
      lessons.add(
          "The way back of "
              + step.id()
              + " took "
              + Words.of(step.back().orElseThrow().took())
              + ", rehearsed "
              + Words.of(step.rehearsed().orElseThrow().back())
              + ".");
    }
    for (Entry entry : incident.ofTheRun()) {
      String detail = Marks.words(entry);
      boolean hook = entry.kind() == Entry.Kind.HOOK && !detail.startsWith("succeeded: ");
      boolean lock = entry.kind() == Entry.Kind.NOTE && detail.contains("lock");
      if (hook || lock) {
        lessons.add(Words.of(Instant.parse(entry.at())) + " " + entry.unit() + ": " + detail);
      }
    }
    if (opening().contains("WITHOUT PROOF") || opening().contains("NOT READY")) {
      lessons.add("The run began " + opening() + ".");
    }
    lessons.addAll(incident.acceptedDifferences());
    return lessons;
  }

  /** Who began the run, with what proof; the journal has it in full. */
  String opening() {
    return incident.entries().stream()
        .filter(entry -> entry.kind() == Entry.Kind.BEGUN)
        .findFirst()
        .map(Facts::brief)
        .orElse("by somebody whom the journal does not name");
  }

  /** Without what exactly was not ready or not proven, which fills a page. */
  static String brief(Entry begun) {
    return OVERRIDDEN.matcher(Marks.words(begun)).replaceAll("$1: ");
  }

  /** Whether everything is as it was. */
  String schema() {
    List<String> accepted = incident.acceptedDifferences();
    if (!accepted.isEmpty()) {
      return "The schema is not as it was at the start: " + String.join("; ", accepted) + ".";
    }
    return incident.end().isPresent()
        ? "At its end the rollback found the schema as at the start, with owners, grants and"
            + " policies."
        : "The journal does not say whether the schema was as at the start: its writer died.";
  }

  private String recovery() {
    return migration
        .recovery()
        .provider()
        .map(it -> "The migration names " + it.name().toLowerCase(Locale.ROOT) + " for recovery.")
        .orElse("The migration names no way of recovery.");
  }
}
