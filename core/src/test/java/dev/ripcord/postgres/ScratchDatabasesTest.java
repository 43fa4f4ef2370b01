package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.problem.RipcordException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

@ExtendWith(TestDatabase.Extension.class)
@Isolated("it looks at all databases of the server")
class ScratchDatabasesTest {
  @Test
  void makesCopiesAndDropsOnAUsersServer(TestDatabase database) {
    try (Session outside = database.open()) {
      List<String> before = databases(outside);
      try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
        assertMakesCopiesAndDrops(scratch);
        assertThat(scratch.version()).isEqualTo(database.serverVersion());
        assertThat(databases(outside)).hasSize(before.size() + 1);
      }
      assertThat(databases(outside)).isEqualTo(before);
    }
  }

  @Test
  void makesCopiesAndDropsOnItsOwnServer() {
    try (ScratchDatabases scratch = ScratchDatabases.embedded(ScratchOptions.defaults())) {
      assertMakesCopiesAndDrops(scratch);
      assertThat(scratch.version()).startsWith("18.");
    }
  }

  /** Leaves one behind. */
  private static void assertMakesCopiesAndDrops(ScratchDatabases scratch) {
    DatabaseUrl first = scratch.create("Live schema, é!");
    assertThat(first.database()).startsWith("ripcord_rehearsal_").matches("[a-z0-9_]+");
    try (Session session = Session.open(first, "test")) {
      session.execute("CREATE TABLE t AS SELECT 42 AS a");
    }
    DatabaseUrl copy = scratch.copy("again", first);
    Session connected = Session.open(copy, "test");
    assertThat(connected.scalar("SELECT a FROM t")).isEqualTo("42");
    scratch.drop(copy);
    connected.abort();
    assertThatThrownBy(() -> scratch.drop(copy)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void touchesNothingElse(TestDatabase database) {
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      assertThatThrownBy(() -> scratch.drop(database.url()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> scratch.copy("stolen", database.url()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void showsWhatAKilledRehearsalLeft(TestDatabase database) {
    try (Session outside = database.open()) {
      outside.execute("CREATE DATABASE ripcord_rehearsal_dead");
      try {
        try (ExternalScratch scratch = ExternalScratch.open(database.url())) {
          DatabaseUrl ours = scratch.create("ours");
          assertThat(databases(outside)).contains(ours.database());
          assertThat(scratch.leftovers()).containsExactly("ripcord_rehearsal_dead");
        }
        assertThat(databases(outside))
            .filteredOn(name -> name.startsWith("ripcord_rehearsal_"))
            .containsExactly("ripcord_rehearsal_dead");
      } finally {
        outside.execute("DROP DATABASE ripcord_rehearsal_dead");
      }
    }
  }

  @Test
  void dropsWhatASlotHoldsOn(TestDatabase database) {
    try (Session outside = database.open()) {
      try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
        try (Session session = Session.open(scratch.create("slot"), "test")) {
          assertThat(
                  session.scalar(
                      "SELECT 1 FROM pg_create_logical_replication_slot('s', 'pgoutput')"))
              .isEqualTo("1");
        }
      }
      assertThat(databases(outside)).noneMatch(name -> name.startsWith("ripcord_rehearsal_"));
    }
  }

  @Test
  void asksForTheRightToCreateDatabases(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute("CREATE ROLE humble LOGIN PASSWORD 'humble'");
      try {
        DatabaseUrl url = database.url();
        DatabaseUrl humble =
            new DatabaseUrl(url.host(), url.port(), url.database(), "humble", "humble", Map.of());
        assertThatThrownBy(() -> ExternalScratch.open(humble).close())
            .isInstanceOf(RipcordException.class)
            .hasMessageContaining("CREATEDB");
      } finally {
        session.execute("DROP ROLE humble");
      }
    }
  }

  private static List<String> databases(Session session) {
    // those of tests are made ahead, and dropped behind them
    return session.query(
        "SELECT datname FROM pg_database WHERE datname NOT LIKE 'Test %' ORDER BY 1",
        row -> row.text(1));
  }
}
