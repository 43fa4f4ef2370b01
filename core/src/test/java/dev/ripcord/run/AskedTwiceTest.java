package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people ask of a run that is asked something else already, or is not where they think. */
@Timeout(120)
@ShortWaits
class AskedTwiceTest {
  private static final Request.Asker SOMEBODY = new Request.Asker("somebody", "errors in checkout");

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
    fixture = servers.open("user-management", 200, 1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Runs runs() {
    return fixture.runs(fixture.options(Optional.empty(), true, false));
  }

  private void ask(Back to) {
    try (Session session = Session.open(fixture.url(), "test")) {
      Requests.rollback(session, to, SOMEBODY);
    }
  }

  /** As a controller leaves it that died right after it wrote that it goes back. */
  private void interruptedRollback(Back to) {
    RunDocument document;
    try (Session session = Session.open(fixture.url(), "test")) {
      document = RunStore.read(session).orElseThrow();
    }
    try (Controller controller =
        Controller.open(
            document,
            new Controller.Seat(
                fixture.url(),
                "who died",
                java.time.Clock.systemUTC(),
                new Signals(),
                event -> {},
                "",
                new Board()))) {
      controller.note(dev.ripcord.journal.Entry.Kind.ROLLBACK, to.words(), "before it died");
    }
  }

  @Test
  void aRollbackThatGoesFurtherThanTheOneUnderWay() {
    assertThat(fixture.forward(Phase.CONTRACT)).isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    interruptedRollback(new Back.EndOf(Phase.MIGRATE));
    fixture.onlyNew();
    RunResult result = runs().rollback(new Back.Start(), "all of it");
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.RolledBack.class, it -> assertThat(it.to()).isEqualTo(new Back.Start()));
    assertThat(fixture.standing()).isEmpty();
  }

  @Test
  void aRollbackThatWouldStopBeforeTheOneUnderWay() {
    assertThat(fixture.forward(Phase.CONTRACT)).isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    interruptedRollback(new Back.Start());
    assertThat(runs().rollback(new Back.EndOf(Phase.MIGRATE), ""))
        .isEqualTo(
            new RunResult.Refused(
                List.of(
                    "a rollback to the start is under way, which goes further: ripcord resume goes"
                        + " on with it")));
    assertThat(runs().resume()).isInstanceOf(RunResult.RolledBack.class);
  }

  @Test
  void aRollbackThatNobodyTookComesBeforeAnyStep() {
    assertThat(fixture.forward(Phase.EXPAND)).isEqualTo(new RunResult.Reached(Phase.EXPAND));
    ask(new Back.EndOf(Phase.PREPARATION));
    ask(new Back.Start());
    assertThat(runs().resume())
        .isInstanceOfSatisfying(
            RunResult.RolledBack.class, it -> assertThat(it.to()).isEqualTo(new Back.Start()));
    fixture.assertAsBefore("asked while nobody had the run");
  }

  @Test
  void thereIsNoEndOfAPhaseThatIsNotThrough() {
    assertThat(fixture.forward(Phase.EXPAND)).isEqualTo(new RunResult.Reached(Phase.EXPAND));
    assertThat(runs().rollback(new Back.EndOf(Phase.CONTRACT), ""))
        .isEqualTo(
            new RunResult.Refused(
                List.of("contract is not through, so there is no end of it to go back to")));
    assertThat(fixture.standing().orElseThrow().goingBack()).isFalse();
  }

  @Test
  void aRunIsCompleteOnce() {
    assertThat(fixture.forward(Phase.CLEANUP)).isInstanceOf(RunResult.Completed.class);
    assertThat(runs().resume()).isInstanceOf(RunResult.Completed.class);
    assertThat(fixture.journal().stream().filter(entry -> entry.contains(" COMPLETE "))).hasSize(1);
  }

  @Test
  void whatNeedsNoApprovalGetsNone() {
    assertThat(fixture.forward(Phase.EXPAND)).isEqualTo(new RunResult.Reached(Phase.EXPAND));
    assertThat(Approvals.approve(fixture.url(), Optional.empty(), SOMEBODY, true))
        .isEqualTo(new Approvals.Approved.Not("migrate needs no approval"));
  }
}
