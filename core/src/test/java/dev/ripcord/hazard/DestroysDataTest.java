package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestDatabase.Extension.class)
class DestroysDataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE IF EXISTS notes",
        "ALTER TABLE users DROP born",
        "ALTER TABLE users DROP COLUMN IF EXISTS born",
        "TRUNCATE notes",
        "DELETE FROM ONLY notes WHERE body IS NULL",
        "UPDATE users SET visits = 0",
        "WITH gone AS (DELETE FROM notes RETURNING *) SELECT count(*) FROM gone",
        "WITH few AS (SELECT 1) UPDATE users SET visits = 0",
        "INSERT INTO teams VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = 'a'",
        "MERGE INTO users AS u USING teams AS t ON t.id = u.team_id WHEN MATCHED THEN DELETE",
        "DROP SCHEMA public CASCADE"
      })
  void fires(String statement, TestDatabase database) {
    assertThat(Judged.messages(new DestroysData(), Judged.plan(database, Judged.sql(statement))))
        .singleElement()
        .asString()
        .contains("down:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users DROP CONSTRAINT visited",
        "ALTER TABLE users ALTER COLUMN login DROP NOT NULL",
        "INSERT INTO teams VALUES (1, 'DELETE FROM users') ON CONFLICT DO NOTHING",
        "WITH few AS (SELECT * FROM users FOR UPDATE) SELECT count(*) FROM few",
        "SELECT * FROM users FOR UPDATE",
        "CREATE TABLE fresh (user_id bigint REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE)",
        "DROP INDEX IF EXISTS nothing",
        "SELECT 1 /* DROP TABLE users */"
      })
  void keepsQuiet(String statement, TestDatabase database) {
    assertThat(Judged.messages(new DestroysData(), Judged.plan(database, Judged.sql(statement))))
        .isEmpty();
  }

  @Test
  void saysWhatTheWayBackTakesAway(TestDatabase database) {
    assertThat(
            Judged.messages(
                new DestroysData(),
                Judged.plan(
                    database, Judged.sql("CREATE TABLE fresh (a int)", "DROP TABLE fresh"))))
        .singleElement()
        .asString()
        .contains("on the way back, DROP TABLE fresh", "since");
  }

  @Test
  void keepsQuietOnDeclaredDrops(TestDatabase database) {
    assertThat(
            Judged.messages(
                new DestroysData(),
                Judged.plan(
                    database,
                    """
                      - drop_column:
                          table: users
                          column: born
                      - drop_table:
                          table: notes
                    """)))
        .isEmpty();
  }
}
