package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a run ends, and what is left of it. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class EndsOfARunTest {
  @TempDir private Path folder;
  private Quiet quiet;

  @BeforeEach
  void open(TestDatabase database) {
    quiet = Quiet.of(database, folder);
  }

  private List<Entry> exported() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files.filter(each -> each.toString().endsWith(".jsonl")).findFirst().orElseThrow();
      return JournalReading.of(file);
    }
  }

  @Test
  void theExportedJournalEndsWithTheEndOfTheRollback() throws IOException {
    assertThat(quiet.begin("", Optional.of(Phase.EXPAND), true))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND));
    quiet.assertRolledBack();
    List<Entry> entries = exported();
    assertThat(JournalReading.firstBroken(entries)).isEmpty();
    assertThat(entries.getLast().kind()).isEqualTo(Entry.Kind.ROLLED_BACK);
    assertThat(entries.getLast().unit()).isEqualTo("the start");
  }

  @Test
  void theExportedJournalEndsWithTheEndOfTheWayBack() throws IOException {
    assertThat(quiet.begin("", Optional.empty(), true)).isInstanceOf(RunResult.Completed.class);
    assertThat(quiet.runs(Optional.empty(), false).end(Optional.of("a test")))
        .isInstanceOf(RunResult.Ended.class);
    List<Entry> entries = exported();
    assertThat(JournalReading.firstBroken(entries)).isEmpty();
    assertThat(entries.getLast().detail()).isEqualTo("what was kept for the way back is dropped");
  }

  /** It comes after the look whose answer is a refusal, and before the DROP. */
  @Test
  void aViewThatComesInTheLastMomentIsNotDropped() {
    assertThat(quiet.begin("", Optional.empty(), true)).isInstanceOf(RunResult.Completed.class);
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.Exported) {
            quiet.sql("CREATE VIEW theirs AS SELECT seq FROM ripcord.journal");
          }
        };
    RunResult end = quiet.runs(Optional.empty(), false).end(Optional.of("a test"));
    assertThat(end).isInstanceOf(RunResult.Stuck.class);
    assertThat(end.toString()).contains("must be dropped first: rule _RETURN on view theirs");
    quiet.listener = event -> {};
    assertThat(quiet.runs(Optional.empty(), false).end(Optional.of("a test")).toString())
        .contains("on view theirs depends on what would go: drop it first");
    quiet.sql("DROP VIEW theirs");
    assertThat(quiet.runs(Optional.empty(), false).end(Optional.of("a test")))
        .isInstanceOf(RunResult.Ended.class);
  }

  @Test
  void saysThatAPhaseIsThroughAlready() {
    assertThat(quiet.begin("", Optional.of(Phase.MIGRATE), true))
        .isEqualTo(new RunResult.Reached(Phase.MIGRATE));
    assertThat(quiet.resume(Optional.of(Phase.EXPAND), true))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND, true));
    quiet.assertRolledBack();
  }

  /** The COMMIT that brings the run into the database is unanswered, and somebody takes it back. */
  @Test
  void doesNotBeginAnewWhatWasTakenBackBeforeItKnew() {
    List<RunResult> other = new ArrayList<>();
    try (Middleman between =
        new Middleman(
            quiet.url(), "ripcord.run (document)", () -> other.add(quiet.back(new Back.Start())))) {
      RunResult result =
          quiet.runs(between.url(), Optional.of(Phase.EXPAND), true).begin(quiet.plan(""));
      assertThat(other).singleElement().isInstanceOf(RunResult.RolledBack.class);
      assertThat(result.toString()).contains("somebody else brought it to its end");
    }
    try (Session session = Session.open(quiet.url(), "test")) {
      assertThat(session.scalar("SELECT to_regnamespace('ripcord')")).isNull();
    }
  }

  /** A host that vanishes without a word must not hold up the end of the process. */
  @Test
  void theHeartStopsWhenTheHostIsGone() throws InterruptedException {
    assertThat(quiet.begin("", Optional.of(Phase.PREPARATION), true))
        .isEqualTo(new RunResult.Reached(Phase.PREPARATION));
    try (Middleman between = new Middleman(quiet.url(), "never", () -> {})) {
      Heartbeat heart =
          Heartbeat.start(
              new Controller.Seat(
                  between.url(),
                  "who",
                  Clock.systemUTC(),
                  new Signals(),
                  event -> {},
                  "",
                  new Board()));
      heart.at(new State("u", "at work", State.Walk.NONE));
      TimeUnit.MILLISECONDS.sleep(1_500);
      between.fallSilent();
      TimeUnit.MILLISECONDS.sleep(700);
      long from = System.nanoTime();
      heart.close();
      assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(15));
    }
    quiet.assertRolledBack();
  }
}
