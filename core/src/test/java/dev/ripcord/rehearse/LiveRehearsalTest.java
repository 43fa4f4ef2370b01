package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.ServerProcess;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.postgres.TestServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is proven on a copy is proven for the live database, and knows its sizes. */
@ExtendWith(TestDatabase.Extension.class)
class LiveRehearsalTest {
  /** The oldest: the client programs that are installed read it. */
  static final List<TestServer> servers = TestServer.ALL.subList(0, 1);

  private static final String SCHEMA =
      """
      CREATE TABLE town (id int PRIMARY KEY, name text NOT NULL);
      CREATE TABLE person (id int PRIMARY KEY, town int REFERENCES town, number int NOT NULL);
      """;

  private static final String ROWS =
      """
      INSERT INTO town SELECT i, 'town ' || i FROM generate_series(1, 50) i;
      INSERT INTO person SELECT i, 1 + i % 50, i FROM generate_series(1, 5000) i;
      ANALYZE;
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("servers")
  void provesThePlanOfTheLiveDatabaseAndKnowsItsSizes(TestServer server, TestDatabase database) {
    Migration migration =
        new Rehearsing(directory, database)
            .migration(
                SCHEMA,
                "  - add_column: {table: person, column: seen, type: timestamptz, backfill: {value: now()}}\n");
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      session.execute(ROWS);
    }
    Proof proof =
        Rehearsal.of(
            migration,
            new RehearsalOptions(
                new Origin.Database(database.url()), Optional.empty(), 100, 7, 3, 18),
            Rehearsing.QUICK,
            Clock.systemUTC(),
            Progress.SILENT);

    assertThat(Rehearsing.differences(proof)).isEmpty();
    assertThat(proof.proven()).isTrue();
    assertThat(proof.serverVersion()).startsWith(server.major() + ".");
    assertThat(proof.rows().get("public.person")).isBetween(1L, 100L);
    assertThat(proof.live().orElseThrow().tables())
        .hasEntrySatisfying("public.person", table -> assertThat(table.rows()).isEqualTo(5000));
    assertThat(proof.live().orElseThrow().serverVersion()).isEqualTo(database.serverVersion());
    try (Session session = database.open()) {
      // what anybody plans for the live database now is what was proven
      assertThat(Hazards.plan(migration, CatalogReader.snapshot(session)).hash())
          .isEqualTo(proof.plan().hash());
      assertThat(CatalogReader.fingerprint(session).hash()).isEqualTo(proof.schemaFingerprint());
      assertThat(session.scalar("SELECT count(*) FROM person")).isEqualTo("5000");
    }
    assertThat(ProofJson.read(ProofJson.write(proof), proof.plan())).isEqualTo(proof);
  }

  /** What an expression gives, or whether it gives anything, may hang on it. */
  @ParameterizedTest
  @FieldSource("servers")
  void isRehearsedInTheEncodingOfTheLiveDatabase(TestServer server, TestDatabase database) {
    DatabaseUrl latin = database.url().withDatabase("latin_live_of_a_test");
    Migration migration =
        new Rehearsing(directory, database)
            .migration(
                SCHEMA,
                """
                  - transform:
                      table: town
                      from: [name]
                      to: [{column: title, type: text, up: "name || chr(8364)"}]
                      down: {name: "left(title, -1)"}
                """);
    try (Session session = database.open()) {
      session.execute("DROP DATABASE IF EXISTS " + latin.database());
      session.execute(
          "CREATE DATABASE %s ENCODING LATIN1 LOCALE 'C' TEMPLATE template0"
              .formatted(latin.database()));
      try (Session there = Session.open(latin, "test")) {
        there.execute(SCHEMA);
        there.execute(ROWS);
      }
      Proof proof =
          Rehearsal.of(
              migration,
              new RehearsalOptions(new Origin.Database(latin), Optional.empty(), 100, 7, 3, 18),
              Rehearsing.QUICK,
              Clock.systemUTC(),
              Progress.SILENT);
      assertThat(server.major()).isPositive();
      assertThat(proof.proven()).isFalse();
      assertThat(Rehearsing.differences(proof))
          .anySatisfy(
              difference ->
                  assertThat(difference.what())
                      .contains("requested character too large for encoding: 8364"));
      session.execute("DROP DATABASE " + latin.database() + " WITH (FORCE)");
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void onAnotherMajorVersionItIsAnotherPlanAndSaysSo(TestServer server, TestDatabase database) {
    Migration migration =
        new Rehearsing(directory, database)
            .migration(
                SCHEMA, "  - add_column: {table: person, column: seen, type: timestamptz}\n");
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      session.execute(ROWS);
    }
    List<String> said = new CopyOnWriteArrayList<>();
    try (ServerProcess newer = ScratchServer.start(ScratchOptions.defaults().withMajor(18))) {
      Proof proof =
          Rehearsal.of(
              migration,
              new RehearsalOptions(
                  new Origin.Database(database.url()), Optional.of(newer.url()), 100, 7, 2, 18),
              Rehearsing.QUICK,
              Clock.systemUTC(),
              event -> said.add(event.toString()));

      assertThat(Rehearsing.differences(proof)).isEmpty();
      assertThat(proof.proven()).isTrue();
      assertThat(proof.serverVersion()).startsWith("18.");
      assertThat(proof.live().orElseThrow().serverVersion()).isEqualTo(database.serverVersion());
      assertThat(said)
          .anyMatch(
              event ->
                  event.contains(
                      "rehearsing on PostgreSQL %s, because %d, which the live server has"
                          .formatted(newer.version(), server.major())));
      try (Session session = database.open()) {
        assertThat(Hazards.plan(migration, CatalogReader.snapshot(session)).hash())
            .isNotEqualTo(proof.plan().hash());
      }
    }
  }

  @Test
  void takesTheNextNewerServerWhereTheLiveOnesVersionIsNotThere() {
    assertThat(LiveStart.fitting(15, Set.of(14, 15, 18))).isEqualTo(15);
    assertThat(LiveStart.fitting(16, Set.of(14, 15, 18))).isEqualTo(18);
    assertThat(LiveStart.fitting(19, Set.of(14, 15, 18))).isEqualTo(18);
  }
}
