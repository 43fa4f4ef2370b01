package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on a live database under clients of both shapes, forward and back. */
@Timeout(120)
@ShortWaits
class LiveRunTest {
  private static final String USERS = "user-management";
  private static final Duration LONGEST_STALL = Duration.ofSeconds(1);

  private static LiveServers servers;

  @BeforeAll
  static void start() {
    servers = LiveServers.start(18);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void comesBackFromEveryPhase(Phase phase) {
    try (LiveFixture fixture = servers.open(USERS, 2_000, phase.word().length())) {
      there(fixture, phase);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changes/add-unique",
        "changes/backfill",
        "changes/backfill-without-key",
        "changes/change-type",
        "changes/create-index",
        "changes/drop-table",
        "changes/move-columns"
      })
  void otherKindsComeBackFromTheEnd(String example) {
    try (LiveFixture fixture = servers.open(example, 1_000, 1)) {
      there(fixture, Phase.CLEANUP);
    }
  }

  private static void there(LiveFixture fixture, Phase phase) {
    Instant from = Clock.systemUTC().instant();
    RunResult forward = fixture.forward(phase);
    assertThat(forward).isInstanceOfAny(RunResult.Reached.class, RunResult.Completed.class);
    fixture.soak(200);
    RunResult back = fixture.back(new Back.Start());
    assertThat(back).isInstanceOf(RunResult.RolledBack.class);
    Duration stall = fixture.longestStallSince(from);
    fixture.assertAsBefore(phase.word());
    System.out.printf(
        "%s, %s: longest stall of a client %d ms; %s%n",
        fixture.plan().migration().name(),
        phase.word(),
        stall.toMillis(),
        fixture.traffic().ledger().acknowledged());
    assertThat(stall).isLessThanOrEqualTo(LONGEST_STALL);
  }
}
