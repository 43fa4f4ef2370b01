package dev.ripcord.run;

import dev.ripcord.escalate.Alert;
import dev.ripcord.escalate.AlertStore;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Acknowledges alerts from another terminal. */
public final class Answers {
  private Answers() {}

  /**
   * What came of it.
   *
   * @param acknowledged now, by this
   * @param unknown of those that were named: not there, over, or somebody else's already
   */
  public record Answered(List<Alert> acknowledged, List<Long> unknown) {
    public Answered {
      acknowledged = List.copyOf(acknowledged);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * Acknowledges alerts that nobody has acknowledged yet.
   *
   * @param which all of them if empty
   */
  public static Answered acknowledge(
      DatabaseUrl url, Collection<Long> which, String who, InstantSource clock) {
    try (Session session = Look.open(url, "ripcord ack", Look.BRIEF)) {
      session.execute("SET lock_timeout = '3s'");
      List<Alert> acknowledged = new ArrayList<>();
      List<Long> unknown = new ArrayList<>(which);
      for (Alert alert : AlertStore.read(session)) {
        boolean wanted = which.isEmpty() || which.contains(alert.id());
        if (wanted
            && alert.waiting()
            && AlertStore.acknowledge(session, alert.id(), who, clock.instant())) {
          acknowledged.add(alert);
          unknown.removeIf(id -> id == alert.id());
        }
      }
      return new Answered(acknowledged, unknown);
    }
  }
}
