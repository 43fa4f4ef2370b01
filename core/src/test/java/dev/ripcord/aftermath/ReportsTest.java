package dev.ripcord.aftermath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.run.RolledBackRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What ripcord writes of a rollback, and the bundle of it. */
@Timeout(120)
@ExtendWith(TestDatabase.Extension.class)
class ReportsTest {
  private static final String SECRET = "hunter2-of-the-hook";
  private static final String AROUND =
      """
      contacts:
        technical_lead: {name: Lea, email: lea@example.com}
        incident_commander: {name: Ian, email: ian@example.com}
      """;
  private static final String WITH_SECRET =
      AROUND
          + """
          hooks:
            - {name: tell, when: before expand, shell: 'echo "$TOKEN"', env: {TOKEN: "${env:TOKEN}"}}
          """;

  @TempDir private Path folder;

  private static Afterwards of(RolledBackRun run) {
    return new Afterwards(
        run.migration(), run.url(), run.folder(), "tester", Clock.systemUTC(), run.means());
  }

  private static State state(Afterwards afterwards, int number) {
    return afterwards.list().tasks().get(number - 1).state();
  }

  private static Path reports(RolledBackRun run) {
    String id =
        run.journal().getFileName().toString().replace("journal-", "").replace(".jsonl", "");
    return run.folder().resolve("aftermath-" + id);
  }

