package dev.ripcord.migration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Problem;
import dev.ripcord.sql.Identifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationReaderTest {
  private static final Path CORPUS = Path.of("src/test/resources/dev/ripcord/migration/corpus");
  private static final String MINIMAL = "changes:\n  - drop_table: {table: t}\n";

  @TempDir private Path folder;

  /** The messages are a product: a change of one is seen in messages.txt. */
  @Test
  void saysWhatIsWrong() throws IOException {
    StringBuilder found = new StringBuilder();
    for (String part : List.of("invalid", "reader-only")) {
      try (Stream<Path> files = Files.list(CORPUS.resolve(part))) {
        for (Path file : files.sorted().toList()) {
          found.append(problems(file).replace(CORPUS + "/", "")).append('\n');
        }
      }
    }
    assertThat(found.toString()).isEqualTo(Files.readString(CORPUS.resolve("messages.txt")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "`` § 1:1: the file is empty, expected a mapping",
        "# only a comment § 1:1: the file is empty, expected a mapping",
        "changes:|\t- x § 2:1: a tab where YAML wants spaces, expected spaces",
        "changes: [a § 1:10: a quote or bracket that never closes, expected its end",
        "a: b: c § 1:5: a colon where none can stand, expected quotes around a text that contains a colon",
        "changes: &a|  - *a § 1:10: this value contains itself through an alias, expected no such cycle",
        "changes: *a § 1:10: found undefined alias a, expected an anchor (&name) before its alias (*name)",
        "a: 1|---|b: 2 § 2:1: a second document begins here, expected one document per file",
        "- a § 1:1: migration is a list, expected a mapping (key: value)",
      })
  void refusesWhatIsNoMigration(String text, String problem) throws IOException {
    Path file = write("m.yaml", text.replace("|", "\n"));
    assertThat(problems(file)).isEqualTo(file + ":" + problem);
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "changes:\n  # gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problems(latin))
        .isEqualTo(latin + ":2:7: the byte 0xFC is not UTF-8, expected UTF-8 text");
    Path wide = folder.resolve("wide.yaml");
    Files.write(wide, MINIMAL.getBytes(StandardCharsets.UTF_16));
    assertThat(problems(wide)).contains("UTF-16, expected UTF-8");
    assertThat(problems(write("control.yaml", "a: \u0001"))).contains(":1:4: the character U+0001");
    assertThat(problems(write("large.yaml", "#".repeat(1024 * 1024 + 1)))).contains("at most");
    assertThat(problems(write("deep.yaml", "[".repeat(100_000)))).contains("nested deeper");
    assertThat(problems(folder)).contains("this is a folder");
    assertThat(problems(Path.of("/dev/null"))).contains("no file but a pipe or a device");
    assertThat(problems(folder.resolve("none.yaml"))).contains("this file does not exist");
  }

  @Test
  void ignoresTheByteOrderMark() throws IOException {
    assertThat(MigrationReader.read(write("m.yaml", "\uFEFF" + MINIMAL)).changes()).hasSize(1);
  }

  @Test
  void tellsProblemsOfAllFilesAtOnceInTheirOrder() throws IOException {
    Path people = write("contacts.yaml", "cto: {nam: Eve}\ndba_team: {email: x}\n");
    Path levels = write("escalation.yaml", "LEVEL_9: {}\n");
    Path file =
        write(
            "m.yaml",
            """
            contacts: contacts.yaml
            escalation: escalation.yaml
            changes:
              - drop_table: {table: t, table: u}
              - nothing
            pace: {lock_timeout: x}
            """);
    assertThat(
            problemsOf(file).stream()
                .map(problem -> problem.place().toString())
                .collect(joining(" ")))
        .isEqualTo(
            String.join(
                " ",
                file + ":4:28",
                file + ":5:5",
                file + ":6:22",
                people + ":1:7",
                people + ":2:19",
                levels + ":1:1"));
  }

  /** Cut or damaged files may be accepted or refused, but never end in another exception. */
  @Test
  void survivesDamagedFiles() throws IOException {
    String whole =
        Files.readString(CORPUS.resolve("valid/all-kinds.yaml"))
            + Files.readString(CORPUS.resolve("valid/care.yaml")).substring(MINIMAL.length())
            + Files.readString(CORPUS.resolve("valid/responses.yaml")).substring(MINIMAL.length());
    Random random = new Random(5);
    String damage = "{}[]:,&*!|>'\"%@`#?- \n\t~";
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      StringBuilder text = new StringBuilder(whole);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, damage.charAt(random.nextInt(damage.length())));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
        }
      }
      Path file = write("m.yaml", text.toString());
      try {
        assertThat(MigrationReader.read(file).changes()).isNotEmpty();
      } catch (InputException e) {
        assertThat(e.problems()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(180);
  }

  @Test
  void fillsInTheReferenceRunbook() throws IOException {
    Files.createDirectory(folder.resolve("User Things"));
    Migration migration = MigrationReader.read(write("User Things/migration.yaml", MINIMAL));
    assertThat(migration.name()).isEqualTo("user-things");
    assertThat(migration.contacts().roles())
        .extracting(Contacts.Contact::title)
        .containsExactly(
            "Incident Commander",
            "Technical Lead",
            "Business Owner",
            "On-Call Engineer",
            "Executive Escalation");
    assertThat(migration.contacts().roles()).noneMatch(Contacts.Contact::assigned);
    assertThat(migration.escalation())
        .extracting(EscalationLevel::responseTime)
        .containsExactly(
            Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ZERO);
    assertThat(migration.triggers())
        .extracting(Trigger::condition)
        .containsExactly(
            "error_rate > baseline * 5 for 5 minutes",
            "p95_response_time > baseline * 3 for 10 minutes",
            "availability < 95% for 2 minutes",
            "data_validation_failures > 0",
            "migration_progress unchanged for 30 minutes");
    assertThat(migration.triggers())
        .extracting(Trigger::autoExecute)
        .containsExactly(true, false, true, true, false);
    assertThat(migration.aftermath().validations()).hasSize(17);
    assertThat(migration.aftermath().procedures()).hasSize(14);
    assertThat(migration.communication()).hasSize(12);
    assertThat(migration.pace()).isEqualTo(Pace.DEFAULT);
    assertThat(migration.readiness())
        .contains(
            "Incident Commander is not assigned: contacts.incident_commander needs a name and a"
                + " phone or an e-mail address",
            "DBA Team, named by Data Integrity Check Failure, Migration Progress Stalled, is not"
                + " assigned: contacts has no dba_team",
            "No backup is configured: give recovery a provider and a location");
  }

  @Test
  void whatIsGivenReplacesOnlyThat() {
    Migration migration = MigrationReader.read(CORPUS.resolve("valid/responses.yaml"));
    assertThat(migration.escalation()).hasSize(4);
    assertThat(migration.escalation().getFirst().responseTime()).hasSeconds(90);
    assertThat(migration.escalation().getFirst().trigger()).isEqualTo("Single component failure");
    assertThat(migration.triggers())
        .extracting(Trigger::key)
        .containsExactly(
            "error_rate_spike",
            "response_time_degradation",
            "service_availability_drop",
            "data_integrity_check_failure",
            "my_own");
    assertThat(migration.triggers().getFirst().armedIn())
        .containsExactly(Phase.CONTRACT, Phase.CLEANUP);
    assertThat(migration.triggers().getFirst().shadow()).isTrue();
    assertThat(migration.triggers().getLast().title()).isEqualTo("My Own");
    assertThat(migration.contacts().find("dba_team").orElseThrow().assigned()).isTrue();
  }

  @Test
  void readsEveryKindOfChange() {
    Migration migration = MigrationReader.read(CORPUS.resolve("valid/all-kinds.yaml"));
    assertThat(migration.name()).isEqualTo("all.kinds-1");
    assertThat(migration.changes())
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly(
            "AddColumn",
            "ChangeType",
            "AddCheck",
            "RenameColumn",
            "DropColumn",
            "DropTable",
            "CreateIndex",
            "Backfill",
            "RawSql");
    assertThat(migration.changes().getFirst().place().toString()).endsWith("all-kinds.yaml:4:5");
    Migration care = MigrationReader.read(CORPUS.resolve("valid/care.yaml"));
    assertThat(care.checks())
        .containsExactly(
            new Check.Sql("A", "SELECT true", "t"),
            new Check.Http("B", "https://example.com/health", 204, Duration.ofMillis(500)));
    assertThat(care.communication().getFirst().channel()).isEqualTo("#a");
    assertThat(care.recovery().maximumAge()).hasMinutes(90);
  }

  @Test
  void readsWhatBackupsThereAre() {
    Recovery base = MigrationReader.read(CORPUS.resolve("valid/basebackup.yaml")).recovery();
    assertThat(base.provider()).contains(Recovery.Provider.BASEBACKUP);
    assertThat(base.archive()).contains("wal");
    assertThat(base.take()).isEqualTo(Recovery.Take.ALWAYS);
    assertThat(base.under(Path.of("/shop")))
        .satisfies(
            it -> {
              assertThat(it.location()).contains("/shop/backups");
              assertThat(it.archive()).contains("/shop/wal");
              assertThat(it.space()).contains("/shop/restores");
            });
    Recovery stanza = MigrationReader.read(CORPUS.resolve("valid/pgbackrest.yaml")).recovery();
    assertThat(stanza.under(Path.of("/shop")).location()).as("no folder").contains("main");
    assertThat(stanza.config()).contains("/etc/pgbackrest/main.conf");
    assertThat(stanza.take()).isEqualTo(Recovery.Take.NEVER);
    assertThat(MigrationReader.read(CORPUS.resolve("valid/care.yaml")).recovery().take())
        .isEqualTo(Recovery.Take.IF_NEEDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          recovery-without-archive    | :3:11: recovery has no archive
          recovery-config-of-another  | :3:48: config means nothing to the provider pg_dump
          recovery-archive-of-another | :3:50: archive means nothing to the provider pgbackrest
          recovery-archive-of-nobody  | :3:12: archive without a provider
          recovery-take               | :3:54: take is no, expected one of if_needed, always, never
          recovery-stanza             | :3:44: location is /var/lib/pgbackrest
          """)
  void refusesKeysThatAreNotTheProvidersOwn(String file, String problem) {
    assertThatThrownBy(() -> MigrationReader.read(CORPUS.resolve("invalid/" + file + ".yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file + ".yaml" + problem);
  }

  @Test
  void readsHowMuchABackfillGivesWay() throws IOException {
    String rest = "changes:\n  - drop_table: {table: t}\n";
    Pace pace =
        MigrationReader.read(
                write("m.yaml", "pace: {workers: 3, share: 40%, replica_lag: 2 minutes}\n" + rest))
            .pace();
    assertThat(pace)
        .isEqualTo(
            new Pace(
                Pace.DEFAULT.lockTimeout(),
                Pace.DEFAULT.lockAttempts(),
                Pace.DEFAULT.batchTime(),
                OptionalInt.of(3),
                40,
                Duration.ofMinutes(2)));
    assertThat(
            problemsOf(write("m.yaml", "pace: {workers: 0, share: 0%, replica_lag: 0s}\n" + rest)))
        .extracting(problem -> problem.place().column() + " " + problem.expected())
        .containsExactly(
            "17 a whole number from 1 to 32",
            "27 a part of the time from 1% to 100%",
            "44 a duration such as 500ms");
  }

  @Test
  void theExampleIsReadyForALiveRun() throws IOException {
    Path example = Path.of("../examples/user-management");
    Migration migration = MigrationReader.read(example.resolve("migration.yaml"));
    assertThat(migration.readiness()).isEmpty();
    assertThat(migration.changes()).hasSize(10);
    assertThat(migration.changes())
        .filteredOn(ColumnChange.TransformColumns.class::isInstance)
        .first()
        .extracting(change -> ((ColumnChange.TransformColumns) change).down())
        .isEqualTo(
            Map.of(new Identifier("full_name"), "first_name || coalesce(' ' || last_name, '')"));
    for (String name : List.of("schema.sql", "migration.yaml", "contacts.yaml")) {
      assertThat(Files.readString(example.resolve(name)))
          .doesNotContain("{", "...", "…", "TBD", "XXX");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5 minutes,PT5M",
    "500ms,PT0.5S",
    "30s,PT30S",
    "1h 30m,PT1H30M",
    "1h30m,PT1H30M",
    "0,PT0S",
    "2 Days,PT48H",
    "1 minutes,PT1M"
  })
  void readsDurations(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"5", "minutes", "-5s", "5 s s", "5 parsecs", "1.5h", "99999999999s"})
  void refusesOtherDurations(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String problems(Path file) {
    return problemsOf(file).stream().map(Problem::toString).collect(joining("\n"));
  }

  private static List<Problem> problemsOf(Path file) {
    InputException refusal =
        catchThrowableOfType(
            InputException.class, () -> assertThat(MigrationReader.read(file)).isNull());
    assertThat(refusal).as("refusal of %s", file).isNotNull();
    return refusal.problems();
  }
}
