package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.JsonFields;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.Locale;

/** The requests in the database: anybody may add one, only the controller takes them. */
final class Requests {
  private static final String ASK = SqlResource.of(Requests.class, "ask");
  private static final String OPEN = SqlResource.of(Requests.class, "open-requests");
  private static final String TAKE = SqlResource.of(Requests.class, "take-request");

  private Requests() {}

  /** Asks for a rollback. */
  static void rollback(Session session, Back to, Request.Asker who) {
    ask(session, Request.Kind.ROLLBACK, to.words(), who, false);
  }

  /**
   * Approves a phase in this passage of the run and in no other: when the run turns round between
   * the look at it and this, or later, the approval opens nothing.
   */
  static void approve(
      Session session, Phase phase, String passage, Request.Asker who, boolean acceptsLoss) {
    ask(session, Request.Kind.APPROVE, phase.word() + "#" + passage, who, acceptsLoss);
  }

  private static void ask(
      Session session, Request.Kind kind, String target, Request.Asker who, boolean acceptsLoss) {
    session.update(
        ASK, kind.name().toLowerCase(Locale.ROOT), target, who.name(), who.reason(), acceptsLoss);
  }

  /** Those that nobody took yet, oldest first. */
  static List<Request> open(Session session) {
    return session.query(
        OPEN,
        row ->
            new Request(
                row.number("id"),
                row.text("at"),
                JsonFields.constant(Request.Kind.class, row.text("kind")),
                row.text("target"),
                row.text("passage"),
                new Request.Asker(row.text("who"), row.text("reason")),
                row.flag("accepts_loss")));
  }

  /** Rollbacks that nobody took yet; none while there is no run. */
  static List<Request> rollbacks(Session session) {
    return RunStore.read(session).isEmpty()
        ? List.of()
        : open(session).stream()
            .filter(request -> request.kind() == Request.Kind.ROLLBACK)
            .toList();
  }

  /** Marks it as taken, in the session's transaction. */
  static void take(Session session, Request request) {
    session.update(TAKE, request.id());
  }
}
