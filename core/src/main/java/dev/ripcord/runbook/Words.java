package dev.ripcord.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How durations, counts and titles read. */
public final class Words {
  static final String UNASSIGNED = "UNASSIGNED - a live run refuses to start";

  private Words() {}

  /** Without line breaks, for titles and fields. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Such as {@code 20,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 1 step} and {@code 2 steps}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Such as {@code 240 ms}, {@code 1.2 s}, {@code 14 min 5 s}, {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    long milliseconds = duration.toMillis();
    if (milliseconds < 1) {
      return duration.isZero() ? "0 ms" : "less than 1 ms";
    }
    if (milliseconds < 1000) {
      return milliseconds + " ms";
    }
    if (milliseconds < 60_000) {
      long tenths = milliseconds / 100 % 10;
      return milliseconds / 1000 + (tenths == 0 ? "" : "." + tenths) + " s";
    }
    if (milliseconds < 3_600_000) {
      return joined(milliseconds / 60_000, " min", milliseconds / 1000 % 60, " s");
    }
    return joined(milliseconds / 3_600_000, " h", milliseconds / 60_000 % 60, " min");
  }

  private static String joined(long large, String unit, long small, String smallUnit) {
    return large + unit + (small == 0 ? "" : " " + small + smallUnit);
  }

  /** As the reference prints it: {@code 5 minutes}; seconds where minutes do not fit. */
  static String minutes(Duration duration) {
    return duration.toSecondsPart() == 0
        ? duration.toMinutes() + " minutes"
        : duration.toSeconds() + " seconds";
  }

  /** As PostgreSQL prints it: 180006 is {@code 18.6}. */
  static String serverVersion(int number) {
    return number / 10_000 + "." + number % 10_000;
  }

  /** Such as {@code planned SHARE on public.users; measured none}. */
  static String locks(Runbook.Locks locks) {
    String measured =
        locks.measured().map(seen -> "measured " + listOrNone(seen)).orElse("not measured");
    return "planned " + listOrNone(locks.planned()) + "; " + measured;
  }

  static String listOrNone(List<String> items) {
    return items.isEmpty() ? "none" : String.join(", ", items);
  }

  /** The keys of contacts with the names behind them. */
  static String contacts(List<String> keys, Runbook.People people) {
    return listOrNone(keys.stream().map(key -> contact(key, people)).toList());
  }

  private static String contact(String key, Runbook.People people) {
    return Stream.concat(people.roles().stream(), people.others().stream())
        .filter(person -> person.key().equals(key))
        .findFirst()
        .filter(Runbook.Person::assigned)
        .flatMap(Runbook.Person::name)
        .map(name -> key + " (" + oneLine(name) + ")")
        .orElse(key + " (UNASSIGNED)");
  }

  /** SQL with its semicolon, ready to be pasted; requests as they are. */
  static String query(String query) {
    return query.startsWith("GET ") ? query : PsqlScript.terminated(query);
  }

  /** How a ledger reads. */
  static String ledger(RunbookProof.Ledger ledger) {
    return count(ledger.acknowledged(), "write")
        + " acknowledged ("
        + count(ledger.oldShape())
        + " in the old shape, "
        + count(ledger.newShape())
        + " in the new shape), "
        + count(ledger.refused())
        + " refused, "
        + count(ledger.kept())
        + " kept aside, "
        + (ledger.lost().isEmpty() ? "0 lost, " : "NOT ALL FOUND AGAIN, ")
        + count(ledger.conflicts(), "conflict");
  }

  /** How interruptions read. */
  static String kills(RunbookProof.Kills kills) {
    return count(kills.forward(), "time")
        + " forward, "
        + count(kills.back(), "time")
        + " back: "
        + verdict(kills.verdict(), kills.reason());
  }

  static String verdict(RunbookProof.Verdict verdict, String reason) {
    return reason.isEmpty() ? verdict.words() : verdict.words() + " (" + oneLine(reason) + ")";
  }

  /** Who answers, or that nobody does. */
  static String name(Runbook.Person person) {
    if (person.assigned()) {
      return person.name().orElse(UNASSIGNED);
    }
    return person
        .name()
        .map(name -> UNASSIGNED + " (" + name + " has neither phone nor e-mail)")
        .orElse(UNASSIGNED);
  }

  static String autoExecute(Runbook.RollbackTrigger trigger) {
    return trigger.shadow()
        ? "No (shadow: recorded, never acts)"
        : (trigger.autoExecute() ? "Yes" : "No");
  }
}
