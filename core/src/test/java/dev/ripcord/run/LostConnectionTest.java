package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a run whose connection breaks, and of who else works on it meanwhile. */
@Timeout(120)
@ShortWaits
class LostConnectionTest {
  private static LiveServers servers;
  private LiveFixture fixture;

  @BeforeAll
  static void start() {
    servers = LiveServers.start(18);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void open() {
    fixture = servers.open("user-management", 600, 1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void outlivesRestartsOfTheServer() {
    RunEvent.Listener restarting = restartingAtEvery(9);
    for (Phase phase : Phase.values()) {
      if (phase == Phase.CONTRACT) {
        fixture.onlyNew();
      }
      RunResult reached = fixture.forward(fixture.url(), phase, restarting);
      assertThat(reached).isInstanceOfAny(RunResult.Reached.class, RunResult.Completed.class);
    }
    RunResult back = fixture.back(fixture.url(), new Back.Start(), restarting);
    assertThat(back).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("restarts");
    assertThat(fixture.traffic().ledger().unknown()).isZero();
  }

  private static RunEvent.Listener restartingAtEvery(int steps) {
    AtomicInteger begun = new AtomicInteger();
    return event -> {
      if (event instanceof RunEvent.StepStarted && begun.incrementAndGet() % steps == 0) {
        servers.live().restartImmediately();
      }
    };
  }

  /** Who has lost the connection must not begin anew what somebody else took back meanwhile. */
  @Test
  void staysAwayFromARunThatWasTakenBack() {
    AtomicBoolean asked = new AtomicBoolean();
    List<RunResult> other = new ArrayList<>();
    RunResult result =
        forward(
            event -> {
              if (LiveFixture.at(event, "migrate") && asked.compareAndSet(false, true)) {
                cutOff();
                other.add(fixture.back(new Back.Start()));
              }
            });
    assertThat(other).singleElement().isInstanceOf(RunResult.RolledBack.class);
    assertThat(result).isInstanceOf(RunResult.Refused.class);
    assertThat(result.toString()).contains("somebody else brought it to its end");
    fixture.assertAsBefore("taken back by somebody else");
  }

  @Test
  void staysAwayFromAPhaseThatWasTakenBack() {
    AtomicBoolean asked = new AtomicBoolean();
    Back to = new Back.EndOf(Phase.PREPARATION);
    RunResult result =
        forward(
            event -> {
              if (LiveFixture.at(event, "migrate") && asked.compareAndSet(false, true)) {
                cutOff();
                assertThat(fixture.back(to)).isInstanceOf(RunResult.RolledBack.class);
              }
            });
    assertThat(result).isInstanceOf(RunResult.RolledBack.class);
    assertThat(fixture.standing().orElseThrow().reached()).contains(Phase.PREPARATION);
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("partly taken back by somebody else");
  }

  /** The connection breaks when nothing of the run is left, before the command knows. */
  @Test
  void doesNotBeginAnewAtTheEndOfARollback() {
    assertThat(fixture.forward(Phase.EXPAND)).isInstanceOf(RunResult.Reached.class);
    RunResult result =
        fixture.back(
            fixture.url(),
            new Back.Start(),
            event -> {
              if (event instanceof RunEvent.StepDone done
                  && done.unit().startsWith("preparation")) {
                cutOff();
              }
            });
    assertThat(result).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("cut at the very end");
  }

  /** An expression may end the server's process, at every attempt anew. */
  @Test
  void givesUpWhatEndsEveryConnection() {
    assertThat(fixture.forward(Phase.EXPAND)).isInstanceOf(RunResult.Reached.class);
    AtomicInteger lost = new AtomicInteger();
    execute(
        """
        CREATE FUNCTION fatal() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF current_setting('application_name') = 'ripcord run' THEN
              PERFORM pg_terminate_backend(pg_backend_pid());
            END IF;
            RETURN NEW;
          END $$;
        CREATE TRIGGER fatal BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION fatal();
        """);
    RunResult result =
        fixture.forward(
            fixture.url(),
            Phase.MIGRATE,
            event -> {
              if (event instanceof RunEvent.ConnectionLost) {
                lost.incrementAndGet();
              }
            });
    assertThat(result).isInstanceOf(RunResult.Stuck.class);
    assertThat(result.toString()).contains("with nothing gained");
    assertThat(lost.get()).isBetween(20, 25);
    execute("DROP TRIGGER fatal ON users; DROP FUNCTION fatal()");
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("every connection ended");
  }

  /** The network between the controller and the server fails for a moment. */
  private void cutOff() {
    execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname ="
            + " current_database() AND application_name = 'ripcord run'");
  }

  private void execute(String sql) {
    try (Session session = Session.open(fixture.url(), "test")) {
      session.execute(sql);
    }
  }

  private RunResult forward(RunEvent.Listener listener) {
    return fixture
        .runs(
            fixture.url(),
            fixture.options(Optional.of(Phase.MIGRATE), true, true),
            new Brake(),
            listener)
        .begin(fixture.plan());
  }
}
