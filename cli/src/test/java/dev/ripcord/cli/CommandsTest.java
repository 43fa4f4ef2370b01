package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.Ripcord.Source;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.rehearse.Origin;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.ProofJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each command answers: exit status, results on one stream, the rest on the other. */
class CommandsTest {
  @TempDir private Path folder = Path.of("");

  private final CommandFixture ripcord = new CommandFixture();

  @Test
  void planShowsStepsLocksHazardsAndReadiness() {
    assertThat(ripcord.run("plan", "m.yaml")).isZero();
    assertThat(ripcord.out())
        .contains("EXPAND", "expand-01", "public.users ACCESS EXCLUSIVE", "exact")
        .contains("long-lock: waits for every reader")
        .contains("CONTRACT\n  nothing to do")
        .contains("no backup is configured")
        .doesNotContain("\033");
    assertThat(ripcord.source()).isEqualTo(new Source.SchemaFile(Optional.empty()));
  }

  @Test
  void aPlanThatIsThereAlreadySaysSo() {
    ripcord.planning(Samples.nothing());
    assertThat(ripcord.run("plan", "m.yaml")).isZero();
    assertThat(ripcord.out())
        .contains("Nothing to do: every change is there already")
        .doesNotContain("EXPAND");
  }

  @Test
  void planHasColoursOnATerminal() {
    ripcord.onTerminal();
    assertThat(ripcord.run("plan", "m.yaml")).isZero();
    assertThat(ripcord.out()).contains("\033[1m");
  }

  @Test
  void anIrreversiblePlanIsANo() {
    Reversibility gone = new Reversibility(Reversibility.Level.IRREVERSIBLE, "no down is given");
    ripcord.planning(Samples.plan("one way", gone));
    assertThat(ripcord.run("plan", "m.yaml")).isEqualTo(1);
    assertThat(ripcord.error()).contains("not reversible: expand-01: no down is given");
  }

  @Test
  void planAsJsonIsJson() {
    assertThat(ripcord.run("plan", "m.yaml", "--json")).isZero();
    assertThat(CanonicalJson.read(ripcord.out()).path("planHash").stringValue())
        .isEqualTo(Samples.plan().hash());
  }

  @Test
  void rehearseLeavesProofAndRunbook() {
    Path out = folder.resolve("a/b");
    int status =
        ripcord.run(
            "rehearse", "m.yaml", "--out", out.toString(), "--rows=7", "--seed=9", "--writers=2");
    assertThat(status).isZero();
    assertThat(ripcord.out())
        .contains("expand", "proven", "12,345 acknowledged", "0 lost", "17 ms", "PROVEN")
        .contains(out.resolve("proof.json").toString());
    assertThat(out.resolve("proof.json")).hasContent(ProofJson.write(Samples.proven()));
    assertThat(out.resolve("runbook.txt")).isNotEmptyFile();
    assertThat(out.resolve("runbook.md")).isNotEmptyFile();
    assertThat(out.resolve("runbook.json")).isNotEmptyFile();
    assertThat(ripcord.options().rows()).isEqualTo(7);
    assertThat(ripcord.options().seed()).isEqualTo(9);
    assertThat(ripcord.options().writers()).isEqualTo(2);
  }

  @Test
  void aRehearsalStartsFromALiveDatabaseOrAFileButNotFromBoth() {
    String out = folder.toString();
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", out, "--database", "postgres://a:b@c/d"))
        .isZero();
    assertThat(ripcord.options().origin())
        .isEqualTo(new Origin.Database(DatabaseUrl.parse("postgres://a:b@c/d")));
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", out)).isZero();
    assertThat(ripcord.options().origin()).isEqualTo(new Origin.SchemaFile(Optional.empty()));
    assertThat(
            ripcord.run(
                "rehearse", "m.yaml", "--database", "postgres://a:b@c/d", "--schema", "s.sql"))
        .isEqualTo(2);
    assertThat(ripcord.error()).contains("mutually exclusive").doesNotContain("a:b@");
  }

  @Test
  void missingWritesAreSaidPlainly() {
    Proof.Difference gone =
        new Proof.Difference("ledger", "public.users", "a write is gone", List.of("id=7"));
    Proof fine = Samples.proven();
    ripcord.rehearsing(
        progress ->
            new Proof(
                fine.plan(),
                fine.schemaFingerprint(),
                fine.serverVersion(),
                fine.seed(),
                fine.rows(),
                fine.verdicts(),
                fine.steps(),
                new Proof.LedgerResult(10, 5, 5, 0, 0, List.of(gone), 0),
                fine.interruptions(),
                fine.started(),
                fine.finished()));
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(1);
    assertThat(ripcord.out())
        .contains("NOT ALL FOUND AGAIN", "public.users: a write is gone", "id=7", "NOT PROVEN")
        .doesNotContain("0 lost");
    assertThat(folder.resolve("runbook.txt")).content().contains("NOT ALL FOUND AGAIN");
  }

