package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of a pair that come and go at the same moment, while their columns move. */
@ExtendWith(TestDatabase.Extension.class)
class MovedPairsRaceTest {
  private static final String SCHEMA =
      """
      CREATE TABLE users (id int PRIMARY KEY, name text, bio text, photo jsonb);
      CREATE TABLE profiles (user_id int PRIMARY KEY, email text UNIQUE);
      INSERT INTO users SELECT n, 'user ' || n, 'bio ' || n, '{}' FROM generate_series(1, 9) AS n;
      INSERT INTO profiles SELECT n, 'mail ' || n FROM generate_series(1, 6) AS n;
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

  private @Nullable String here(int id) {
    return bench.scalar("SELECT bio FROM users WHERE id = " + id);
  }

  private @Nullable String there(int id) {
    return bench.scalar("SELECT bio FROM profiles WHERE user_id = " + id);
  }

  /** Before the row, the one that is about to go would still be found under its key. */
  @Test
  void aRowThatComesWhileTheOneWithItsKeyGoesTakesTheValue() throws InterruptedException {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      races.meanwhile(
          "DELETE FROM profiles WHERE user_id = 1",
          () -> bench.sql("INSERT INTO profiles (user_id) VALUES (1)"));
      assertThat(there(1)).isEqualTo("bio 1");
      races.meanwhile(
          "DELETE FROM users WHERE id = 2", () -> bench.sql("INSERT INTO users (id) VALUES (2)"));
      assertThat(here(2)).isEqualTo("bio 2");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      races.meanwhile(
          "DELETE FROM profiles WHERE user_id = 3",
          () -> bench.sql("INSERT INTO profiles (user_id) VALUES (3)"));
      assertThat(there(3)).isNull();
      races.meanwhile(
          "DELETE FROM users WHERE id = 4", () -> bench.sql("INSERT INTO users (id) VALUES (4)"));
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(coalesce(bio, '-'), ',' ORDER BY id) FROM users"))
        .isEqualTo("bio 1,bio 2,-,bio 4,bio 5,bio 6,bio 7,bio 8,bio 9");
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  /** The row that was locked is gone, but another has its key. */
  @Test
  void aRowFindsTheSuccessorOfThePartnerThatItWaitedFor() throws InterruptedException {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      races.meanwhile(
          "DELETE FROM users WHERE id = 7; INSERT INTO users (id, bio) VALUES (7, 'again')",
          () -> bench.sql("INSERT INTO profiles (user_id) VALUES (7)"));
      assertThat(there(7)).isEqualTo("again");
      races.meanwhile(
          "DELETE FROM users WHERE id = 8; INSERT INTO users (id) VALUES (8)",
          () -> bench.sql("INSERT INTO profiles (user_id, bio) VALUES (8, 'own')"));
      assertThat(here(8)).isEqualTo("own");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  /** None of the two sees the other: the walk of the next phase, or of the way back, joins them. */
  @ParameterizedTest
  @EnumSource(names = {"EXPAND", "MIGRATE"})
  void bothRowsComeAtTheSameMoment(Phase phase) {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(phase)).isEqualTo(DONE);
      apart();
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      assertThat(here(20)).isEqualTo("there");
      assertThat(here(21)).isEqualTo("here");
      assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
      bench.sql("DELETE FROM users WHERE id > 9; DELETE FROM profiles WHERE user_id > 9");
      assertThat(engine.forward(phase)).isEqualTo(DONE);
      apart();
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(there(20)).isEqualTo("there");
      assertThat(there(21)).isEqualTo("here");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(here(20)).isEqualTo("there");
    assertThat(here(21)).isEqualTo("here");
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  private void apart() {
    races.together(
        "INSERT INTO profiles (user_id, bio) VALUES (20, 'there')",
        "INSERT INTO users (id) VALUES (20)");
    races.together(
        "INSERT INTO profiles (user_id) VALUES (21)",
        "INSERT INTO users (id, bio) VALUES (21, 'here')");
  }

  /** Nobody writes the retired column any more, so that its NULL says nothing. */
  @ParameterizedTest
  @EnumSource(names = {"CONTRACT", "CLEANUP"})
  void bothRowsComeAtTheSameMomentAfterContract(Phase until) {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      races.together(
          "INSERT INTO profiles (user_id, bio) VALUES (20, 'there')",
          "INSERT INTO users (id) VALUES (20)");
      assertThat(engine.forward(until)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(here(20)).isEqualTo("there");
    assertThat(here(9)).isEqualTo("bio 9");
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  /** Whatever makes the row another one, it must look as the client wrote it. */
  @ParameterizedTest
  @EnumSource(names = {"MIGRATE", "CONTRACT"})
  void anUpsertMayFindItsRowByAnotherKey(Phase phase) {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(phase)).isEqualTo(DONE);
      bench.sql(
          "INSERT INTO profiles (user_id, email) VALUES (7, 'mail 1')"
              + " ON CONFLICT (email) DO UPDATE SET bio = excluded.bio");
      assertThat(there(1)).isNull();
      bench.sql(
          "INSERT INTO profiles (user_id, email) VALUES (8, 'mail 2') ON CONFLICT DO NOTHING");
      bench.sql(
          "INSERT INTO profiles (user_id, email) VALUES (9, 'mail 9')"
              + " ON CONFLICT (email) DO UPDATE SET bio = excluded.bio");
      assertThat(there(9)).isEqualTo("bio 9");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(coalesce(bio, '-'), ',' ORDER BY id) FROM users"))
        .isEqualTo("-,bio 2,bio 3,bio 4,bio 5,bio 6,bio 7,bio 8,bio 9");
  }

  /** A lock of the partner that both can hold, before they insert, would be one too many. */
  @Test
  void twoUpsertsOfOneNewRowWaitForEachOther() throws InterruptedException {
    // one that is there already is refused
    Plan plan = bench.plan(MOVE);
    bench.sql(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';"
            + " CREATE TRIGGER \"~~last\" BEFORE INSERT ON profiles"
            + " FOR EACH ROW EXECUTE FUNCTION f()");
    List<String> refused = Collections.synchronizedList(new ArrayList<>());
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      List<Thread> clients = new ArrayList<>();
      try (Session gate = bench.database().open()) {
        gate.execute("BEGIN; SELECT pg_advisory_xact_lock(1)");
        for (String value : List.of("one", "other")) {
          String upsert =
              "INSERT INTO profiles (user_id, bio) VALUES (7, '%s')".formatted(value)
                  + " ON CONFLICT (user_id) DO UPDATE SET bio = excluded.bio";
          Thread client = new Thread(() -> upsert(upsert, refused));
          clients.add(client);
          client.start();
        }
        races.waitForLocks(2);
        gate.execute("COMMIT");
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(refused).isEmpty();
      assertThat(there(7)).isEqualTo(here(7)).isIn("one", "other");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  private void upsert(String statement, List<String> refused) {
    try {
      bench.sql(statement);
    } catch (DatabaseException e) {
      refused.add(e.sqlState());
    }
  }
}
