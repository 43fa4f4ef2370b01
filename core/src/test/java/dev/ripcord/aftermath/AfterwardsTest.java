package dev.ripcord.aftermath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.ShortWaits;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.run.RolledBackRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each procedure's state, both ways, after real rollbacks. */
@Timeout(120)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class AfterwardsTest {
  private static final String PEOPLE =
      """
      contacts:
        technical_lead: {name: Lea, email: lea@example.com}
        incident_commander: {name: Ian, email: ian@example.com}
      """;

  @TempDir private Path folder;

  private static Afterwards of(RolledBackRun run, Clock clock) {
    return new Afterwards(run.migration(), run.url(), run.folder(), "tester", clock, run.means());
  }

  private static Afterwards of(RolledBackRun run) {
    return of(run, Clock.systemUTC());
  }

  private static State state(TaskList list, int number) {
    return list.tasks().get(number - 1).state();
  }

  private List<Entry> entries(RolledBackRun run) {
    return new JournalFile(run.journal()).read();
  }

  @Test
  void whatRipcordCannotDoIsAssignedOnce(TestDatabase database) {
    RolledBackRun run = RolledBackRun.of(database, folder, PEOPLE);
    TaskList first = of(run).list();
    assertThat(first.tasks()).hasSize(14);
    assertThat(first.newlyAssigned()).containsExactly(2, 4, 5, 6, 7, 10, 11, 14);
    assertThat(state(first, 2))
        .isInstanceOfSatisfying(
            State.Assigned.class,
            it -> {
              assertThat(it.who()).isEqualTo("Lea (Technical Lead)");
              assertThat(it.due())
                  .isEqualTo(
                      first
                          .rolledBackAt()
                          .plus(Duration.ofDays(1))
                          .atOffset(ZoneOffset.UTC)
                          .toLocalDate());
              assertThat(it.overdue()).isFalse();
            });
    assertThat(state(first, 9))
        .isInstanceOfSatisfying(
            State.Unassigned.class,
            it ->
                assertThat(it.why())
                    .isEqualTo("the role On-Call Engineer has nobody in the contacts"));
    for (int number : List.of(1, 3, 8, 13)) {
      assertThat(state(first, number)).isInstanceOf(State.UnderWay.class);
    }
    int before = entries(run).size();
    TaskList second = of(run).list();
    assertThat(second.newlyAssigned()).isEmpty();
    assertThat(second.tasks()).isEqualTo(first.tasks());
    assertThat(entries(run)).hasSize(before);
    assertThat(Journal.firstBroken(entries(run))).isEmpty();
  }

  @Test
  void aFileSaysWhoSeesToWhat(TestDatabase database) {
    RolledBackRun run =
        RolledBackRun.of(
            database,
            folder,
            PEOPLE
                + """
                aftermath:
                  procedures: [Water the plants, Conduct thorough post-rollback testing of all critical paths]
                  assign: [{procedure: 2, to: incident_commander, due: 12d}]
                """);
    TaskList list = of(run).list();
    assertThat(list.tasks()).hasSize(2);
    assertThat(state(list, 1))
        .isInstanceOfSatisfying(
            State.Assigned.class, it -> assertThat(it.to()).isEqualTo("incident_commander"));
    assertThat(state(list, 2))
        .isInstanceOfSatisfying(
            State.Assigned.class,
            it ->
                assertThat(it.due())
                    .isEqualTo(
                        list.rolledBackAt()
                            .plus(Duration.ofDays(12))
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate()));
  }

  @Test
  void aDayThatIsOverIsShown(TestDatabase database) {
    RolledBackRun run = RolledBackRun.of(database, folder, PEOPLE);
    TaskList now = of(run).list();
    assertThat(now.tasks()).noneMatch(Task::overdue);
    TaskList later = of(run, Clock.offset(Clock.systemUTC(), Duration.ofDays(4))).list();
    assertThat(later.tasks().get(1).overdue()).isTrue();
    assertThat(later.tasks().get(9).overdue()).isFalse();
    // what ripcord does must be asked for by somebody
    assertThat(later.tasks().get(7).overdue()).isTrue();
  }

  @Test
  void peopleTakeProceduresAndFinishThem(TestDatabase database) {
    RolledBackRun run = RolledBackRun.of(database, folder, PEOPLE);
    Afterwards afterwards = of(run);
    LocalDate due = LocalDate.of(2026, 12, 6);
    assertThat(afterwards.assign(9, "technical_lead", due).good()).isTrue();
    assertThat(state(afterwards.list(), 9))
        .isInstanceOfSatisfying(State.Assigned.class, it -> assertThat(it.due()).isEqualTo(due));
    assertThat(afterwards.done(9, "Lea", "left as they are").good()).isTrue();
    assertThat(state(afterwards.list(), 9))
        .isInstanceOfSatisfying(
            State.Done.class,
            it -> {
              assertThat(it.by()).isEqualTo("Lea");
              assertThat(it.evidence()).isEqualTo("left as they are");
            });
    assertThat(afterwards.done(9, "Ian", "once more"))
        .satisfies(it -> assertThat(it.good()).isFalse())
        .satisfies(it -> assertThat(it.lines().getFirst()).contains("done already, by Lea"));
    assertThatThrownBy(() -> of(run).done(15, "Lea", ""))
        .hasMessage("there is no procedure 15; they are 1 to 14");
    assertThatThrownBy(() -> of(run).assign(1, "nobody", due))
        .hasMessageContaining("there is no contact nobody; the migration has incident_commander");
    assertThatThrownBy(() -> of(run).assign(1, "business_owner", due))
        .hasMessageContaining("has nobody in the contacts");
    for (int number = 1; number <= 14; number++) {
      if (number != 9) {
        assertThat(afterwards.done(number, "Lea", "seen to").good()).isTrue();
      }
    }
    assertThat(afterwards.list().open()).isZero();
  }

  @Test
  void withoutARollbackThereIsNothingToSeeTo(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, PEOPLE);
    Files.delete(run.journal());
    assertThatThrownBy(() -> of(run).list())
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("--export names the folder");
  }

  @Test
  void aChangedJournalIsRefused(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, PEOPLE);
    String text = Files.readString(run.journal());
    Files.writeString(run.journal(), text.replace("a test", "a jest"));
    assertThatThrownBy(() -> of(run).list()).hasMessageContaining("was changed");
    assertThatThrownBy(() -> of(run).done(2, "Lea", "")).hasMessageContaining("was changed");
    assertThatThrownBy(() -> of(run).report(Optional.empty())).hasMessageContaining("was changed");
  }

  @Test
  void severalAtOnceAssignEachProcedureOnce(TestDatabase database) {
    RolledBackRun run = RolledBackRun.of(database, folder, PEOPLE);
    List<CompletableFuture<TaskList>> all =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(() -> of(run).list(), Thread::startVirtualThread))
            .limit(6)
            .toList();
    assertThat(all.stream().mapToInt(each -> each.join().newlyAssigned().size()).sum())
        .isEqualTo(8);
    assertThat(Journal.firstBroken(entries(run))).isEmpty();
    assertThat(entries(run).stream().filter(entry -> entry.kind() == Entry.Kind.ASSIGNED))
        .hasSize(8);
  }
}
