package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScratchServerTest {
  @Test
  void startsAndServes() {
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults())) {
      try (Session session = Session.open(server.url(), "test")) {
        assertThat(session.scalar("SHOW server_version")).startsWith(server.version());
        assertThat(session.scalar("SHOW fsync")).isEqualTo("off");
        assertThat(session.scalar("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(session.scalar("SHOW wal_level")).isEqualTo("logical");
        assertThat(session.scalar("SHOW server_encoding")).isEqualTo("UTF8");
      }
      DatabaseUrl url = server.url();
      for (String wrong : new String[] {"", "wrong"}) {
        DatabaseUrl attacker =
            new DatabaseUrl(
                url.host(), url.port(), url.database(), url.user(), wrong, url.parameters());
        assertThatThrownBy(() -> Session.open(attacker, "test"))
            .isInstanceOf(DatabaseException.class);
      }
    }
  }
}
