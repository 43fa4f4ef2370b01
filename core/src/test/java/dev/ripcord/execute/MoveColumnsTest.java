package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that move to another table, each danger by hand. */
@ExtendWith(TestDatabase.Extension.class)
class MoveColumnsTest {
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

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(SCHEMA);
  }

  private @Nullable String bioHere(int id) {
    return bench.scalar("SELECT bio FROM users WHERE id = " + id);
  }

  private @Nullable String bioThere(int id) {
    return bench.scalar("SELECT bio FROM profiles WHERE user_id = " + id);
  }

  private String users() {
    return String.valueOf(
        bench.scalar(
            "SELECT string_agg(t::text, ' ' ORDER BY id) FROM (SELECT id, name, bio, photo FROM users) AS t"));
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void comesBackFromEveryPhase(Phase phase) {
    String users = users();
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(phase)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(users()).isEqualTo(users);
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord')")).isNull();
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  @Test
  void bothTablesFollowEachOther() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("UPDATE users SET bio = 'from here' WHERE id = 1");
      assertThat(bioThere(1)).isEqualTo("from here");
      bench.sql("UPDATE profiles SET bio = 'from there' WHERE user_id = 2");
      assertThat(bioHere(2)).isEqualTo("from there");
      assertThat(bench.scalar("SELECT picture FROM profiles WHERE user_id = 2")).isNull();
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(bioThere(3)).isEqualTo("bio 3");
      assertThat(bench.scalar("SELECT picture FROM profiles WHERE user_id = 2")).isEqualTo("{}");
      bench.sql("UPDATE users SET bio = NULL WHERE id = 1");
      assertThat(bioThere(1)).isNull();
      bench.sql("UPDATE profiles SET bio = NULL WHERE user_id = 2");
      assertThat(bioHere(2)).isNull();
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(1)).isNull();
    assertThat(bioHere(2)).isNull();
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  @Test
  void aRowThatComesLateTakesWhatItsPartnerHas() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("INSERT INTO profiles VALUES (7)");
      assertThat(bioThere(7)).isEqualTo("bio 7");
      bench.sql("INSERT INTO profiles (user_id, bio) VALUES (8, 'own')");
      assertThat(bioHere(8)).isEqualTo("own");
      bench.sql("INSERT INTO profiles (user_id, bio) VALUES (20, 'early')");
      bench.sql("INSERT INTO users (id) VALUES (20)");
      assertThat(bioHere(20)).isEqualTo("early");
      bench.sql("INSERT INTO profiles (user_id) VALUES (21)");
      bench.sql("INSERT INTO users (id, bio) VALUES (21, 'late')");
      assertThat(bioThere(21)).isEqualTo("late");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("INSERT INTO profiles (user_id) VALUES (9)");
      assertThat(bioThere(9)).isEqualTo("bio 9");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(9)).isEqualTo("bio 9");
  }

  @Test
  void bothRowsMayComeInOneStatement() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql(
          "WITH u AS (INSERT INTO users (id, bio) VALUES (40, 'old shape') RETURNING id)"
              + " INSERT INTO profiles (user_id) SELECT id FROM u");
      assertThat(bioThere(40)).isEqualTo("old shape");
      bench.sql(
          "WITH p AS (INSERT INTO profiles (user_id, bio) VALUES (41, 'new shape') RETURNING user_id)"
              + " INSERT INTO users (id) SELECT user_id FROM p");
      assertThat(bioHere(41)).isEqualTo("new shape");
      bench.sql(
          "WITH u AS (UPDATE users SET bio = 'one' WHERE id = 1 RETURNING id)"
              + " UPDATE profiles SET bio = 'other' FROM u WHERE user_id = u.id");
      assertThat(bioHere(1)).isEqualTo(bioThere(1));
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql(
          "WITH u AS (INSERT INTO users (id) VALUES (42) RETURNING id)"
              + " INSERT INTO profiles (user_id, bio) SELECT id, 'late' FROM u");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(40)).isEqualTo("old shape");
    assertThat(bioHere(41)).isEqualTo("new shape");
    assertThat(bioHere(42)).isEqualTo("late");
  }

  @ParameterizedTest
  @EnumSource(names = {"EXPAND", "MIGRATE", "CONTRACT"})
  void keysStayWhileColumnsMove(Phase phase) {
    bench.sql(
        "ALTER TABLE profiles ADD FOREIGN KEY (user_id) REFERENCES users ON UPDATE CASCADE"
            + " ON DELETE CASCADE");
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(phase)).isEqualTo(DONE);
      for (String write :
          List.of(
              "UPDATE users SET id = id + 100 WHERE id IN (1, 8)",
              "UPDATE profiles SET user_id = 7 WHERE user_id = 1")) {
        assertThatThrownBy(() -> bench.sql(write))
            .isInstanceOfSatisfying(
                DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo("55000"))
            .hasMessageContaining("cannot change while its columns move to another table");
      }
      bench.sql("UPDATE users SET id = id WHERE id = 1; DELETE FROM users WHERE id = 2");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("UPDATE users SET id = 101 WHERE id = 1");
      bench.sql("UPDATE users SET id = 1 WHERE id = 101");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(1)).isEqualTo("bio 1");
    assertThat(bench.scalar("SELECT count(*) FROM users")).isEqualTo("8");
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE RULE r AS ON UPDATE TO profiles DO INSTEAD NOTHING",
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
        "CREATE DOMAIN dom AS text DEFAULT 'x'; ALTER TABLE users ALTER bio TYPE dom",
        "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
            + " ALTER TABLE users ALTER bio TYPE text COLLATE ci",
        "ALTER TABLE profiles REPLICA IDENTITY NOTHING; CREATE PUBLICATION p FOR TABLE profiles"
      })
  void stopsBeforeAnythingIsTouchedWhereTriggersCouldNotKeepPairsAlike(String obstacle) {
    bench.sql(obstacle);
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(
              bench.scalar(
                  "SELECT count(*) FROM pg_trigger WHERE tgrelid IN ('users'::regclass, 'profiles'::regclass)"))
          .isEqualTo("0");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  /** An upsert must see the row as the client wrote it. */
  @Test
  void anUpsertMayEmptyTheColumn() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql(
          "INSERT INTO profiles (user_id, bio) VALUES (1, NULL)"
              + " ON CONFLICT (user_id) DO UPDATE SET bio = excluded.bio");
      assertThat(bioThere(1)).isNull();
      assertThat(bioHere(1)).isNull();
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void deletingTheOtherRowEndsTheValueOnlyFromContractOn() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("DELETE FROM profiles WHERE user_id = 1");
      assertThat(bioHere(1)).isEqualTo("bio 1");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("DELETE FROM profiles WHERE user_id = 2");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("DELETE FROM profiles WHERE user_id = 3");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(1)).isEqualTo("bio 1");
    assertThat(bioHere(2)).isNull();
    assertThat(bioHere(3)).isNull();
    assertThat(bioHere(4)).isEqualTo("bio 4");
    assertThat(bioHere(7)).isEqualTo("bio 7");
  }

  @Test
  void whatTheNewShapeWroteAfterCleanupComesBack() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("UPDATE profiles SET bio = 'fed' WHERE user_id = 1");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("UPDATE profiles SET bio = 'since' WHERE user_id = 2");
      bench.sql("INSERT INTO profiles (user_id, bio) VALUES (8, 'since')");
      bench.sql("INSERT INTO profiles (user_id) VALUES (9)");
      bench.sql("INSERT INTO users (id) VALUES (10), (11)");
      bench.sql("INSERT INTO profiles (user_id, bio) VALUES (10, 'new')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(coalesce(bio, '-'), ',' ORDER BY id) FROM users"))
        .isEqualTo("fed,since,bio 3,bio 4,bio 5,bio 6,bio 7,since,bio 9,new,-");
    assertThat(
            bench.scalar(
                "SELECT string_agg(coalesce(photo::text, '-'), ',' ORDER BY id) FROM users"))
        .isEqualTo("{},{},{},{},{},{},{},{},{},-,-");
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  @Test
  void aValueWithoutAPartnerHereIsKept() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("INSERT INTO profiles (user_id, bio) VALUES (99, 'alone')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT key_1 || new_1 FROM ripcord_kept.kept_01_profiles"))
        .isEqualTo("99alone");
  }

  @Test
  void stopsBeforeContractWhenPartnersDisagree() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql(
          "ALTER TABLE users DISABLE TRIGGER \"~ripcord_sync_01\";"
              + " UPDATE users SET bio = 'unseen' WHERE id = 5;"
              + " ALTER TABLE users ENABLE ALWAYS TRIGGER \"~ripcord_sync_01\"");
      assertThat(engine.forward(Phase.CONTRACT))
          .asString()
          .contains("belong together agree", "(5)");
      bench.sql("UPDATE users SET bio = 'seen' WHERE id = 5");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bioHere(5)).isEqualTo("seen");
  }

  /** A client needs no privileges on the other table, and gets none. */
  @Test
  void clientsOfOneTableNeedNothingOnTheOther() {
    Plan plan = bench.plan(MOVE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql(
          "CREATE ROLE one_table; GRANT SELECT, INSERT, UPDATE ON profiles TO one_table;"
              + " SET ROLE one_table; UPDATE profiles SET bio = 'mine' WHERE user_id = 1;"
              + " INSERT INTO profiles VALUES (7); RESET ROLE;"
              + " DROP OWNED BY one_table; DROP ROLE one_table");
      assertThat(bioHere(1)).isEqualTo("mine");
      assertThat(
              bench.scalar(
                  "SELECT bool_or(has_function_privilege('public', oid, 'EXECUTE'))"
                      + " FROM pg_proc WHERE pronamespace = 'ripcord'::regnamespace AND proname LIKE 'sync%'"))
          .isEqualTo("f");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }
}
