package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.ArchivedServer;
import dev.ripcord.recover.MergedTable;
import dev.ripcord.recover.Recoverer;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.recover.TableRecovery;
import dev.ripcord.recover.WholeCluster;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.sql.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows are damaged on purpose after contract, under clients, and come back from a real backup with
 * a real archive; then the run goes back to the start, where every acknowledged write is there.
 */
@Timeout(600)
@ShortWaits
class RecoveredRunTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "user-management");
  private static final String SESSIONS = "SELECT count(*) FROM user_sessions";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damagedTablesComeBack(boolean stanza, @TempDir Path folder) throws Exception {
    try (ArchivedServer server =
            stanza ? ArchivedServer.withStanza() : ArchivedServer.withFolder();
        LiveFixture fixture =
            LiveServers.openOn(
                server.url(), migration(server, stanza, folder), "user-management", 500, 7)) {
      there(server, fixture, folder);
    }
  }

  private static Path migration(ArchivedServer server, boolean stanza, Path folder)
      throws IOException {
    Files.copy(EXAMPLE.resolve("schema.sql"), folder.resolve("schema.sql"));
    Files.copy(EXAMPLE.resolve("contacts.yaml"), folder.resolve("contacts.yaml"));
    String where =
        stanza
            ? "  provider: pgbackrest\n  location: %s\n  config: %s\n  space: %s\n"
                .formatted(ArchivedServer.STANZA, server.config(), server.space())
            : "  provider: basebackup\n  location: %s\n  archive: \"%s\"\n  space: %s\n"
                .formatted(server.backups(), server.archive(), server.space());
    String text =
        Files.readString(EXAMPLE.resolve("migration.yaml"))
            .replace("  provider: pg_dump\n  location: backups\n", where);
    return Files.writeString(folder.resolve("migration.yaml"), text);
  }

  private static Recoverer recoverer(LiveFixture fixture, Path folder, Optional<String> to) {
    return new Recoverer(
        MigrationReader.read(folder.resolve("migration.yaml")),
        fixture.url(),
        Clock.systemUTC(),
        new Recoverer.Order(to, Optional.empty(), () -> {}, said -> {}));
  }

  private void there(ArchivedServer server, LiveFixture fixture, Path folder) throws Exception {
    assertThat(fixture.forward(Phase.MIGRATE)).isInstanceOf(RunResult.Reached.class);
    SchemaFingerprint before = fixture.schema();
    assertThat(fixture.forward(Phase.CONTRACT)).isInstanceOf(RunResult.Reached.class);
    fixture.soak(200);
    fixture.traffic().pause();
    long damage;
    try (Session live = Session.open(fixture.url(), "test damage")) {
      live.execute(
          "CREATE TABLE remembered AS TABLE users; CREATE TABLE remembered_sessions AS TABLE"
              + " user_sessions");
      damage = damage(live);
      // what others write after it: beside the damage, and in the way of it
      live.execute("UPDATE users SET locale = 'xx' WHERE id % 7 <> 0 AND id % 5 = 0");
      live.execute("UPDATE users SET email = 'own@choice.example' WHERE id = 7");
    }
    Path whole = server.space().resolve("whole");
    assertThatThrownBy(() -> recoverer(fixture, folder, Optional.of("nowhere")).into(whole))
        .hasMessageContaining("contract: ripcord-");
    List<QualifiedName> tables =
        List.of(QualifiedName.of("public", "users"), QualifiedName.of("public", "user_sessions"));
    Optional<String> until = Optional.of("after:xid:" + damage);
    TableRecovery dry =
        recoverer(fixture, folder, Optional.of("xid:" + damage)).tables(tables, until, true);
    TableRecovery done =
        recoverer(fixture, folder, Optional.of("xid:" + damage)).tables(tables, until, false);
    done.merged()
        .tables()
        .forEach(
            table ->
                System.out.printf(
                    "%s: %d damaged, %d restored, %d conflicts; %s%n",
                    table.table(),
                    table.damaged(),
                    table.restored().sum(),
                    table.conflicts(),
                    done.measured()));
    assertThat(dry.merged().restored()).isEqualTo(done.merged().restored());
    MergedTable users = done.merged().tables().getFirst();
    assertThat(users.conflicts()).as("id 7 has another e-mail address").isEqualTo(1);
    assertThat(users.restored().updated()).isEqualTo(users.damaged() - 1);
    MergedTable sessions = done.merged().tables().getLast();
    assertThat(sessions.conflicts()).isZero();
    assertThat(sessions.restored().inserted()).isEqualTo(sessions.damaged()).isPositive();
    try (Session live = Session.open(fixture.url(), "test damage")) {
      assertThat(live.scalar("SELECT email FROM users WHERE id = 7"))
          .isEqualTo("own@choice.example");
      assertThat(
              live.scalar(
                  "SELECT count(*) FROM users WHERE id % 7 <> 0 AND id % 5 = 0 AND locale <> 'xx'"))
          .as("newer rows are kept")
          .isEqualTo("0");
      assertThat(
              live.scalar(
                  "SELECT count(*) FROM remembered_sessions r WHERE NOT EXISTS (SELECT FROM"
                      + " user_sessions s WHERE s IS NOT DISTINCT FROM"
                      + " ROW(r.*)::text::user_sessions)"))
          .isEqualTo("0");
      // the person decides, and the others' writes are undone: the control database has neither
      live.execute(
          "UPDATE users SET email = r.email, locale = r.locale FROM remembered r WHERE r.id ="
              + " users.id AND (r.email, r.locale) IS DISTINCT FROM (users.email, users.locale)");
      live.execute("DROP TABLE remembered, remembered_sessions");
    }
    rehearsed(fixture, folder);
    leftForPeople(server, recoverer(fixture, folder, Optional.of("contract")).into(whole), before);
    fixture.traffic().resume();
    assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    dropKept(fixture.url());
    assertThat(fixture.notAsBefore(true)).isEmpty();
    RecoveryTime afterwards =
        new Recoverer(
                MigrationReader.read(folder.resolve("migration.yaml")),
                fixture.url(),
                Clock.systemUTC(),
                new Recoverer.Order(
                    Optional.of("expand"),
                    Optional.of(fixture.journals().getFirst()),
                    () -> {},
                    said -> {}))
            .rehearse();
    assertThat(afterwards.reasons()).isEmpty();
  }

  private static long damage(Session live) {
    long[] xid = new long[1];
    Session.Commit unused =
        live.transaction(
            inside -> {
              xid[0] =
                  Long.parseLong(String.valueOf(inside.scalar("SELECT pg_current_xact_id()::xid")));
              inside.execute("UPDATE users SET email = 'wrong' || id || '@x' WHERE id % 7 = 0");
              inside.execute("DELETE FROM user_sessions WHERE user_id % 3 = 0");
            });
    return xid[0];
  }

  private static void rehearsed(LiveFixture fixture, Path folder) {
    RecoveryTime time = recoverer(fixture, folder, Optional.empty()).rehearse();
    assertThat(time.reasons()).isEmpty();
    assertThat(time.validations())
        .extracting(RecoveryTime.Validation::title)
        .contains("Every session belongs to a user", "Rows of public.users");
    assertThat(RecoveryTime.read(RecoveryTime.write(List.of(time)))).containsExactly(time);
  }

  /** What the merge kept of the overwritten rows is for people, and stays. */
  private static void dropKept(DatabaseUrl url) {
    try (Session live = Session.open(url, "test damage")) {
      live.execute("DROP TABLE IF EXISTS ripcord_kept.merged_rows");
      live.execute(
          "DO $$ BEGIN IF to_regnamespace('ripcord_kept') IS NOT NULL AND NOT EXISTS (SELECT FROM"
              + " pg_class WHERE relnamespace = to_regnamespace('ripcord_kept')) THEN DROP SCHEMA"
              + " ripcord_kept; END IF; END $$");
    }
  }

  private static void leftForPeople(
      ArchivedServer server, WholeCluster cluster, SchemaFingerprint before) throws Exception {
    assertThat(cluster.data()).isDirectory();
    assertThat(cluster.data().resolve("postmaster.pid")).doesNotExist();
    String settings = server.sh("cat " + cluster.data() + "/postgresql.conf");
    assertThat(settings)
        .contains("archive_mode = 'off'")
        .contains("listen_addresses = '127.0.0.1'");
    assertThat(ArchivedServer.names(Objects.requireNonNull(cluster.data().getParent())))
        .doesNotContain(".ripcord-restored");
    server.sh("echo 'host all all 127.0.0.1/32 trust' > " + cluster.data() + "/pg_hba.conf");
    String start = cluster.start().getFirst();
    Process process =
        new ProcessBuilder("sh", "-c", start + " > /dev/null 2>&1 < /dev/null").start();
    assertThat(process.waitFor()).as(start).isZero();
    int port = Integer.parseInt(settings.replaceAll("(?s).*port = '([0-9]+)'.*", "$1"));
    DatabaseUrl url = DatabaseUrl.parse("postgres://postgres@127.0.0.1:" + port + "/live");
    try (Session session = Session.open(url, "test")) {
      assertThat(CatalogReader.fingerprint(session).hash()).isEqualTo(before.hash());
      assertThat(session.scalar(SESSIONS)).isNotEqualTo("0");
    } finally {
      String unused =
          server.sh(server.programs() + "/pg_ctl -m fast -w -D " + cluster.data() + " stop");
    }
  }
}
