package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What people do with a run on a live database while clients write to it. */
@Timeout(120)
@ShortWaits
class LiveControlTest {
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
  void open(TestInfo test) {
    boolean large = test.getTags().contains("large");
    fixture = servers.open("user-management", large ? 15_000 : 600, 1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void goesBackToTheEndOfAPhaseAndForwardAgain() {
    assertThat(fixture.forward(Phase.CLEANUP)).isInstanceOf(RunResult.Completed.class);
    fixture.soak(100);
    Back to = new Back.EndOf(Phase.MIGRATE);
    assertThat(fixture.back(to)).isInstanceOf(RunResult.RolledBack.class);
    Standing standing = fixture.standing().orElseThrow();
    assertThat(standing.goingBack()).isFalse();
    assertThat(standing.reached()).contains(Phase.MIGRATE);
    fixture.soak(100);
    assertThat(fixture.forward(Phase.CLEANUP)).isInstanceOf(RunResult.Completed.class);
    fixture.soak(100);
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("there, half back, there and back");
  }

  @Test
  void waitsAtItsGates() {
    Runs runs = fixture.runs(fixture.options(Optional.empty(), false, false));
    assertThat(runs.begin(fixture.plan())).isEqualTo(held(Phase.CONTRACT));
    assertThat(runs.resume()).isEqualTo(held(Phase.CONTRACT));
    fixture.onlyNew();
    approve(Phase.CONTRACT);
    assertThat(runs.resume()).isEqualTo(held(Phase.CLEANUP));
    fixture.soak(50);
    approve(Phase.CLEANUP);
    assertThat(runs.resume()).isInstanceOf(RunResult.Completed.class);
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("gates");
  }

  private static RunResult held(Phase phase) {
    return new RunResult.Held(phase, "waiting for approval of " + phase.word());
  }

  private void approve(Phase phase) {
    assertThat(Approvals.approve(fixture.url(), Optional.of(phase), SOMEBODY, true))
        .isInstanceOf(Approvals.Approved.Yes.class);
  }

  @Test
  void onlyOneControllerWorks() {
    Brake brake = new Brake();
    CountDownLatch waiting = new CountDownLatch(1);
    Runs patient = patient(brake, waiting);
    CompletableFuture<RunResult> first = async(() -> patient.begin(fixture.plan()));
    await(waiting);
    RunResult second = fixture.runs(fixture.options(Optional.empty(), true, false)).resume();
    assertThat(second).isInstanceOf(RunResult.Busy.class);
    assertThat(((RunResult.Busy) second).holder()).contains("another run is at work", "pid");
    brake.pull();
    assertStopped(first);
    assertThat(fixture.runs(fixture.options(Optional.of(Phase.MIGRATE), true, false)).resume())
        .isEqualTo(new RunResult.Reached(Phase.MIGRATE, true));
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("two controllers");
  }

  @Test
  void onlyOneOfManyBegins() {
    RunOptions options = fixture.options(Optional.of(Phase.MIGRATE), true, false);
    List<CompletableFuture<RunResult>> all =
        Stream.generate(() -> async(() -> fixture.runs(options).begin(fixture.plan())))
            .limit(3)
            .toList();
    List<RunResult> results = all.stream().map(CompletableFuture::join).toList();
    assertThat(results).contains(new RunResult.Reached(Phase.MIGRATE));
    assertThat(fixture.journal().stream().filter(entry -> entry.contains(" BEGUN "))).hasSize(1);
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("many begin: " + results);
  }

  @Test
  @org.junit.jupiter.api.Tag("large")
  void turnsRoundInAWalk() {
    AtomicBoolean asked = new AtomicBoolean();
    CountDownLatch walking = new CountDownLatch(1);
    CompletableFuture<RunResult> other =
        async(
            () -> {
              await(walking);
              return fixture
                  .runs(fixture.options(Optional.empty(), true, true))
                  .rollback(new Back.Start(), "errors in checkout");
            });
    RunResult result =
        forward(
            event -> {
              if (event instanceof RunEvent.Batch && asked.compareAndSet(false, true)) {
                walking.countDown();
                // so that there is something left to walk when the request comes
                pause(1_500);
              }
            });
    assertThat(asked).isTrue();
    assertThat(result).isInstanceOf(RunResult.RolledBack.class);
    assertThat(other.join()).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("asked to turn round in a walk");
  }

  @Test
  void turnsRoundInALongStatement() {
    AtomicBoolean turned = new AtomicBoolean();
    CountDownLatch building = new CountDownLatch(1);
    try (Session open = Session.open(fixture.url(), "test")) {
      // CREATE INDEX CONCURRENTLY waits for it as for any that writes
      open.execute("BEGIN; LOCK TABLE user_sessions IN ROW EXCLUSIVE MODE");
      CompletableFuture<RunResult> other =
          async(
              () -> {
                await(building);
                pause(700);
                return fixture
                    .runs(fixture.options(Optional.empty(), true, true))
                    .rollback(new Back.Start(), "errors in checkout");
              });
      CompletableFuture<RunResult> first =
          async(
              () ->
                  forward(
                      event -> {
                        if (event instanceof RunEvent.StepStarted step
                            && step.title().contains("index")) {
                          building.countDown();
                        }
                        turned.compareAndSet(false, event instanceof RunEvent.TurnedBack);
                      }));
      for (int i = 0; i < 200 && !turned.get(); i++) {
        pause(25);
      }
      assertThat(turned).as("turned round while the statement waited").isTrue();
      open.execute("COMMIT");
      assertThat(first.join()).isInstanceOf(RunResult.RolledBack.class);
      assertThat(other.join()).isInstanceOf(RunResult.RolledBack.class);
    }
    fixture.assertAsBefore("asked to turn round in a long statement");
  }

  @Test
  @org.junit.jupiter.api.Tag("large")
  void stopsAndGoesOn() {
    Brake brake = new Brake();
    Runs runs =
        fixture.runs(
            fixture.url(),
            fixture.options(Optional.of(Phase.MIGRATE), true, true),
            brake,
            event -> {
              if (event instanceof RunEvent.Batch) {
                brake.pull();
              }
            });
    assertThatThrownBy(() -> runs.begin(fixture.plan()))
        .isInstanceOfSatisfying(
            RipcordException.class,
            stopped -> assertThat(stopped.code()).isEqualTo(ProblemCode.STOPPED));
    assertThat(fixture.forward(Phase.CLEANUP)).isInstanceOf(RunResult.Completed.class);
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("stopped in a walk");
  }

  @Test
  void turnsRoundAtAGate() {
    CountDownLatch waiting = new CountDownLatch(1);
    Runs patient = patient(new Brake(), waiting);
    CompletableFuture<RunResult> first = async(() -> patient.begin(fixture.plan()));
    await(waiting);
    RunResult asked =
        fixture
            .runs(fixture.options(Optional.empty(), true, true))
            .rollback(new Back.Start(), "errors in checkout");
    assertThat(asked).isInstanceOf(RunResult.RolledBack.class);
    assertThat(first.join()).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("turned round at a gate");
  }

  /** Who asked for the rollback does it when the one that was asked is gone. */
  @Test
  void takesOverFromAControllerThatEnds() {
    Brake brake = new Brake();
    CountDownLatch waiting = new CountDownLatch(1);
    Runs patient = patient(brake, waiting);
    CompletableFuture<RunResult> first = async(() -> patient.begin(fixture.plan()));
    await(waiting);
    Runs other =
        fixture.runs(
            fixture.url(),
            fixture.options(Optional.empty(), true, true),
            new Brake(),
            event -> {
              if (event instanceof RunEvent.Note) {
                brake.pull();
              }
            });
    assertThat(other.rollback(new Back.Start(), "errors in checkout"))
        .isInstanceOf(RunResult.RolledBack.class);
    assertStopped(first);
    fixture.assertAsBefore("taken over");
  }

  private Runs patient(Brake brake, CountDownLatch waiting) {
    return fixture.runs(
        fixture.url(),
        fixture.options(Optional.empty(), false, true),
        brake,
        event -> {
          // not while the baseline is measured, from which it goes on
          if (event instanceof RunEvent.Waiting at && at.before() == Phase.CONTRACT) {
            waiting.countDown();
          }
        });
  }

  /** What was asked for while it was being done is done with it. */
  @Test
  void aRequestDoesNotOutliveTheRollbackThatItAsksFor() {
    assertThat(fixture.forward(Phase.CONTRACT)).isInstanceOf(RunResult.Reached.class);
    Back to = new Back.EndOf(Phase.EXPAND);
    AtomicBoolean asked = new AtomicBoolean();
    RunResult back =
        fixture.back(
            fixture.url(),
            to,
            event -> {
              if (LiveFixture.at(event, "migrate") && asked.compareAndSet(false, true)) {
                try (Session session = Session.open(fixture.url(), "test")) {
                  Requests.rollback(session, to, SOMEBODY);
                }
              }
            });
    assertThat(asked).isTrue();
    assertThat(back).isInstanceOf(RunResult.RolledBack.class);
    assertThat(fixture.forward(Phase.CLEANUP)).isInstanceOf(RunResult.Completed.class);
    // the heartbeat of a controller has had the time to find what is asked for
    RunResult goesOn = fixture.runs(fixture.options(Optional.empty(), true, true)).resume();
    assertThat(goesOn).isInstanceOf(RunResult.Completed.class);
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    fixture.assertAsBefore("asked for twice");
  }

  @Test
  void tellsOfChangesOfOthers() {
    assertThat(fixture.forward(Phase.MIGRATE)).isInstanceOf(RunResult.Reached.class);
    execute("ALTER TABLE user_sessions ADD COLUMN theirs int");
    RunResult stuck = fixture.back(new Back.Start());
    assertThat(stuck).isInstanceOf(RunResult.Stuck.class);
    assertThat(((RunResult.Stuck) stuck).details()).singleElement().asString().contains("theirs");
    RunOptions plain = fixture.options(Optional.empty(), true, true);
    RunOptions accepting =
        new RunOptions(
            plain.who(),
            plain.until(),
            plain.consent(),
            new RunOptions.Overrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("the other team's column")),
            plain.proof(),
            plain.exports());
    RunResult ended = fixture.runs(accepting).resume();
    assertThat(ended).isInstanceOf(RunResult.RolledBack.class);
    assertThat(((RunResult.RolledBack) ended).differences()).hasSize(1);
    execute("ALTER TABLE user_sessions DROP COLUMN theirs");
    fixture.assertAsBefore("a change of somebody else");
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

  /** On a thread of its own: tasks that wait for each other must not wait for a pool's thread. */
  private static CompletableFuture<RunResult> async(Supplier<RunResult> work) {
    return CompletableFuture.supplyAsync(
        work, task -> Thread.ofPlatform().daemon().name("second operator").start(task));
  }

  private static void assertStopped(CompletableFuture<RunResult> run) {
    assertThatThrownBy(run::join)
        .cause()
        .isInstanceOfSatisfying(
            RipcordException.class,
            stopped -> assertThat(stopped.code()).isEqualTo(ProblemCode.STOPPED));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void execute(String sql) {
    try (Session session = Session.open(fixture.url(), "test")) {
      session.execute(sql);
    }
  }
}
