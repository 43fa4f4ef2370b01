package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestDatabase.Extension.class)
class BlockingIndexBuildTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX ON users (login)",
        "CREATE UNIQUE INDEX IF NOT EXISTS by_login ON ONLY public.users USING btree (login)",
        "ALTER TABLE users ADD CONSTRAINT one_login UNIQUE (login)",
        "ALTER TABLE users ADD UNIQUE (login) USING INDEX TABLESPACE pg_default"
      })
  void fires(String statement, TestDatabase database) {
    assertThat(
            Judged.messages(new BlockingIndexBuild(), Judged.plan(database, Judged.sql(statement))))
        .singleElement()
        .asString()
        .contains("public.users", "create_index");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users ADD CONSTRAINT one_login UNIQUE USING INDEX by_login",
        "CREATE TABLE fresh (a int); CREATE INDEX ON fresh (a)",
        "COMMENT ON TABLE users IS 'CREATE INDEX ON users (login)'",
        "ALTER TABLE users ADD CHECK (visits > 0) NOT VALID"
      })
  void keepsQuiet(String statement, TestDatabase database) {
    assertThat(
            Judged.messages(new BlockingIndexBuild(), Judged.plan(database, Judged.sql(statement))))
        .isEmpty();
  }

  @Test
  void keepsQuietOnADeclaredIndex(TestDatabase database) {
    assertThat(
            Judged.messages(
                new BlockingIndexBuild(),
                Judged.plan(
                    database,
                    """
                      - create_index:
                          table: users
                          name: by_login
                          columns: [login]
                    """)))
        .isEmpty();
  }
}
