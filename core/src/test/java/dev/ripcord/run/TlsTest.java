package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that refuses whoever does not encrypt, and certificates that are verified. */
@Timeout(120)
class TlsTest {
  @TempDir private Path folder;

  @Test
  void aRunVerifiesTheServerInEachOfItsConnections() throws IOException, InterruptedException {
    Path migration =
        Files.writeString(
            folder.resolve("m.yaml"),
            "migration: tls\nchanges:\n  - rename_column: {table: t, from: a, to: b}\n");
    try (TlsServer server = TlsServer.start(folder)) {
      DatabaseUrl url = server.verifying("127.0.0.1", "right");
      try (Session session = Session.open(url, "test")) {
        assertThat(session.scalar("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
            .isEqualTo("t");
        session.execute("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1)");
      }
      Live live = new Live(url, folder);
      assertThat(live.run(migration, Phase.CLEANUP)).isEqualTo(Live.COMPLETED);
      assertThat(live.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);

      refused(migration, server.verifying("127.0.0.1", "wrong"), "not signed by an authority");
      refused(migration, server.verifying("localhost", "right"), "localhost");
      refused(migration, server.verifying("127.0.0.1", "missing"), "missing.crt");
      refused(migration, server.url().with("sslmode", "disable"), "no encryption");
    }
  }

  private void refused(Path migration, DatabaseUrl url, String why) {
    assertThatThrownBy(() -> new Live(url, folder).run(migration, Phase.CLEANUP))
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.code().exitStatus()).isEqualTo(3))
        .hasMessageContaining(why);
  }
}
