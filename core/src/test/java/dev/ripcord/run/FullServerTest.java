package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where every connection is in use, a run waits for a free one, and says so. */
@Timeout(90)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class FullServerTest {
  private static final String ROLE = "full_runner";

  @TempDir private Path folder;
  private final AtomicBoolean full = new AtomicBoolean();
  private Quiet quiet;
  private DatabaseUrl narrow;

  @BeforeEach
  void open(TestDatabase database) {
    quiet = Quiet.of(database, folder);
    String here = '"' + database.url().database() + '"';
    quiet.sql(
        """
        CREATE ROLE %1$s LOGIN PASSWORD 'secret';
        GRANT CONNECT, CREATE ON DATABASE %2$s TO %1$s;
        GRANT CREATE, USAGE ON SCHEMA public TO %1$s;
        ALTER TABLE people OWNER TO %1$s
        """
            .formatted(ROLE, here));
    narrow = Live.as(database.url(), ROLE);
  }

  @AfterEach
  void drop() {
    quiet.sql("DROP OWNED BY " + ROLE + " CASCADE; DROP ROLE " + ROLE);
  }

  /** From now on no further session of the role is let in. */
  private void fill() {
    if (!full.getAndSet(true)) {
      quiet.sql("ALTER ROLE " + ROLE + " CONNECTION LIMIT 1");
    }
  }

  private void empty() {
    quiet.sql("ALTER ROLE " + ROLE + " CONNECTION LIMIT -1");
  }

  private void emptyWhenSaid(RunEvent event) {
    if (event instanceof RunEvent.Note && event.toString().contains("no connection is free")) {
      empty();
    }
  }

  @Test
  void aCommandWaitsForAFreeConnection() {
    assertThat(quiet.runs(narrow, Optional.of(Phase.EXPAND), true).begin(quiet.plan("")))
        .isInstanceOf(RunResult.Reached.class);
    quiet.listener = this::emptyWhenSaid;
    try (Session client = Session.open(narrow, "client")) {
      assertThat(client.scalar("SELECT 1")).isEqualTo("1");
      fill();
      assertThat(quiet.runs(narrow, Optional.empty(), false).rollback(new Back.Start(), "no room"))
          .isInstanceOf(RunResult.RolledBack.class);
    }
    assertThat(quiet.events.toString())
        .matches("(?s).*tried for again for up to 60 s: FATAL: +too many connections for role.*");
  }

  @Test
  void aRunGoesOnWithTheSessionThatItHas() {
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.PhaseDone) {
            fill();
          }
          emptyWhenSaid(event);
        };
    assertThat(quiet.runs(narrow, Optional.of(Phase.MIGRATE), true).begin(quiet.plan("")))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(full).isTrue();
    assertThat(quiet.events).noneMatch(RunEvent.ConnectionLost.class::isInstance);
    quiet.assertRolledBack();
  }

  @Test
  void aBackfillGoesOnWithTheWorkersThatItHas() {
    quiet.sql(
        "INSERT INTO people SELECT n, 'user' || n FROM generate_series(2, 60000) AS n;"
            + " ANALYZE people");
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.StepStarted started
              && started.unit().startsWith("migrate")) {
            fill();
          }
          if (event instanceof RunEvent.StepDone done && done.unit().startsWith("migrate")) {
            empty();
          }
        };
    assertThat(
            quiet
                .runs(narrow, Optional.of(Phase.MIGRATE), true)
                .begin(quiet.plan("pace: {workers: 3}\n")))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(full).isTrue();
    assertThat(quiet.events).noneMatch(RunEvent.ConnectionLost.class::isInstance);
    assertThat(quiet.journal())
        .anyMatch(
            line ->
                line.startsWith("NOTE migrate-01")
                    && line.contains("goes on with fewer workers until a connection is free"));
    quiet.assertRolledBack();
  }
}