  @Test
  void reportsAreWrittenFromTheJournal(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, AROUND);
    Afterwards afterwards = of(run);
    assertThat(state(afterwards, 3)).isInstanceOf(State.UnderWay.class);
    assertThat(state(afterwards, 13)).isInstanceOf(State.UnderWay.class);
    assertThat(afterwards.report(Optional.empty()).good()).isTrue();
    assertThat(state(afterwards, 3))
        .isInstanceOfSatisfying(
            State.Done.class,
            it -> assertThat(it.evidence()).contains("rolled back in", "served again after"));
    assertThat(state(afterwards, 13)).isInstanceOf(State.Done.class);
    assertThat(state(afterwards, 4)).isInstanceOf(State.Assigned.class);
    assertThat(Files.readString(reports(run).resolve("timing.md")))
        .contains("| contract |", "Nothing was rehearsed");
    assertThat(Files.readString(reports(run).resolve("post-mortem.md")))
        .contains(
            "by tester (a test)",
            "Ian (Incident Commander) writes here what caused it.",
            "At its end the rollback found the schema as at the start",
            "| rolled back | the start |")
        .contains("WITHOUT PROOF: a test")
        .doesNotContain("TODO", "TBD", "No draft yet");
    assertThat(Files.readString(reports(run).resolve("next-attempt.md")))
        .contains(
            "There is no proof in",
            "None: nothing is in ripcord_kept.",
            "ripcord rehearse ",
            "ripcord run ");
    assertThat(Files.readString(reports(run).resolve("capacity.md")))
        .contains("WAL that was written: no place in it is in the journal.");
    assertThat(Files.readString(reports(run).resolve("thresholds.md")))
        .contains("Nobody has recorded its metrics");
  }

  @Test
  void writingThemAgainAddsNothing(TestDatabase database) {
    RolledBackRun run = RolledBackRun.of(database, folder, AROUND);
    Afterwards afterwards = of(run);
    assertThat(afterwards.list().open()).isPositive();
    assertThat(afterwards.report(Optional.empty()).good()).isTrue();
    List<Entry> added;
    do { // the database grows by itself until it was vacuumed, and the reports have its size
      int entries = new JournalFile(run.journal()).read().size();
      assertThat(afterwards.report(Optional.empty()).good()).isTrue();
      List<Entry> all = new JournalFile(run.journal()).read();
      added = all.subList(entries, all.size());
    } while (added.stream().anyMatch(entry -> entry.unit().equals("capacity.md")));
    assertThat(added).isEmpty();
  }

  @Test
  void whatAPersonWroteStays(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, AROUND);
    assertThat(of(run).report(Optional.empty()).good()).isTrue();
    Path file = reports(run).resolve("post-mortem.md");
    Files.writeString(file, Files.readString(file) + "\nIt was the index.\n");
    assertThat(of(run).report(Optional.empty()).lines())
        .anyMatch(line -> line.endsWith("post-mortem.md: somebody changed it, so it stays"));
    assertThat(file).content().endsWith("It was the index.\n");
  }

  @Test
  void rowsThatDidNotFitAreInThePlan(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, AROUND);
    run.sql("ALTER TABLE people RENAME COLUMN login TO other");
    assertThat(of(run).report(Optional.empty()).good()).isTrue();
    assertThat(Files.readString(reports(run).resolve("next-attempt.md")))
        .contains("It cannot be planned now.", "migration.yaml:");
  }

  @Test
  void theBundleHoldsWhatIsKnownAndNoSecret(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, WITH_SECRET, Map.of("TOKEN", SECRET));
    Afterwards afterwards = of(run);
    assertThat(state(afterwards, 8)).isInstanceOf(State.UnderWay.class);
    assertThat(afterwards.report(Optional.empty()).good()).isTrue();
    Afterwards.Outcome made = afterwards.bundle(Optional.empty());
    assertThat(made.lines()).anyMatch(line -> line.startsWith("Not in it: proof and runbook"));
    assertThat(state(afterwards, 8)).isInstanceOf(State.Done.class);
    Path bundle = Path.of(reports(run) + ".zip");
    Map<String, byte[]> files = read(bundle);
    assertThat(files)
        .containsKeys(
            "MANIFEST",
            "journal.jsonl",
            "run.json",
            "post-mortem.md",
            "timing.md",
            "alerts.jsonl",
            "validations.jsonl",
            "metrics/baselines.jsonl");
    files.forEach(
        (name, content) ->
            assertThat(new String(content, StandardCharsets.UTF_8))
                .as(name)
                .doesNotContain(SECRET));
    assertThat(afterwards.verify(bundle).lines())
        .containsExactly(bundle + " is as it was made: manifest and journal agree.");
    byte[] first = Files.readAllBytes(bundle);
    Path journal = run.journal();
    String now = Files.readString(journal);
    // without the entry about it, the same bundle is made again
    Files.writeString(journal, now.substring(0, now.lastIndexOf('\n', now.length() - 2) + 1));
    assertThat(afterwards.bundle(Optional.empty()).good()).isTrue();
    assertThat(Files.readAllBytes(bundle)).isEqualTo(first);
  }

  @Test
  void aChangedBundleIsFound(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, AROUND);
    Afterwards afterwards = of(run);
    assertThat(afterwards.report(Optional.empty()).good()).isTrue();
    assertThat(afterwards.bundle(Optional.empty()).good()).isTrue();
    Path bundle = Path.of(reports(run) + ".zip");
    Map<String, byte[]> files = read(bundle);
    files.put("timing.md", "it took no time\n".getBytes(StandardCharsets.UTF_8));
    files.put("more.txt", new byte[] {1});
    files.remove("capacity.md");
    write(bundle, files);
    Afterwards.Outcome found = afterwards.verify(bundle);
    assertThat(found.good()).isFalse();
    assertThat(found.lines())
        .containsExactly(
            found.lines().getFirst(),
            bundle + ": capacity.md is missing",
            bundle + ": timing.md was changed",
            bundle + ": more.txt was put in");
    assertThat(found.lines().getFirst()).endsWith(" is not in the journal");
  }

  @Test
  void theProofOfTheRunGoesIntoTheBundle(TestDatabase database) throws IOException {
    RolledBackRun run = RolledBackRun.of(database, folder, AROUND);
    String hash = new JournalFile(run.journal()).read().getFirst().plan();
    Path rehearsal = Files.createDirectory(folder.resolve("proof"));
    Files.writeString(
        rehearsal.resolve("proof.json"),
        "{\"format\": \"x\", \"planHash\": \"" + hash + "\", \"schemaFingerprint\": \"y\"}");
    Files.writeString(rehearsal.resolve("runbook.txt"), "step by step");
    assertThat(of(run).bundle(Optional.of(rehearsal)).lines())
        .noneMatch(line -> line.contains("proof and runbook"));
    assertThat(read(Path.of(reports(run) + ".zip"))).containsKeys("proof.json", "runbook.txt");
    Files.writeString(
        rehearsal.resolve("proof.json"), "{\"format\": \"x\", \"planHash\": \"of another\"}");
    assertThat(of(run).bundle(Optional.of(rehearsal)).lines())
        .anyMatch(line -> line.contains("proof and runbook"));
    assertThat(List.copyOf(read(Path.of(reports(run) + ".zip")).keySet()))
        .doesNotContain("proof.json");
  }

  private static Map<String, byte[]> read(Path file) throws IOException {
    Map<String, byte[]> files = new java.util.TreeMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static void write(Path file, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    Files.write(file, out.toByteArray());
  }
}
