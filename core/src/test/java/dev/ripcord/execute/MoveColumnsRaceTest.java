package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that move to another table, and clients and walks that come at the same moment. */
@ExtendWith(TestDatabase.Extension.class)
class MoveColumnsRaceTest {
  private static final String SCHEMA =
      """
      CREATE TABLE users (id int PRIMARY KEY, name text, bio text, photo jsonb);
      CREATE TABLE profiles (user_id int PRIMARY KEY, motto text);
      INSERT INTO users SELECT n, 'user ' || n, 'bio ' || n, '{}' FROM generate_series(1, 9) AS n;
      INSERT INTO profiles SELECT n, 'motto ' || n FROM generate_series(1, 6) AS n;
      """;

  private static final String MOVE =
      "move_columns: {table: users, columns: {bio: bio, photo: picture}, to: profiles,"
          + " key: {user_id: id}}";

  @TempDir private Path folder;
  private Bench bench;
  private Races races;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    races = new Races(bench);
    bench.sql(SCHEMA);
  }

  private @Nullable String bioHere(int id) {
    return bench.scalar("SELECT bio FROM users WHERE id = " + id);
  }

  private @Nullable String bioThere(int id) {
    return bench.scalar("SELECT bio FROM profiles WHERE user_id = " + id);
  }

  /** Wherever the way back was killed, a row that comes meanwhile finds the value, or is found. */
  @ParameterizedTest
  @ValueSource(strings = {"back-1", "back-2", "back-3"})
  void aRowThatComesWhileValuesAreRestored(String unit) {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
    }
    backThrough(plan, "cleanup-03/" + unit);
    bench.sql("INSERT INTO profiles (user_id) VALUES (7)");
    bench.sql("INSERT INTO profiles (user_id, bio) VALUES (8, 'own')");
    bench.sql("UPDATE profiles SET bio = NULL WHERE user_id = 1");
    bench.sql("UPDATE profiles SET bio = 'two' WHERE user_id = 2");
    bench.sql("DELETE FROM profiles WHERE user_id = 3");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(coalesce(bio, '-'), ',' ORDER BY id) FROM users"))
        .isEqualTo("-,two,-,bio 4,bio 5,bio 6,bio 7,own,bio 9");
    assertThat(
            bench.scalar(
                "SELECT string_agg(coalesce(photo::text, '-'), ',' ORDER BY id) FROM users"))
        .isEqualTo("{},{},-,{},{},{},{},{},{}");
  }

  /** Each sees only what the other has committed. */
  @Test
  void aRowThatComesWaitsForItsPartnersWriter() throws InterruptedException {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      for (String insert :
          new String[] {
            "INSERT INTO profiles VALUES (7)",
            "INSERT INTO profiles (user_id, bio) VALUES (8, 'bio 8')"
          }) {
        int id = insert.contains("7") ? 7 : 8;
        Thread other;
        try (Session writer = bench.database().open()) {
          writer.execute("BEGIN; UPDATE users SET bio = 'newer' WHERE id = " + id);
          other = new Thread(() -> bench.sql(insert));
          other.start();
          races.waitForLocks(1);
          writer.execute("COMMIT");
        }
        other.join();
        assertThat(bioThere(id)).isEqualTo(bioHere(id));
      }
      assertThat(bioHere(7)).isEqualTo("newer");
      assertThat(bioHere(8)).isEqualTo("bio 8");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  /** A NULL over the NULL of a row that nobody has filled yet locks nothing there. */
  @Test
  void theFillWaitsForWritersHere() throws InterruptedException {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      races.meanwhile(
          "UPDATE users SET bio = NULL WHERE id = 3",
          () -> assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE));
      assertThat(bioThere(3)).isNull();
      assertThat(bioHere(3)).isNull();
      assertThat(bioThere(4)).isEqualTo("bio 4");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void theRestoreWaitsForWritersThere() throws InterruptedException {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
    }
    backThrough(plan, "cleanup-03/back-1");
    try (Engine engine = bench.engine(plan)) {
      races.meanwhile(
          "UPDATE profiles SET bio = NULL, picture = NULL WHERE user_id = 3",
          () -> assertThat(engine.back(Phase.CLEANUP)).isEqualTo(DONE));
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(3)).isNull();
    assertThat(bioHere(4)).isEqualTo("bio 4");
  }

  /** As far as that, and killed. */
  private void backThrough(Plan plan, String unit) {
    Observer killer =
        new Observer() {
          @Override
          public void finished(Unit finished, Measured measured) {
            if (finished.id().equals(unit)) {
              throw new RipcordException(ProblemCode.STOPPED, "killed");
            }
          }
        };
    try (Engine engine = Engine.open(plan, bench.database().url(), Clock.systemUTC(), killer)) {
      assertThatThrownBy(() -> engine.back(Phase.CLEANUP)).hasMessage("killed");
    }
  }

  /** As the page of the hazard says: one of the two is cancelled, and nothing is half written. */
  @Test
  void writersOfBothRowsOfAPairMayDeadlock() throws InterruptedException {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      String[] seen = {"done"};
      Thread other;
      try (Session session = bench.database().open()) {
        session.execute("BEGIN; SELECT 1 FROM users WHERE id = 1 FOR UPDATE");
        other =
            new Thread(
                () -> {
                  try {
                    bench.sql("UPDATE profiles SET bio = 'there' WHERE user_id = 1");
                  } catch (DatabaseException e) {
                    seen[0] = e.sqlState();
                  }
                });
        other.start();
        races.waitForLocks(1);
        String mine = "done";
        try {
          session.execute("UPDATE users SET bio = 'here' WHERE id = 1; COMMIT");
        } catch (DatabaseException e) {
          mine = e.sqlState();
          session.execute("ROLLBACK");
        }
        other.join();
        assertThat(new String[] {mine, seen[0]}).containsExactlyInAnyOrder("done", "40P01");
      }
      assertThat(bioThere(1)).isEqualTo(bioHere(1)).isIn("here", "there");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }
}
