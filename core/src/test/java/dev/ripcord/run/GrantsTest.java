package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.Ripcord;
import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/operating.md} says of roles and grants, with the example of the README. */
@Timeout(300)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class GrantsTest {
  private static final Path EXAMPLE =
      Path.of("..", "examples", "user-management").toAbsolutePath().normalize();
  private static final Path MIGRATION = EXAMPLE.resolve("migration.yaml");
  private static final List<String> ROLES =
      List.of("op_owner", "op_runner", "op_second", "op_app", "op_watcher", "op_stranger");

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void fill(TestDatabase fresh) throws IOException {
    database = fresh;
    String here = '"' + fresh.url().database() + '"';
    ROLES.forEach(role -> sql("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'"));
    sql(
        """
        REVOKE ALL ON DATABASE %1$s FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT CONNECT ON DATABASE %1$s TO op_owner, op_runner, op_second, op_app, op_watcher, op_stranger;
        GRANT CREATE, USAGE ON SCHEMA public TO op_owner;
        GRANT USAGE ON SCHEMA public TO op_app;
        GRANT op_owner TO op_runner;
        GRANT CREATE ON DATABASE %1$s TO op_runner, op_owner;
        """
            .formatted(here));
    sql("SET ROLE op_owner; " + Files.readString(EXAMPLE.resolve("schema.sql")));
    sql(
        """
        GRANT SELECT, INSERT, UPDATE, DELETE ON users, user_profiles, user_sessions, audit_logs TO op_app;
        INSERT INTO users (login, full_name, email, status) SELECT 'user' || n, 'First' || n || ' Last', n || '@e.com', 'active'
          FROM generate_series(1, 300) AS n;
        INSERT INTO user_profiles (user_id, bio) SELECT id, 'bio' FROM users;
        INSERT INTO user_sessions (user_id, token_hash, legacy_token) SELECT id, id::text::bytea, 'x' FROM users;
        INSERT INTO audit_logs (user_id, action) SELECT id, 'made' FROM users;
        """);
  }

  @AfterEach
  void drop() {
    ROLES.forEach(role -> sql("DROP OWNED BY " + role + " CASCADE"));
    ROLES.forEach(role -> sql("DROP ROLE " + role));
  }

  @ParameterizedTest
  @ValueSource(strings = {"op_owner", "op_runner"})
  void theOwnerOrAMemberRunsItForwardAndBackWhileAClientWrites(String role) {
    Live live = live(role);
    String schema = schema();
    oldShape(1);
    assertThat(live.run(MIGRATION, Phase.PREPARATION))
        .isEqualTo(new RunResult.Reached(Phase.PREPARATION));
    oldShape(2);
    int number = 3;
    for (Phase phase : List.of(Phase.EXPAND, Phase.MIGRATE)) {
      assertThat(live.resume(phase)).isEqualTo(new RunResult.Reached(phase));
      oldShape(number++);
      newShape(number++);
    }
    assertThat(live.resume(Phase.CONTRACT)).isEqualTo(new RunResult.Reached(Phase.CONTRACT));
    newShape(number++);
    assertThat(live.resume(Phase.CLEANUP)).isEqualTo(Live.COMPLETED);
    newShape(number++);
    assertThat(live.back(new Back.EndOf(Phase.MIGRATE))).isInstanceOf(RunResult.RolledBack.class);
    oldShape(number++);
    newShape(number++);
    assertThat(live.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    oldShape(number++);
    assertThat(schema()).isEqualTo(schema);
    assertThat(scalar("SELECT count(*) FROM users WHERE login LIKE 'client%'"))
        .isEqualTo(String.valueOf(number - 1));
  }

  @Test
  void aMemberOfTheOwnerRunsItToTheEndAndGivesUpTheWayBack() {
    Live live = live("op_runner");
    assertThat(live.run(MIGRATION, Phase.CLEANUP)).isEqualTo(Live.COMPLETED);
    assertThat(live.end()).isInstanceOf(RunResult.Ended.class);
    newShape(1);
    assertThat(scalar("SELECT to_regnamespace('ripcord')")).isNull();
  }

  /** Whoever takes the runner's place is a member of its role. */
  @Test
  void aMemberOfTheRunnerApprovesLooksOnAndRollsBack() {
    sql("GRANT op_runner TO op_second");
    assertThat(live("op_runner").run(MIGRATION, Phase.MIGRATE))
        .isEqualTo(new RunResult.Reached(Phase.MIGRATE));
    Live second = live("op_second");
    assertThat(Ripcord.status(second.url())).isPresent();
    assertThat(approve(second)).isInstanceOf(Approvals.Approved.Yes.class);
    assertThat(second.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    oldShape(1);
  }

  @Test
  void lookingOnNeedsNoMoreThanToReadTheTablesOfTheRun() {
    assertThat(live("op_runner").run(MIGRATION, Phase.MIGRATE))
        .isEqualTo(new RunResult.Reached(Phase.MIGRATE));
    sql("GRANT USAGE ON SCHEMA public TO op_watcher");
    sql("GRANT SELECT ON ALL TABLES IN SCHEMA ripcord TO op_watcher");
    Live watcher = live("op_watcher");
    assertThat(Ripcord.status(watcher.url())).isPresent();
    assertThat(Ripcord.journal(watcher.url())).isNotEmpty();
    assertThatThrownBy(() -> approve(watcher))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("permission denied for table request");
    sql("GRANT INSERT ON ripcord.request TO op_watcher");
    assertThat(approve(watcher)).isInstanceOf(Approvals.Approved.Yes.class);
    // with no controller to ask, it would have to act itself
    assertThat(watcher.back(new Back.Start()))
        .isInstanceOfSatisfying(
            RunResult.Refused.class,
            refused ->
                assertThat(refused.reasons())
                    .contains(
                        "table users is owned by op_owner, and op_watcher is no member of that"
                            + " role"));
    assertThat(live("op_runner").resume(Phase.CONTRACT))
        .isEqualTo(new RunResult.Reached(Phase.CONTRACT));
  }

  @Test
  void whoMayNotIsRefusedBeforeAnythingIsTouched() {
    String here = '"' + database.url().database() + '"';
    assertThatThrownBy(() -> live("op_stranger").run(MIGRATION, Phase.CLEANUP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("permission denied for schema public")
        .hasMessageContaining("expected a role that owns what is changed");
    sql("GRANT CREATE, USAGE ON SCHEMA public TO op_stranger");
    sql("GRANT CREATE ON DATABASE " + here + " TO op_stranger");
    sql("GRANT op_owner TO op_stranger WITH INHERIT FALSE");
    refused("op_stranger", "not so: we own table public.audit_logs");
    sql("REVOKE CREATE ON DATABASE " + here + " FROM op_runner, op_owner");
    refused("op_runner", "not so: we may create a schema");
    sql("GRANT CREATE ON DATABASE " + here + " TO op_runner");
    sql("REVOKE CREATE ON SCHEMA public FROM op_owner");
    refused("op_runner", "not so: we may create in schema public");
    assertThat(scalar("SELECT to_regnamespace('ripcord')")).isNull();
  }

  private void refused(String role, String why) {
    assertThat(live(role).run(MIGRATION, Phase.CLEANUP))
        .isInstanceOfSatisfying(
            RunResult.Stuck.class,
            stuck -> {
              assertThat(stuck.title()).isEqualTo("Preflight");
              assertThat(stuck.reason()).isEqualTo(why);
            });
  }

  @Test
  void somebodyElsesRunIsNamedWithItsOwner() {
    assertThat(live("op_runner").run(MIGRATION, Phase.EXPAND))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND));
    Live stranger = live("op_stranger");
    for (ThrowingCallable each :
        List.<ThrowingCallable>of(
            () -> Ripcord.status(stranger.url()),
            () -> approve(stranger),
            () -> stranger.back(new Back.Start()),
            () -> stranger.resume(Phase.MIGRATE))) {
      assertThatThrownBy(each)
          .hasMessage(
              "the run in this database belongs to the role op_runner, and op_stranger is no member"
                  + " of it");
    }
  }

  private static Approvals.Approved approve(Live who) {
    return Ripcord.approve(
        who.url(), Optional.empty(), new Request.Asker("second", "looks good"), true);
  }

  private void oldShape(int number) {
    client(
        """
        INSERT INTO users (login, full_name, email) VALUES ('client%1$d', 'Old Shape', 'c%1$d@e.com');
        UPDATE users SET full_name = 'Older Shape' WHERE login = 'client%1$d';
        INSERT INTO user_profiles (user_id, bio) SELECT id, 'short' FROM users WHERE login = 'client%1$d';
        UPDATE user_profiles SET bio = 'shorter' WHERE user_id = (SELECT id FROM users WHERE login = 'client%1$d');
        INSERT INTO user_sessions (user_id, token_hash, legacy_token) SELECT id, 'c%1$d', 'y' FROM users WHERE login = 'client%1$d';
        INSERT INTO audit_logs (user_id, action) SELECT id, 'wrote' FROM users WHERE login = 'client%1$d';
        DELETE FROM audit_logs WHERE action = 'wrote';
        """
            .formatted(number));
  }

  private void newShape(int number) {
    client(
        """
        INSERT INTO users (username, first_name, last_name, email) VALUES ('client%1$d', 'New', 'Shape', 'c%1$d@e.com');
        UPDATE users SET last_name = 'Shapes', email_verified_at = now() WHERE username = 'client%1$d';
        INSERT INTO user_profiles (user_id, bio) SELECT id, 'short' FROM users WHERE username = 'client%1$d';
        UPDATE user_profiles SET bio = 'shorter' WHERE user_id = (SELECT id FROM users WHERE username = 'client%1$d');
        INSERT INTO user_sessions (user_id, token_hash) SELECT id, 'c%1$d' FROM users WHERE username = 'client%1$d';
        UPDATE user_sessions SET user_agent = 'x' WHERE token_hash = 'c%1$d';
        DELETE FROM user_sessions WHERE token_hash = 'c%1$d';
        """
            .formatted(number));
  }

  /** The application's role, which owns nothing and may only read and write. */
  private void client(String statements) {
    try (Session session = Session.open(live("op_app").url(), "client")) {
      session.execute(statements);
    }
  }

  private Live live(String role) {
    return new Live(Live.as(database.url(), role), folder);
  }

  private String schema() {
    try (Session session = database.open()) {
      return CatalogReader.fingerprint(session).hash(true);
    }
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private @Nullable String scalar(String query) {
    try (Session session = database.open()) {
      return session.scalar(query);
    }
  }
}