  @Test
  void notProvenIsANoAndNamesWhatDiffered() {
    ripcord.rehearsing(progress -> Samples.notProven());
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(1);
    assertThat(ripcord.out())
        .contains("NOT PROVEN", "public.users.email: 1 row differs", "became NULL");
  }

  @Test
  void unmeasuredIsANo() {
    ripcord.rehearsing(progress -> Samples.unmeasured());
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(1);
    assertThat(ripcord.out()).contains("UNMEASURED (the scratch server stopped)");
  }

  /** A full disk, or something that stands in the way. */
  @Test
  void rehearseTellsTheVerdictEvenIfItCannotBeWritten() throws IOException {
    Files.createDirectories(folder.resolve("runbook.txt/in-the-way"));
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(3);
    assertThat(ripcord.out()).contains("PROVEN: every phase can be rolled back");
    assertThat(ripcord.error()).contains("cannot write to " + folder.resolve("runbook.txt"));
    assertThat(folder.resolve(".runbook.txt.draft")).doesNotExist();
  }

  @Test
  void rehearseAsJsonPrintsTheProofAlone() {
    assertThat(ripcord.run("rehearse", "m.yaml", "--json", "--out", folder.toString())).isZero();
    assertThat(ripcord.out()).isEqualTo(ProofJson.write(Samples.proven()));
  }

  @Test
  void aRefusedRehearsalLeavesNoFolderBehind() {
    ripcord.rehearsing(
        progress -> {
          throw new RipcordException(ProblemCode.REFUSED, "it does not fit");
        });
    Path made = folder.resolve("made");
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", made.toString())).isEqualTo(2);
    assertThat(made).doesNotExist();
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(2);
    assertThat(folder).exists();
  }

