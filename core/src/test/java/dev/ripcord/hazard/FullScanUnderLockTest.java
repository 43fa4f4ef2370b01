package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestDatabase.Extension.class)
class FullScanUnderLockTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users ALTER COLUMN born SET NOT NULL",
        "ALTER TABLE users ADD CONSTRAINT positive CHECK (visits > 0)",
        "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams",
        "ALTER TABLE users ADD COLUMN n int CHECK (n > 0)",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (visits > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c",
        "ALTER TABLE users VALIDATE CONSTRAINT visited, ALTER born DROP DEFAULT",
        "LOCK TABLE users; ALTER TABLE users VALIDATE CONSTRAINT visited"
      })
  void fires(String statement, TestDatabase database) {
    assertThat(
            Judged.messages(new FullScanUnderLock(), Judged.plan(database, Judged.sql(statement))))
        .singleElement()
        .asString()
        .contains("public.users", "instead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users ALTER COLUMN visits SET NOT NULL",
        "ALTER TABLE users ALTER COLUMN login SET NOT NULL",
        "ALTER TABLE users ADD CONSTRAINT positive CHECK (visits > 0) NOT VALID",
        "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams NOT VALID",
        "ALTER TABLE users VALIDATE CONSTRAINT visited",
        "ALTER TABLE users VALIDATE CONSTRAINT visited; ALTER TABLE users ALTER born DROP DEFAULT",
        "ALTER TABLE users /* ALTER born SET NOT NULL */ ALTER born SET STATISTICS 10, VALIDATE CONSTRAINT visited"
      })
  void keepsQuiet(String statement, TestDatabase database) {
    assertThat(
            Judged.messages(new FullScanUnderLock(), Judged.plan(database, Judged.sql(statement))))
        .isEmpty();
  }

  @Test
  void keepsQuietOnDeclaredChanges(TestDatabase database) {
    assertThat(
            Judged.messages(
                new FullScanUnderLock(),
                Judged.plan(
                    database,
                    """
                      - add_check:
                          table: users
                          name: positive
                          check: visits > 0
                      - add_column:
                          table: users
                          column: rank
                          type: integer
                          not_null: true
                          backfill: "1"
                    """)))
        .isEmpty();
  }
}
