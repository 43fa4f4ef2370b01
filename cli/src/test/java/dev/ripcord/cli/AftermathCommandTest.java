package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.ServerProcess;
import dev.ripcord.postgres.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What follows a rollback, from the command line, as whoever is on call has it. */
@Timeout(300)
class AftermathCommandTest {
  private static final String MIGRATION =
      """
      migration: when-seen
      contacts:
        technical_lead: {name: Lea, email: lea@example.com}
        incident_commander: {name: Ian, email: ian@example.com}
      aftermath: {watch: 1h}
      gates: {contract: automatic}
      changes:
        - add_column: {table: person, column: seen, type: timestamptz, backfill: {value: now()}}
      """;

  @TempDir private Path folder = Path.of("");

  private record Said(int status, String text) {}

  private static Said ripcord(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    Paint paint = new Paint(false);
    Terminal terminal = new Terminal(writer, writer, paint, paint, false, 80);
    int status =
        RipcordCommand.commandLine(
                new Door.Library(), new LiveDoor.Library(), terminal, new Stop(terminal), arguments)
            .execute(arguments);
    return new Said(status, said.toString());
  }

  private static Process process(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ripcord.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theListIsKeptUntilAllIsDone() throws IOException {
    Path migration = Files.writeString(folder.resolve("migration.yaml"), MIGRATION);
    int major = new TreeSet<>(ScratchServer.majors()).last();
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults().withMajor(major))) {
      DatabaseUrl url = server.url();
      try (Session session = Session.open(url, "test")) {
        session.execute(
            "CREATE TABLE person (id int PRIMARY KEY);"
                + " INSERT INTO person SELECT generate_series(1, 500)");
      }
      String address =
          "postgres://%s:%s@%s:%d/%s"
              .formatted(url.user(), url.password(), url.host(), url.port(), url.database());
      String[] aftermath = {
        "aftermath", migration.toString(), "--database", address, "--export", folder.toString()
      };
      assertThat(ripcord(aftermath))
          .satisfies(said -> assertThat(said.status()).isEqualTo(2))
          .satisfies(said -> assertThat(said.text()).contains("--export names the folder"));
      Said run =
          ripcord(
              "run",
              migration.toString(),
              "--database",
              address,
              "--until",
              "contract",
              "--without-proof",
              "a test",
              "--not-ready",
              "a test",
              "--although-blind",
              "a test",
              "--export",
              folder.toString());
      assertThat(run.status()).as(run.text()).isZero();
      Said back =
          ripcord(
              "rollback",
              "--database",
              address,
              "--reason",
              "errors in checkout",
              "--export",
              folder.toString());
      assertThat(back.status()).as(back.text()).isZero();
      assertThat(back.text()).contains("ripcord aftermath MIGRATION --database URL");

      Process one = process(aftermath);
      Process two = process(aftermath);
      String both = output(one) + output(two);
      assertThat(Pattern.compile("Assigned now").matcher(both).results()).as(both).hasSize(1);

      Said list = ripcord(aftermath);
      assertThat(list.status()).isOne();
      assertThat(list.text())
          .contains(
              "14 of 14 procedures are open.", "Lea (Technical Lead), due ", "errors in checkout")
          .doesNotContain(url.password());
      Said report = ripcord(with(aftermath, "--report"));
      assertThat(report.status()).as(report.text()).isZero();
      Said bundle = ripcord(with(aftermath, "--bundle"));
      assertThat(bundle.status()).as(bundle.text()).isZero();
      String zip = bundle.text().substring(0, bundle.text().indexOf(".zip") + 4);
      assertThat(ripcord(with(aftermath, "--verify-bundle", zip)).status()).isZero();
      for (int number = 1; number <= 14; number++) {
        Said done =
            ripcord(with(aftermath, "--done", "" + number, "--who", "Ann", "--note", "seen to"));
        assertThat(done.status()).as(done.text()).isBetween(0, 1);
      }
      Said last = ripcord(aftermath);
      assertThat(last.status()).as(last.text()).isZero();
      assertThat(last.text()).contains("All procedures are done.");
      String json = ripcord(with(aftermath, "--json")).text();
      assertThat(CanonicalJson.read(json).get("procedures")).hasSize(14);
      assertThat(CanonicalJson.read(json).get("open").intValue()).isZero();
      String written = Files.readString(Path.of(zip.replace(".zip", "")).resolve("post-mortem.md"));
      assertThat(written).doesNotContain(url.password());
    }
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    String[] base = {"aftermath", "m.yaml", "--database", "postgres://a@localhost/b"};
    assertThat(ripcord(with(base, "--report", "--bundle")).status()).isEqualTo(2);
    assertThat(ripcord(with(base, "--to", "ann")).text()).contains("belong to --assign N");
    assertThat(ripcord(with(base, "--who", "ann")).text()).contains("belong to --done N");
    assertThat(ripcord(with(base, "--json", "--report")).text()).contains("for the list alone");
    assertThat(ripcord(with(base, "--due", "tomorrow")).status()).isEqualTo(2);
  }
}
