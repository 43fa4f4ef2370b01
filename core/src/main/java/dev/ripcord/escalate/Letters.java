package dev.ripcord.escalate;

import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.EscalationLevel;
import dev.ripcord.migration.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes what people are told. Pure: the same facts are the same words. */
public final class Letters {
  private final Roster roster;
  private final Run run;

  public Letters(Roster roster, Run run) {
    this.roster = roster;
    this.run = run;
  }

  /**
   * The run that it is about.
   *
   * @param id of the run; with the migration it tells alerts of one run from those of another
   * @param database as a command line has it, without a password
   * @param answers whether alerts can be acknowledged there
   */
  public record Run(String migration, String id, String database, boolean answers) {
    /** Of a run whose alerts are in its database. */
    public Run(String migration, String id, String database) {
      this(migration, id, database, true);
    }
  }

  /**
   * Of an alert.
   *
   * @param due until when an acknowledgement is awaited; absent if none is
   */
  Letter alert(Notice notice, Optional<Instant> due, List<Contact> to) {
    Alert alert = notice.alert();
    String title =
        headline(notice) + " " + run.migration() + ": " + alert.cause().subject() + state(notice);
    StringBuilder text = new StringBuilder();
    line(text, "Level", alert.level() + " (" + roster.level(alert.level()).trigger() + ")");
    line(text, "Migration", run.migration());
    line(text, "Phase", alert.cause().phase());
    line(text, "Seen", alert.cause().seen());
    line(text, "ripcord", alert.cause().doing());
    line(text, "Since", words(alert.clock().raisedAt()));
    line(text, "For", Roster.names(to, Letters::named));
    alert
        .acknowledged()
        .ifPresent(by -> line(text, "Acknowledged", "by " + by.by() + " at " + words(by.at())));
    alert.resolvedAt().ifPresent(at -> line(text, "Resolved", words(at)));
    if (alert.open()) {
      actions(text, roster.level(alert.level()));
      commands(text, alert);
      due.filter(any -> run.answers())
          .ifPresent(
              moment -> text.append('\n').append(awaited(alert.level(), moment)).append('\n'));
    }
    return new Letter(
        "ripcord/" + run.id() + "/" + alert.id(),
        title,
        text.toString().stripTrailing(),
        facts(notice, due),
        Optional.of(notice),
        to);
  }

  private static String headline(Notice notice) {
    return switch (notice.kind()) {
      case RAISED, ROSE, ESCALATED, REPEATED -> "[" + notice.alert().level() + "]";
      case ACKNOWLEDGED -> "[acknowledged]";
      case RESOLVED -> "[resolved]";
    };
  }

  private static String state(Notice notice) {
    return switch (notice.kind()) {
      case RAISED, ACKNOWLEDGED, RESOLVED -> "";
      case ROSE -> " (it got worse)";
      case ESCALATED -> " (nobody acknowledged it at the level before)";
      case REPEATED -> " (still not acknowledged)";
    };
  }

  private static void line(StringBuilder text, String what, String value) {
    if (!value.isBlank()) {
      text.append(what).append(": ").append(value).append('\n');
    }
  }

  private static void actions(StringBuilder text, EscalationLevel level) {
    line(text, "To do", String.join("; ", level.actions()));
  }

  private void commands(StringBuilder text, Alert alert) {
    String database = " --database " + quoted(run.database());
    text.append("\nLook:         ripcord status").append(database);
    if (alert.acknowledged().isEmpty() && run.answers()) {
      text.append("\nAcknowledge:  ripcord ack ").append(alert.id()).append(database);
    }
    text.append("\nRoll back:    ripcord rollback")
        .append(database)
        .append(" --reason ")
        .append(quoted(alert.cause().subject()))
        .append('\n');
  }

  private static String awaited(Level level, Instant due) {
    return "An acknowledgement is awaited until "
        + words(due)
        + (level == Level.EMERGENCY
            ? "; then this is said again, until somebody acknowledges it."
            : "; then " + level.next() + " is called.");
  }

  private Map<String, String> facts(Notice notice, Optional<Instant> due) {
    Alert alert = notice.alert();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("migration", run.migration());
    facts.put("run", run.id());
    facts.put("alert", Long.toString(alert.id()));
    facts.put("notice", notice.kind().name().toLowerCase(Locale.ROOT));
    facts.put("level", alert.level().name());
    facts.put("cause", alert.cause().kind().words());
    facts.put("name", alert.cause().name());
    facts.put("phase", alert.cause().phase());
    facts.put("seen", alert.cause().seen());
    facts.put("doing", alert.cause().doing());
    facts.put("raised_at", alert.clock().raisedAt().toString());
    due.ifPresent(moment -> facts.put("acknowledge_until", moment.toString()));
    alert.acknowledged().ifPresent(by -> facts.put("acknowledged_by", by.by()));
    return facts;
  }

  /** Of a message to an audience, with the facts in it. */
  public Letter message(Message message, String phase, String reason) {
    String text =
        message
            .template()
            .replace("<migration>", run.migration())
            .replace("<phase>", phase)
            .replace("<reason>", reason);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("migration", run.migration());
    facts.put("run", run.id());
    facts.put("moment", message.moment());
    facts.put("audience", message.audience());
    facts.put("phase", phase);
    facts.put("reason", reason);
    return new Letter(
        "ripcord/" + run.id() + "/" + message.moment() + "/" + phase + "/" + message.audience(),
        "Rollback of " + run.migration() + ": " + message.moment(),
        text,
        facts,
        Optional.empty(),
        List.of());
  }

  private static String named(Contact contact) {
    return contact.title() + contact.name().map(name -> " (" + name + ")").orElse("");
  }

  private static String words(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** For a shell. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
