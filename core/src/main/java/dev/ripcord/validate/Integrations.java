package dev.ripcord.validate;

import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What leads out of the database, and into it, as at the start. Who listens ({@code LISTEN}) or
 * polls cannot be seen from the database.
 */
final class Integrations implements Item {
  private static final String WORKERS = SqlResource.of(Integrations.class, "subscription-workers");
  private static final String SLOTS = SqlResource.of(Integrations.class, "slots");

  @Override
  public int number() {
    return 9;
  }

  @Override
  public String title() {
    return "Verify integration points with downstream systems";
  }

  @Override
  public boolean settles() {
    return true;
  }

  private record Part(String name, boolean works) {}

  @Override
  public void look(Scene scene, Notes notes) {
    Differences.judge(
        scene,
        notes,
        "publications, subscriptions and foreign servers",
        Differences::isIntegration);
    boolean leads =
        scene.subject().before().objects().keySet().stream()
            .map(SchemaFingerprint.ObjectId::kind)
            .anyMatch(Differences::leads);
    Optional<Start> start = scene.subject().start();
    if (start.isEmpty()) {
      notes.open("the journal does not have the replication slots of the start");
    } else {
      slots(scene, notes, start.get().of(Start.SLOT));
      receivers(scene, notes, start.get().of(Start.RECEIVER));
    }
    scene
        .rows(
            notes,
            "workers of subscriptions",
            WORKERS,
            row -> new Part(row.text("name"), row.flag("works")))
        .ifPresent(found -> workers(notes, found));
    boolean nothing =
        !leads
            && start
                .map(it -> it.of(Start.SLOT).isEmpty() && it.of(Start.RECEIVER).isEmpty())
                .orElse(true);
    if (nothing) {
      notes.open(
          "nothing in the database leads to another system: ask those who read from it otherwise");
    }
  }

  private static void slots(Scene scene, Notes notes, Map<String, String> before) {
    Optional<List<Part>> found =
        scene.rows(notes, "slots", SLOTS, row -> new Part(row.text("name"), row.flag("active")));
    if (found.isEmpty()) {
      return;
    }
    Map<String, Boolean> now = new TreeMap<>();
    found.get().forEach(slot -> now.put(slot.name(), slot.works()));
    before.forEach(
        (slot, state) -> {
          String is =
              now.containsKey(slot)
                  ? Boolean.TRUE.equals(now.get(slot)) ? "active" : "inactive"
                  : "gone";
          notes.saw("slot " + slot + " is " + is, state + ", as at the start", SLOTS);
          if (is.equals("gone") || (state.equals("active") && is.equals("inactive"))) {
            notes.failed("replication slot " + slot + " was " + state + ", is " + is);
          }
        });
  }

  /** One that is away may have been switched off: a person knows. */
  private static void receivers(Scene scene, Notes notes, Map<String, String> before) {
    Optional<Map<String, String>> now = Start.now(scene, notes, Start.RECEIVER);
    if (now.isEmpty()) {
      return;
    }
    before.forEach(
        (name, count) -> {
          String is = now.get().getOrDefault(name, "0");
          notes.saw(
              "receivers of the log called " + name + ": " + is,
              count + ", as at the start",
              "pg_stat_replication");
          if (Long.parseLong(is) < Long.parseLong(count)) {
            notes.open(
                "of " + count + " receivers of the log called " + name + " " + is + " are there");
          }
        });
  }

  private static void workers(Notes notes, List<Part> subscriptions) {
    for (Part subscription : subscriptions) {
      notes.saw(
          "subscription "
              + subscription.name()
              + (subscription.works() ? " has a worker" : " has no worker"),
          "a worker",
          WORKERS);
      if (!subscription.works()) {
        notes.failed("nobody receives for the subscription " + subscription.name());
      }
    }
  }
}
