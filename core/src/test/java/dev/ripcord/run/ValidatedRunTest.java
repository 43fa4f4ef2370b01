package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.ShortWaits;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.secret.Secrets;
import dev.ripcord.validate.Finding;
import dev.ripcord.validate.Validation;
import dev.ripcord.validate.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A rollback is checked before its journal leaves the database, and afterwards. */
@Timeout(90)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class ValidatedRunTest {
  @TempDir private Path folder;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer people;
  private Quiet quiet;

  @BeforeEach
  void open(TestDatabase database) throws IOException {
    quiet = Quiet.of(database, folder);
    people = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    people.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(
                CanonicalJson.read(new String(body, StandardCharsets.UTF_8))
                    .get("title")
                    .stringValue());
            exchange.sendResponseHeaders(200, -1);
          }
        });
    people.start();
  }

  @AfterEach
  void close() {
    people.stop(0);
  }

  /** The check breaks once the run is in the database, and the rollback finds it. */
  private RunResult brokenAndBack() {
    String around =
        """
        channels:
          ops: {type: webhook, url: "http://127.0.0.1:%d/"}
        contacts:
          engineering_manager: {name: Eve, email: eve@example.com, channels: [ops]}
          ceo: {name: Cleo, email: cleo@example.com, channels: [ops]}
        checks:
          - {title: one person, query: SELECT count(*) FROM people, expected: 1}
        aftermath:
          validations: [Ask the warehouse]
          thresholds: {settle: 0}
        """
            .formatted(people.getAddress().getPort());
    assertThat(quiet.begin(around, Optional.of(Phase.CONTRACT), true))
        .isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    quiet.sql("INSERT INTO people (id, username) VALUES (2, 'bob')");
    return quiet.back(new Back.Start());
  }

  private Validations validations(Brake brake) {
    return new Validations(
        "logins",
        quiet.url(),
        new Validations.Files(Optional.empty(), folder),
        Clock.systemUTC(),
        new Secrets(Map.of()),
        brake);
  }

  private Validations.Outcome sign(int number, Optional<String> accepting) {
    return validations(new Brake())
        .sign(new Validations.Signature(number, "Ann Lee", "looked", accepting));
  }

  private static Validation written(Validations.Outcome outcome) {
    assertThat(outcome).isInstanceOf(Validations.Outcome.Written.class);
    return ((Validations.Outcome.Written) outcome).validation();
  }

  private static List<Integer> failed(Validation validation) {
    return validation.failed().stream().map(Finding::number).toList();
  }

  @Test
  void aFailedCheckKeepsTheRunAndCallsPeopleUntilItIsMended() {
    RunResult result = brokenAndBack();
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Unvalidated.class,
            it ->
                assertThat(it.findings())
                    .hasSize(18)
                    .filteredOn(Finding::failed)
                    .singleElement()
                    .satisfies(
                        finding ->
                            assertThat(finding.verdict())
                                .isEqualTo(new Verdict.Failed("one person: it is 2, expected 1"))));
    assertThat(received).anyMatch(title -> title.startsWith("[LEVEL_3] logins: "));
    assertThat(received).noneMatch(title -> title.contains("EMERGENCY"));
    assertThat(quiet.standing().goingBack()).isTrue();
    try (Session session = Session.open(quiet.url(), "test")) {
      // the old shape serves all the same
      assertThat(session.scalar("SELECT login FROM people WHERE id = 2")).isEqualTo("bob");
    }
    assertThat(quiet.resume(Optional.empty(), false)).isInstanceOf(RunResult.Unvalidated.class);
    quiet.sql("DELETE FROM people WHERE id = 2");
    quiet.events.clear();
    assertThat(quiet.resume(Optional.empty(), false)).isInstanceOf(RunResult.RolledBack.class);
    assertThat(received).anyMatch(title -> title.startsWith("[resolved] logins: "));
    assertThat(quiet.events.toString())
        .contains("for a person to sign off: ripcord validate ")
        .contains("Checking[number=17");
    quiet.sql("DO $$ BEGIN ASSERT to_regnamespace('ripcord') IS NULL; END $$");
  }

  @Test
  void aFailedCheckCanBeAccepted() {
    assertThat(brokenAndBack()).isInstanceOf(RunResult.Unvalidated.class);
    quiet.overrides = quiet.overrides.acceptingFailedChecks(Optional.of("bob is known"));
    assertThat(quiet.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    Validation validation =
        Validation.of(Export.newest(folder, "logins").orElseThrow().journal().read());
    assertThat(failed(validation)).containsExactly(4);
    assertThat(validation.signOff(4).orElseThrow().accepting()).contains("bob is known");
    assertThat(validation.signOff(4).orElseThrow().who()).isEqualTo("tester");
  }

  @Test
  void isCheckedAndSignedOffInTheDatabase() {
    assertThat(brokenAndBack()).isInstanceOf(RunResult.Unvalidated.class);
    List<RunEvent> told = new ArrayList<>();
    assertThat(failed(written(validations(new Brake()).check(told::add)))).containsExactly(4);
    assertThat(told).hasSize(35);
    assertThat(sign(4, Optional.empty()).toString()).contains("item 4 failed: mend it");
    assertThat(sign(11, Optional.empty()).toString()).contains("item 11 passed");
    assertThat(sign(40, Optional.empty()).toString()).contains("item 40 was never checked");
    assertThat(written(sign(4, Optional.of("bob is known"))).signOff(4)).isPresent();
    // it is accepted now, and so does not hold up the end
    assertThat(quiet.resume(Optional.empty(), false)).isInstanceOf(RunResult.RolledBack.class);
  }

  @Test
  void whoHasTheRunIsNamed() {
    assertThat(brokenAndBack()).isInstanceOf(RunResult.Unvalidated.class);
    List<String> other = new ArrayList<>();
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.Checking checking && checking.number() == 3) {
            other.add(validations(new Brake()).check(any -> {}).toString());
          }
        };
    assertThat(quiet.resume(Optional.empty(), false)).isInstanceOf(RunResult.Unvalidated.class);
    assertThat(other).singleElement().asString().contains("another run is at work: pid ");
  }

  @Test
  void isCheckedAndSignedOffInTheExportedFile() {
    assertThat(
            quiet.begin("aftermath: {validations: [Ask the warehouse]}\n", Optional.empty(), true))
        .isInstanceOf(RunResult.Completed.class);
    assertThat(validations(new Brake()).check(any -> {}).toString())
        .contains("is not rolled back to the start");
    quiet.assertRolledBack();
    JournalFile file = Export.newest(folder, "logins").orElseThrow().journal();
    int before = file.read().size();
    Validation validation = written(validations(new Brake()).check(any -> {}));
    assertThat(validation.findings()).hasSize(18);
    assertThat(validation.failed()).isEmpty();
    assertThat(validation.complete()).isFalse();
    assertThat(file.read()).hasSize(before + 18);
    for (Finding finding : validation.unsigned()) {
      validation = written(sign(finding.number(), Optional.empty()));
    }
    assertThat(validation.complete()).isTrue();
    assertThat(Journal.firstBroken(file.read())).isEmpty();
    assertThat(file.read().getLast().kind()).isEqualTo(Entry.Kind.SIGNED_OFF);
  }

  @Test
  void theExportedRunMustBeOfTheMigration() {
    assertThat(validations(new Brake()).check(any -> {}).toString())
        .contains("no exported journal of one in");
  }

  @Test
  void stoppedInTheMiddleItChecksAgain() {
    assertThat(quiet.begin("", Optional.of(Phase.EXPAND), true))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND));
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.Checking checking && checking.number() == 6) {
            throw new RipcordException(dev.ripcord.problem.ProblemCode.STOPPED, "stopped");
          }
        };
    assertThatThrownBy(() -> quiet.back(new Back.Start())).hasMessage("stopped");
    quiet.listener = event -> {};
    quiet.assertRolledBack();
  }
}
