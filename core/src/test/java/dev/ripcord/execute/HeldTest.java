package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.execute.Conditions.Clients;
import dev.ripcord.execute.Conditions.Replica;
import dev.ripcord.execute.Conditions.Snapshot;
import dev.ripcord.migration.Pace;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a walk rests for, and why, from what was seen. */
class HeldTest {
  private static final Clients NOBODY = new Clients(0, 0, 0);

  @Test
  void restsForNobody() {
    assertThat(seen(NOBODY)).isEqualTo(Held.NOT);
  }

  @Test
  void givesWayToClients() {
    assertThat(seen(new Clients(3, 0, 0)))
        .isEqualTo(new Held(Held.Kind.CLIENTS, "3 clients are active"));
    assertThat(seen(new Clients(3, 0, 1)))
        .isEqualTo(new Held(Held.Kind.LOCKS, "1 client waits for a batch"));
    assertThat(seen(new Clients(0, 2, 0)).kind()).isEqualTo(Held.Kind.CLIENTS);
  }

  @Test
  void countsHowLongAReplicaIsBehindWhileItsReplayStandsStill() {
    Outlook outlook = new Outlook();
    assertThat(lag(outlook, 0, 100, 100)).isZero();
    assertThat(lag(outlook, 1, 200, 100)).isZero();
    assertThat(lag(outlook, 5, 300, 100)).isEqualTo(Duration.ofSeconds(4));
    assertThat(lag(outlook, 9, 300, 200)).isEqualTo(Duration.ofSeconds(4));
    assertThat(lag(outlook, 30, 300, 300)).isZero();
    assertThat(lag(outlook, 90, 300, 300)).isZero();
  }

  @Test
  void stopsWhileAReplicaIsTooFarBehind() {
    Outlook.View view =
        new Outlook.View(
            conditions(NOBODY, Optional.empty(), 0), Duration.ofSeconds(11), Duration.ZERO);
    Held held = Held.by(view, Pace.DEFAULT, true);
    assertThat(held).isEqualTo(new Held(Held.Kind.REPLICA, "replica behind is 11 s behind"));
    assertThat(held.kind().stops()).isTrue();
    Outlook.View near = new Outlook.View(view.conditions(), Duration.ofSeconds(10), Duration.ZERO);
    assertThat(Held.by(near, Pace.DEFAULT, true)).isEqualTo(Held.NOT);
  }

  @Test
  void stopsForAnOldSnapshotOnceDeadRowsPileUpButNotForEver() {
    assertThat(snapshot(61, 50, true))
        .isEqualTo(
            new Held(
                Held.Kind.SNAPSHOT, "pid 7 of joe has kept dead rows from being removed for 61 s"));
    assertThat(snapshot(61, 50, false)).isEqualTo(Held.NOT);
    assertThat(snapshot(61, 10, true)).isEqualTo(Held.NOT);
    assertThat(snapshot(59, 50, true)).isEqualTo(Held.NOT);
  }

  private static Held snapshot(int seconds, long deadPercent, boolean patient) {
    Outlook outlook = new Outlook();
    Conditions conditions =
        conditions(NOBODY, Optional.of(new Snapshot("815", "pid 7 of joe")), deadPercent);
    Outlook.View first = outlook.add(Duration.ofSeconds(10), conditions);
    assertThat(first.snapshotAge()).isZero();
    return Held.by(
        outlook.add(Duration.ofSeconds(10L + seconds), conditions), Pace.DEFAULT, patient);
  }

  private static Duration lag(Outlook outlook, int second, long written, long replayed) {
    Conditions now =
        new Conditions(
            NOBODY,
            written,
            Optional.of(new Replica("behind", replayed, 0)),
            Optional.empty(),
            0,
            100);
    return outlook.add(Duration.ofSeconds(second), now).lag();
  }

  private static Held seen(Clients clients) {
    return Held.by(
        new Outlook.View(conditions(clients, Optional.empty(), 0), Duration.ZERO, Duration.ZERO),
        Pace.DEFAULT,
        true);
  }

  private static Conditions conditions(
      Clients clients, Optional<Snapshot> oldest, long deadPercent) {
    return new Conditions(
        clients,
        1_000,
        Optional.of(new Replica("behind", 1_000, 0)),
        oldest,
        deadPercent,
        100 - deadPercent);
  }
}
