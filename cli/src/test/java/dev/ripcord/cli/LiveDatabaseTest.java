package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.ServerProcess;
import dev.ripcord.postgres.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a live database, a copy of it, the proof and the runbook with its sizes. */
@Timeout(300)
class LiveDatabaseTest {
  private static final String LIVE =
      """
      CREATE TABLE town (id int PRIMARY KEY, name text NOT NULL);
      CREATE TABLE person (id int PRIMARY KEY, town int NOT NULL REFERENCES town, number int NOT NULL);
      INSERT INTO town SELECT i, 'town ' || i FROM generate_series(1, 20) i;
      INSERT INTO person SELECT i, 1 + i % 20, i FROM generate_series(1, 3000) i;
      ANALYZE;
      """;

  private static final String MIGRATION =
      """
      migration: when-seen
      changes:
        - add_column: {table: person, column: seen, type: timestamptz, backfill: {value: now()}}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void isRehearsedOnACopyAndTheProofKnowsItsSizes() throws IOException {
    Path migration = Files.writeString(folder.resolve("migration.yaml"), MIGRATION);
    Path out = folder.resolve("proof");
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    Paint paint = new Paint(false);
    Terminal terminal = new Terminal(writer, writer, paint, paint, false, 80);
    // the oldest is one that the installed client programs can read
    int major = new TreeSet<>(ScratchServer.majors()).first();
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults().withMajor(major))) {
      DatabaseUrl url = server.url();
      try (Session session = Session.open(url, "test")) {
        session.execute(LIVE);
      }
      String address =
          "postgres://%s:%s@%s:%d/%s"
              .formatted(url.user(), url.password(), url.host(), url.port(), url.database());

      int status =
          RipcordCommand.commandLine(
                  new Door.Library(), new LiveDoor.Library(), terminal, new Stop(terminal))
              .execute(
                  "rehearse",
                  migration.toString(),
                  "--database",
                  address,
                  "--rows=60",
                  "--writers=2",
                  "--out=" + out);

      assertThat(status).as(said.toString()).isZero();
      assertThat(said.toString())
          .contains("PROVEN", "live database of PostgreSQL " + server.version());
      assertThat(Files.readString(out.resolve("proof.json")))
          .contains("\"rows\" : 3000", "\"serverVersion\" : \"" + server.version() + "\"");
      assertThat(Files.readString(out.resolve("runbook.txt")))
          .contains("projected to about 3,000 rows of public.person, measured");
      for (Path file : files(out)) {
        assertThat(Files.readString(file)).doesNotContain(url.password());
      }
      assertThat(said.toString()).doesNotContain(url.password());
      try (Session session = Session.open(url, "test")) {
        assertThat(session.scalar("SELECT count(*) FROM person")).isEqualTo("3000");
        assertThat(session.scalar("SELECT to_regnamespace('ripcord') IS NULL")).isEqualTo("t");
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