  @Test
  void anUnusableFolderIsToldBeforeTheRehearsal() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    ripcord.rehearsing(
        progress -> {
          throw new IllegalStateException("rehearsed all the same");
        });
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", file.toString())).isEqualTo(3);
    assertThat(ripcord.error()).contains("cannot write to " + file);
  }

  @Test
  void runbookTakesAProofOfThisPlanOnly() throws IOException {
    Path proof = Files.writeString(folder.resolve("p.json"), ProofJson.write(Samples.proven()));
    assertThat(ripcord.run("runbook", "m.yaml", "--proof", proof.toString())).isZero();
    ripcord.planning(Samples.plan("another", Reversibility.EXACT));
    assertThat(ripcord.run("runbook", "m.yaml", "--proof", proof.toString())).isEqualTo(2);
    assertThat(ripcord.error()).contains("the proof is of another plan");
  }

  @Test
  void runbookGoesToAFile() {
    Path out = folder.resolve("r.md");
    assertThat(ripcord.run("runbook", "m.yaml", "--format=markdown", "--out", out.toString()))
        .isZero();
    assertThat(out).isNotEmptyFile();
    assertThat(ripcord.out()).isEmpty();
  }

  @Test
  void checkSaysWhatNoLongerFits() {
    assertThat(ripcord.run("runbook", "--check", "r.json", "m.yaml")).isZero();
    ripcord.checking(List.of("the table users has a new column"));
    assertThat(ripcord.run("runbook", "--check", "r.json", "m.yaml")).isEqualTo(1);
    assertThat(ripcord.out()).contains("does not fit: the table users has a new column");
    assertThat(ripcord.run("runbook", "--check", "r.json", "m.yaml", "--out=x")).isEqualTo(2);
  }

  @Test
  void everyProblemOfAnInputIsALine() {
    ripcord.rehearsing(
        progress -> {
          throw new InputException(
              List.of(
                  new Problem(new Place("m.yaml", 3, 5), "unknown key 'chnges'", "changes"),
                  new Problem(new Place("m.yaml", 9, 1), "no name", "a name")));
        });
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(2);
    assertThat(ripcord.error())
        .startsWith(
            """
            m.yaml:3:5: unknown key 'chnges', expected changes
            m.yaml:9:1: no name, expected a name
            """)
        .contains("2 problems");
  }

  @ParameterizedTest
  @EnumSource(ProblemCode.class)
  void aKnownFailureHasItsStatusAndNoStackTrace(ProblemCode code) {
    ripcord.rehearsing(
        progress -> {
          throw new RipcordException(
              code, "went wrong at postgres://app:s3cret@db/shop, postgres:/app:s3cret@db/shop");
        });
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString()))
        .isEqualTo(code.exitStatus());
    assertThat(ripcord.error())
        .contains("went wrong at postgres://app:***@db/shop, postgres:/app:***@db/shop")
        .doesNotContain("\tat ", "s3cret");
  }

  @Test
  void aDefectIsWrittenToAFileAndNotShown() throws IOException {
    ripcord.rehearsing(
        progress -> {
          throw new IllegalStateException("password=s3cret is odd");
        });
    assertThat(ripcord.run("rehearse", "m.yaml", "--out", folder.toString())).isEqualTo(3);
    assertThat(ripcord.error())
        .contains("internal error: password=*** is odd; please report, with ")
        .doesNotContain("\tat ", "s3cret");
    Path file = Path.of(ripcord.error().strip().replaceFirst("(?s).*, with ", ""));
    assertThat(file).content().contains("\tat dev.ripcord").doesNotContain("s3cret");
    Files.delete(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plan",
        "reherse m.yaml",
        "rehearse m.yaml --rows x",
        "rehearse m.yaml --rows 0",
        "rehearse m.yaml --rows 100000001",
        "rehearse m.yaml --writers 26",
        "rehearse m.yaml --database postgres://u:s3cret@db:65536/shop",
        "rehearse m.yaml --writers 0",
        "rehearse m.yaml --log loud",
        "plan m.yaml --database mysql://app:s3cret@db/shop",
        "plan m.yaml --databas postgres://app:s3cret@db/shop",
        "plan m.yaml --schema a.sql --database postgres://db/shop",
        "runbook m.yaml --format html"
      })
  void wrongUsageIsTwoWithAWayToHelp(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(ripcord.run(arguments)).isEqualTo(2);
    assertThat(ripcord.error()).contains("--help'").doesNotContain("s3cret");
    assertThat(ripcord.out()).isEmpty();
  }

  @Test
  void allMistakesOfALineAreToldAtOnce() {
    assertThat(ripcord.run("rehearse", "--rows", "many", "--outt=x", "--writers=some"))
        .isEqualTo(2);
    assertThat(ripcord.error())
        .contains(
            "Invalid value for option '--rows': 'many' is not a long",
            "Invalid value for option '--writers': 'some' is not an int",
            "Missing required parameter: 'MIGRATION'",
            "--outt",
            "Did you mean: --out");
    assertThat(ripcord.run("rehearse", "m.yaml", "--rows=0", "--writers=0")).isEqualTo(2);
    assertThat(ripcord.error())
        .contains(
            "--rows must be from 1 to 100000000, not 0; --writers must be from 1 to 25, not 0");
  }

  @Test
  void aRunSaysBeforehandThatItsJournalCouldNotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("journal"), "");
    String database = "postgres://nobody@127.0.0.1:1/none";
    String[] run = {"run", "m.yaml", "--database", database, "--export"};
    for (Path wrong : List.of(file, file.resolve("deeper"))) {
      assertThat(ripcord.run(with(run, wrong))).isEqualTo(2);
      assertThat(ripcord.error())
          .contains("cannot write to " + wrong + ": " + file + " is a file, expected a folder");
    }
    assertThat(ripcord.run(with(run, folder.resolve("new/one")))).isNotEqualTo(0);
    assertThat(ripcord.error()).doesNotContain("new/one");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  private static String[] with(String[] arguments, Path last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last.toString())).toArray(String[]::new);
  }

  @Test
  void aTypingMistakeGetsASuggestion() {
    assertThat(ripcord.run("reherse", "m.yaml")).isEqualTo(2);
    assertThat(ripcord.error()).contains("Did you mean: rehearse");
  }

  @Test
  void aDatabaseIsReadFromItsAddress() {
    assertThat(ripcord.run("plan", "m.yaml", "--database", "postgres://app:x@db:5433/shop"))
        .isZero();
    assertThat(ripcord.source())
        .isInstanceOfSatisfying(
            Source.Database.class,
            database -> assertThat(database.url()).hasToString("postgres://app@db:5433/shop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "plan --help", "rehearse --help", "runbook --help"})
  void helpHasExamplesAndExitStatuses(String line) {
    assertThat(ripcord.run(line.split(" ", -1))).isZero();
    assertThat(ripcord.out()).contains("Examples:").containsIgnoringCase("exit status:");
  }

  @Test
  void versionAndCompletionAreThere() {
    assertThat(ripcord.run("--version")).isZero();
    assertThat(ripcord.out()).matches("(?s)ripcord \\d+\\.\\d+\\.\\d+.*Java .*");
    assertThat(ripcord.run("completion")).isZero();
    assertThat(ripcord.out()).contains("complete -F").contains("--writers");
  }
}
