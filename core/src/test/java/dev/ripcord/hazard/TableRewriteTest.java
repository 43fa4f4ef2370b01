package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestDatabase.Extension.class)
class TableRewriteTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users ALTER COLUMN visits TYPE bigint",
        "ALTER TABLE IF EXISTS ONLY public.users ALTER visits SET DATA TYPE bigint",
        "ALTER TABLE users ALTER login TYPE varchar(10)",
        "ALTER TABLE users ALTER login TYPE text USING lower(login)",
        "ALTER TABLE users ALTER price TYPE numeric(10,4)",
        "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()",
        "ALTER TABLE users ADD seen timestamptz DEFAULT pg_catalog.clock_timestamp() - interval '1 day'",
        "ALTER TABLE users ADD COLUMN n bigserial",
        "ALTER TABLE users ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE users ADD COLUMN n bigint GENERATED ALWAYS AS (visits * 2) STORED",
        "ALTER TABLE users ADD COLUMN n bigint DEFAULT my_own_thing(1)",
        "ALTER TABLE users SET UNLOGGED"
      })
  void fires(String statement, TestDatabase database) {
    assertThat(Judged.messages(new TableRewrite(), Judged.plan(database, Judged.sql(statement))))
        .singleElement()
        .asString()
        .contains("public.users", "instead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users ALTER COLUMN login TYPE varchar(40)",
        "ALTER TABLE users ALTER COLUMN login TYPE text",
        "ALTER TABLE users ALTER price TYPE numeric(12,2)",
        "ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT now(), ADD amount numeric(10,2) DEFAULT 0::numeric(10,2)",
        "ALTER TABLE users ADD COLUMN n int DEFAULT 1 CHECK (random_check(n))",
        "ALTER TABLE users ALTER COLUMN visits SET DEFAULT 7",
        "CREATE TABLE fresh (a int); ALTER TABLE fresh ALTER a TYPE bigint",
        "COMMENT ON TABLE users IS 'ALTER TABLE users ALTER COLUMN visits TYPE bigint'",
        "SELECT 1 -- ALTER TABLE users SET UNLOGGED"
      })
  void keepsQuiet(String statement, TestDatabase database) {
    assertThat(Judged.messages(new TableRewrite(), Judged.plan(database, Judged.sql(statement))))
        .isEmpty();
  }

  @Test
  void firesOnADeclaredColumnWithAVolatileDefault(TestDatabase database) {
    assertThat(
            Judged.messages(
                new TableRewrite(),
                Judged.plan(
                    database,
                    """
                      - add_column:
                          table: users
                          column: token
                          type: uuid
                          not_null: true
                          default: gen_random_uuid()
                      - add_column:
                          table: users
                          column: seen
                          type: timestamptz
                          default: now()
                    """)))
        .singleElement()
        .asString()
        .contains("expand-01", "token", "gen_random_uuid()", "public.users");
  }

  @Test
  void looksAtTheWayBackToo(TestDatabase database) {
    assertThat(
            Judged.messages(
                new TableRewrite(),
                Judged.plan(
                    database,
                    Judged.sql("SELECT 1", "ALTER TABLE users ALTER visits TYPE smallint"))))
        .singleElement()
        .asString()
        .contains("on the way back, ");
  }
}
