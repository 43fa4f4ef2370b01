package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.DataFingerprint;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine against the example, with nobody else about. */
@ExtendWith(TestDatabase.Extension.class)
class EngineTest {
  private static final Path EXAMPLE = Path.of("../examples/user-management");

  private TestDatabase database;
  private Plan plan;
  private SchemaFingerprint schema;
  private DataFingerprint data;

  @BeforeEach
  void load(TestDatabase fresh) throws IOException {
    database = fresh;
    try (Session session = database.open()) {
      session.execute(Files.readString(EXAMPLE.resolve("schema.sql")));
      session.execute(
          """
          INSERT INTO users (login, full_name, email, locale, status)
            SELECT 'user' || n, 'First' || n || CASE WHEN n % 3 = 0 THEN '' ELSE ' Last ' || n END,
              'user' || n || '@example.com', CASE WHEN n % 2 = 0 THEN 'de' END, 'active'
            FROM generate_series(1, 3000) AS n;
          INSERT INTO user_profiles (user_id, bio) SELECT id, repeat('b', id::int % 250) FROM users;
          INSERT INTO user_sessions (user_id, token_hash, legacy_token)
            SELECT id, decode(md5(id::text), 'hex'), CASE WHEN id % 5 > 0 THEN 'token' || id END
            FROM users;
          INSERT INTO audit_logs (user_id, action) SELECT id, 'login' FROM users;
          ANALYZE;
          """);
      Migration migration = MigrationReader.read(EXAMPLE.resolve("migration.yaml"));
      Snapshot before = CatalogReader.snapshot(session);
      plan = Planner.plan(migration, before);
      schema = CatalogReader.fingerprint(session);
    }
    data = DataReader.fingerprint(database.url(), plan.before().tables(), 1);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void goesForwardThroughThePhaseAndBackToTheStart(Phase phase) {
    try (Engine engine = open()) {
      assertThat(engine.forward(phase)).isEqualTo(new RunOutcome.Completed());
      if (phase == Phase.CLEANUP) {
        assertThat(engine.complete()).isTrue();
      }
      assertThat(Journal.firstBroken(engine.journal())).isEmpty();
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(new RunOutcome.Completed());
    }
    assertAtTheStart();
  }

  private Engine open() {
    return Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
  }

  private void assertAtTheStart() {
    try (Session session = database.open()) {
      assertThat(SchemaDifference.between(schema, CatalogReader.fingerprint(session)))
          .filteredOn(difference -> !difference.isColumnOrderOnly())
          .extracting(ObjectDifference::toString)
          .isEmpty();
    }
    assertThat(
            data.differingFrom(DataReader.fingerprint(database.url(), plan.before().tables(), 1)))
        .isEmpty();
  }
}
