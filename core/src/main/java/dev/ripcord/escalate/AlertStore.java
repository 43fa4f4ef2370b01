package dev.ripcord.escalate;

import dev.ripcord.plan.JsonFields;
import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The alerts in the database that is changed, so that other terminals see and acknowledge them, and
 * whoever goes on with the run goes on with its clocks. Anybody may acknowledge; everything else is
 * for the controller of the run alone.
 */
public final class AlertStore {
  private static final String THERE = SqlResource.of(AlertStore.class, "alerts-exist");
  private static final String ALL = SqlResource.of(AlertStore.class, "alerts");
  private static final String INSERT = SqlResource.of(AlertStore.class, "insert-alert");
  private static final String RISE = SqlResource.of(AlertStore.class, "rise-alert");
  private static final String ESCALATE = SqlResource.of(AlertStore.class, "escalate-alert");
  private static final String ACKNOWLEDGE = SqlResource.of(AlertStore.class, "acknowledge-alert");
  private static final String RESOLVE = SqlResource.of(AlertStore.class, "resolve-alert");
  private static final String TOLD = SqlResource.of(AlertStore.class, "told-alert");

  private AlertStore() {}

  /** All alerts of the run, oldest first; none where ripcord has no table. */
  public static List<Alert> read(Session session) {
    return there(session) ? session.query(ALL, AlertStore::alert) : List.of();
  }

  /** Those of which no channel took what had to be said last: of these people may know nothing. */
  public static Set<Long> untold(Session session) {
    Set<Long> untold = new TreeSet<>();
    if (there(session)) {
      List<Optional<Long>> rows =
          session.query(
              ALL,
              row ->
                  row.textOrNull("told_at") == null && row.textOrNull("resolved_at") == null
                      ? Optional.of(row.number("id"))
                      : Optional.empty());
      rows.forEach(row -> row.ifPresent(untold::add));
    }
    return untold;
  }

  /** Whether the database has ripcord's tables. */
  static boolean there(Session session) {
    return session.query(THERE, row -> row.flag("there")).getFirst();
  }

  /**
   * Keeps what came of an event, in the session's transaction.
   *
   * @return the notices that hold: not those of alerts that somebody acknowledged meanwhile
   */
  public static List<Notice> write(Session session, List<Notice> notices) {
    List<Notice> held = new ArrayList<>();
    for (Notice notice : notices) {
      if (write(session, notice) > 0) {
        held.add(notice);
      }
    }
    return held;
  }

  private static long write(Session session, Notice notice) {
    Alert alert = notice.alert();
    String level = alert.level().name();
    String since = alert.clock().levelSince().toString();
    String asked = alert.clock().askedAt().toString();
    return switch (notice.kind()) {
      case RAISED ->
          session.update(
              INSERT,
              alert.id(),
              alert.cause().kind().name(),
              alert.cause().name(),
              alert.cause().phase(),
              alert.cause().seen(),
              alert.cause().doing(),
              level,
              alert.clock().raisedAt().toString(),
              since,
              asked);
      case ROSE ->
          session.update(
              RISE,
              alert.cause().phase(),
              alert.cause().seen(),
              alert.cause().doing(),
              level,
              since,
              asked,
              alert.id(),
              level);
      case ESCALATED, REPEATED -> session.update(ESCALATE, level, since, asked, alert.id());
      case ACKNOWLEDGED -> {
        Alert.Acknowledged by = alert.acknowledged().orElseThrow();
        yield session.update(ACKNOWLEDGE, by.by(), by.at().toString(), alert.id());
      }
      case RESOLVED ->
          session.update(RESOLVE, alert.resolvedAt().orElseThrow().toString(), alert.id());
    };
  }

  /**
   * Acknowledges an alert, from any terminal.
   *
   * @return whether it was open and nobody had it
   */
  public static boolean acknowledge(Session session, long id, String by, Instant now) {
    return there(session) && session.update(ACKNOWLEDGE, by, now.toString(), id) > 0;
  }

  /** A channel took what had to be said of an alert at a level. */
  public static void told(Session session, Notice notice, Instant now) {
    long unused =
        session.update(TOLD, now.toString(), notice.alert().id(), notice.alert().level().name());
  }

  private static Alert alert(Row row) {
    String by = row.textOrNull("acknowledged_by");
    return new Alert(
        row.number("id"),
        new Alert.Cause(
            JsonFields.constant(Event.Kind.class, row.text("kind")),
            row.text("name"),
            row.text("phase"),
            row.text("seen"),
            row.text("doing")),
        JsonFields.constant(Level.class, row.text("level")),
        new Alert.Clock(
            Instant.parse(row.text("raised_at")),
            Instant.parse(row.text("level_since")),
            Instant.parse(row.text("asked_at"))),
        by == null
            ? Optional.empty()
            : Optional.of(new Alert.Acknowledged(by, Instant.parse(row.text("acknowledged_at")))),
        moment(row.textOrNull("resolved_at")));
  }

  private static Optional<Instant> moment(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
