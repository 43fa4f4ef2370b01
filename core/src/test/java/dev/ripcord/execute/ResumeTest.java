package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.DataFingerprint;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A process that runs the engine dies by SIGKILL; a new engine brings it to one of the two ends.
 */
@ExtendWith(TestDatabase.Extension.class)
class ResumeTest {
  private static final Path EXAMPLE = Path.of("../examples/user-management");

  /** More of them with {@code -Dripcord.everything=true}. */
  private static final int SEEDS = Boolean.getBoolean("ripcord.everything") ? 8 : 4;

  private static final int LATEST_KILL_MILLIS = 1_200;

  private DatabaseUrl url;
  private DatabaseUrl copy;
  private Plan plan;
  private State before;
  private int midway;

  private record State(
      SchemaFingerprint schema, List<Snapshot.Table> tables, DataFingerprint data) {}

  @BeforeEach
  void load(TestDatabase database) throws IOException {
    url = database.url();
    copy = url.withDatabase(url.database() + " before");
    try (Session session = database.open()) {
      session.execute(Files.readString(EXAMPLE.resolve("schema.sql")));
      session.execute(
          """
          INSERT INTO users (login, full_name, email, locale, status)
            SELECT 'user' || n, 'First' || n || CASE WHEN n % 3 = 0 THEN '' ELSE ' Last ' || n END,
              'user' || n || '@example.com', CASE WHEN n % 2 = 0 THEN 'de' END, 'active'
            FROM generate_series(1, 2000) AS n;
          INSERT INTO user_profiles (user_id, bio) SELECT id, repeat('b', id::int % 250) FROM users;
          INSERT INTO user_sessions (user_id, token_hash, legacy_token)
            SELECT id, decode(md5(id::text), 'hex'), CASE WHEN id % 5 > 0 THEN 'token' || id END
            FROM users;
          INSERT INTO audit_logs (user_id, action) SELECT id, 'login' FROM users;
          ANALYZE;
          """);
    }
    try (Session session = Session.open(url.withDatabase("postgres"), "test")) {
      session.execute(
          "CREATE DATABASE \"" + copy.database() + "\" TEMPLATE \"" + url.database() + "\"");
    }
    try (Session session = Session.open(copy, "test")) {
      plan =
          Planner.plan(
              MigrationReader.read(EXAMPLE.resolve("migration.yaml")),
              CatalogReader.snapshot(session));
    }
    before = state();
  }

  @AfterEach
  void dropCopy() {
    try (Session session = Session.open(url.withDatabase("postgres"), "test")) {
      session.execute("DROP DATABASE \"" + copy.database() + "\" WITH (FORCE)");
    }
  }

  @Test
  void killedForward() throws Exception {
    assertThat(finish(true)).isEqualTo(new RunOutcome.Completed());
    State after = state();
    assertThat(finish(false)).isEqualTo(new RunOutcome.Completed());
    assertAt(before, "unkilled");
    for (int seed = 1; seed <= SEEDS; seed++) {
      killOneThatGoes("forward", new Random(seed));
      if (seed % 2 == 0) {
        assertThat(finish(true)).as("seed " + seed).isEqualTo(new RunOutcome.Completed());
        assertAt(after, "seed " + seed);
      }
      assertThat(finish(false)).as("seed " + seed).isEqualTo(new RunOutcome.Completed());
      assertAt(before, "seed " + seed);
    }
    assertThat(midway).isGreaterThanOrEqualTo(SEEDS / 4);
  }

  @Test
  void killedBack() throws Exception {
    for (int seed = 1; seed <= SEEDS; seed++) {
      assertThat(finish(true)).as("seed " + seed).isEqualTo(new RunOutcome.Completed());
      killOneThatGoes("back", new Random(seed));
      assertThat(finish(false)).as("seed " + seed).isEqualTo(new RunOutcome.Completed());
      assertAt(before, "seed " + seed);
    }
    assertThat(midway).isGreaterThanOrEqualTo(SEEDS / 4);
  }

  /** SIGKILL at a moment that the seed chooses; counts those that had not come to their end. */
  private void killOneThatGoes(String direction, Random random) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeChild.class.getName(),
                url.host(),
                Integer.toString(url.port()),
                url.user(),
                url.password(),
                url.database(),
                copy.database(),
                EXAMPLE.resolve("migration.yaml").toString(),
                direction)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      boolean ended = child.waitFor(random.nextInt(LATEST_KILL_MILLIS), TimeUnit.MILLISECONDS);
      Process killed = child.destroyForcibly();
      assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
      midway += ended ? 0 : 1;
    }
  }

  /** The server notices the death of a client only when it has something to tell it. */
  private RunOutcome finish(boolean forward) throws InterruptedException {
    RunOutcome outcome = new RunOutcome.Refused("not tried");
    for (int i = 0; i < 200 && outcome instanceof RunOutcome.Refused; i++) {
      try (Engine engine = Engine.open(plan, url, Clock.systemUTC(), Observer.NONE)) {
        outcome = forward ? engine.forward(Phase.CLEANUP) : engine.back(Phase.PREPARATION);
      }
      if (outcome instanceof RunOutcome.Refused) {
        Thread.sleep(50);
      }
    }
    return outcome;
  }

  private State state() {
    try (Session session = Session.open(url, "test")) {
      List<Snapshot.Table> tables =
          CatalogReader.snapshot(session).tables().stream()
              .filter(table -> !table.name().schema().value().startsWith("ripcord"))
              .toList();
      return new State(
          CatalogReader.fingerprint(session), tables, DataReader.fingerprint(url, tables, 1));
    }
  }

  private void assertAt(State expected, String when) {
    State now = state();
    assertThat(SchemaDifference.between(expected.schema(), now.schema()))
        .as(when)
        .filteredOn(difference -> !difference.isColumnOrderOnly())
        .extracting(ObjectDifference::toString)
        .isEmpty();
    assertThat(expected.data().differingFrom(DataReader.fingerprint(url, expected.tables(), 1)))
        .as(when)
        .isEmpty();
  }
}
