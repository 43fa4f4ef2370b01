package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What opens a gate, and for how long. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class GatesTest {
  private static final RunResult HELD =
      new RunResult.Held(Phase.CONTRACT, "waiting for approval of contract");

  @TempDir private Path folder;
  private Quiet quiet;

  @BeforeEach
  void open(TestDatabase database) {
    quiet = Quiet.of(database, folder);
  }

  private RunResult resume() {
    return quiet.resume(Optional.of(Phase.CONTRACT), false);
  }

  private void approve() {
    assertThat(Approvals.approve(quiet.url(), Optional.empty(), Quiet.SOMEBODY, true))
        .isInstanceOf(Approvals.Approved.Yes.class);
  }

  /** An approval that is written at the very moment of the turn was given to another passage. */
  @Test
  void anApprovalOpensNoGateAfterATurn() {
    assertThat(quiet.begin("", Optional.of(Phase.CONTRACT), false)).isEqualTo(HELD);
    String passage = quiet.standing().passage();
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.TurnedBack) {
            approveIn(passage);
          }
        };
    assertThat(quiet.back(new Back.EndOf(Phase.EXPAND))).isInstanceOf(RunResult.RolledBack.class);
    // nor if its process is slower still
    approveIn(passage);
    assertThat(resume()).isEqualTo(HELD);
    assertThat(StatusReader.read(quiet.url()).orElseThrow().requests()).isEmpty();
    approve();
    assertThat(StatusReader.read(quiet.url()).orElseThrow().requests()).hasSize(1);
    assertThat(resume()).isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    quiet.assertRolledBack();
  }

  private void approveIn(String passage) {
    try (Session session = Session.open(quiet.url(), "test")) {
      Requests.approve(session, Phase.CONTRACT, passage, Quiet.SOMEBODY, true);
    }
  }

  /** As a controller leaves it that died between the entry of the open gate and the taking. */
  @Test
  void anApprovalThatWasNotTakenIsSpentAllTheSame() {
    assertThat(quiet.begin("", Optional.of(Phase.CONTRACT), false)).isEqualTo(HELD);
    approve();
    assertThat(resume()).isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    quiet.sql("UPDATE ripcord.request SET taken_at = NULL");
    assertThat(quiet.back(new Back.EndOf(Phase.MIGRATE))).isInstanceOf(RunResult.RolledBack.class);
    quiet.sql("UPDATE ripcord.request SET taken_at = NULL");
    assertThat(resume()).isEqualTo(HELD);
    quiet.assertRolledBack();
  }

  /** A rollback that goes further and is asked for while the run turns is not lost. */
  @Test
  void aRollbackThatIsAskedForDuringTheTurnIsKept() {
    assertThat(quiet.begin("", Optional.of(Phase.CONTRACT), true))
        .isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    // a trigger asks within the very transaction that turns the run
    quiet.sql(
        """
        CREATE FUNCTION ask() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.kind = 'ROLLBACK' AND NEW.unit <> 'the start' THEN
            INSERT INTO ripcord.request (kind, target, who, reason, accepts_loss)
              VALUES ('rollback', 'the start', 'ann', 'all of it', false);
          END IF; RETURN NEW; END $$;
        CREATE TRIGGER ask AFTER INSERT ON ripcord.journal FOR EACH ROW EXECUTE FUNCTION ask();
        """);
    assertThat(quiet.back(new Back.EndOf(Phase.MIGRATE))).isInstanceOf(RunResult.RolledBack.class);
    quiet.sql("DROP FUNCTION ask CASCADE");
    assertThat(resume())
        .isInstanceOfSatisfying(
            RunResult.RolledBack.class, it -> assertThat(it.to()).isEqualTo(new Back.Start()));
  }

  @Test
  void aSoakGoesOnWhileNoProcessIsThere() {
    String gates = "gates:\n  contract: soak 30 minutes\n";
    quiet.clock = after(Duration.ZERO);
    assertThat(quiet.begin(gates, Optional.of(Phase.CONTRACT), false)).matches(GatesTest::soaking);
    quiet.clock = after(Duration.ofMinutes(20));
    assertThat(resume()).matches(GatesTest::soaking);
    assertThat(quiet.journal().filter(entry -> entry.contains("soaking for"))).hasSize(1);
    quiet.clock = after(Duration.ofMinutes(31));
    assertThat(resume()).isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    // after a turn it soaks anew
    assertThat(quiet.back(new Back.EndOf(Phase.EXPAND))).isInstanceOf(RunResult.RolledBack.class);
    assertThat(resume()).matches(GatesTest::soaking);
    quiet.assertRolledBack();
  }

  private static Clock after(Duration time) {
    return Clock.offset(Clock.systemUTC(), time);
  }

  private static boolean soaking(RunResult result) {
    return result instanceof RunResult.Held held && held.what().startsWith("soaking for 30");
  }
}
