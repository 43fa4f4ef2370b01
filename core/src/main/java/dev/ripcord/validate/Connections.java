package dev.ripcord.validate;

import dev.ripcord.migration.Thresholds;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;

/** Connections are free, nobody sits in a transaction, and it is known what is in between. */
final class Connections implements Item {
  private static final String CONNECTIONS = SqlResource.of(Connections.class, "connections");

  @Override
  public int number() {
    return 17;
  }

  @Override
  public String title() {
    return "Check database connections and connection pooling";
  }

  @Override
  public boolean settles() {
    return true;
  }

  private record Used(long used, long most, long hidden, Duration idle, long idlers, long pid) {}

  @Override
  public void look(Scene scene, Notes notes) {
    scene
        .rows(
            notes,
            "connections",
            CONNECTIONS,
            row ->
                new Used(
                    row.number("used"),
                    row.number("most"),
                    row.number("hidden"),
                    Duration.ofSeconds(row.number("idle")),
                    row.number("idlers"),
                    row.number("pid")))
        .ifPresent(
            found -> {
              judge(notes, found.getFirst(), scene.subject().thresholds().database().load());
              pooler(scene, notes, found.getFirst());
            });
  }

  private static void judge(Notes notes, Used seen, Thresholds.Load limits) {
    long share = seen.most() == 0 ? 100 : 100 * seen.used() / seen.most();
    notes.saw(
        "%s of %s connections, %d %%"
            .formatted(Words.count(seen.used()), Words.count(seen.most()), share),
        "at most " + limits.connections() + " %",
        CONNECTIONS);
    if (share > limits.connections()) {
      notes.failed(
          "%s of %s connections are used, %d %%; at most %d %% are allowed"
              .formatted(
                  Words.count(seen.used()), Words.count(seen.most()), share, limits.connections()));
    }
    if (seen.hidden() > 0) {
      notes.open(
          Words.count(seen.hidden(), "session") + " are hidden: the role needs pg_read_all_stats");
    }
    notes.saw(
        "%s idle in a transaction, the longest for %s"
            .formatted(Words.count(seen.idlers(), "session"), Words.time(seen.idle())),
        "at most " + Words.time(limits.idleInTransaction()),
        CONNECTIONS);
    if (seen.idle().compareTo(limits.idleInTransaction()) > 0) {
      notes.failed(
          "a session has been idle in a transaction for %s, at most %s is allowed"
              .formatted(Words.time(seen.idle()), Words.time(limits.idleInTransaction())));
    }
  }

  /** A pooler announces a number of its own making instead of the server's process. */
  private static void pooler(Scene scene, Notes notes, Used seen) {
    boolean direct = seen.pid() == scene.session().announcedPid();
    notes.saw(
        direct
            ? "nothing is between this session and the server"
            : "a pooler is between this session and the server",
        "clients' poolers are in a mode that their drivers can work with",
        "the process announced at login, and pg_backend_pid()");
    if (!direct) {
      notes.open("a pooler is in between: look at its mode, and at its waiting clients");
    }
  }
}
