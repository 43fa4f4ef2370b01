package dev.ripcord.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which roles a statement needs. */
class RoleNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "ALTER TABLE ONLY a.t OWNER TO Shop | shop",
        "ALTER FUNCTION f(owner text) OWNER TO \"The Shop\" | The Shop",
        "ALTER TABLE t OWNER /* to whom */ TO U&\"caf\\00e9\" | caf\u00e9",
        "CREATE SCHEMA AUTHORIZATION shop | shop",
        "CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION shop CREATE TABLE t (id int) | shop",
        "SET SESSION AUTHORIZATION shop | shop",
        "SET LOCAL ROLE shop | shop",
        "set role shop | shop",
        "GRANT SELECT (a), INSERT ON t, u TO a, GROUP b, PUBLIC WITH GRANT OPTION GRANTED BY c"
            + " | a b c",
        "GRANT ALL ON SCHEMA s TO CURRENT_USER, \"public\" | public",
        "REVOKE GRANT OPTION FOR ALL ON t FROM a, b CASCADE | a b",
        "GRANT a, b TO c WITH ADMIN OPTION | a b c",
        "REVOKE ADMIN OPTION FOR a FROM b | a b",
        "ALTER DEFAULT PRIVILEGES FOR USER a, b IN SCHEMA s REVOKE ALL ON TABLES FROM c | a b c",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO c | c",
        "CREATE POLICY p ON t AS PERMISSIVE FOR SELECT TO a, b USING (x IN (SELECT y FROM z)) | a b",
        "ALTER POLICY p ON t TO a | a",
      })
  void namesThem(String statement, String roles) {
    assertThat(RoleNames.in(statement)).containsExactly(roles.split(" (?!Shop)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (owner text, role text)",
        "SET ROLE NONE",
        "RESET ROLE",
        "SET search_path TO shop",
        "ALTER POLICY p ON t RENAME TO q",
        "ALTER TABLE t RENAME TO u",
        "ALTER TABLE t OWNER TO \"\"",
        "ALTER TABLE t OWNER TO",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'ALTER TABLE t OWNER TO shop'",
        "SELECT 'SET ROLE shop'",
      })
  void namesNone(String statement) {
    assertThat(RoleNames.in(statement)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE ROLE a",
        "create user a PASSWORD 'x'",
        "ALTER ROLE a SET search_path = s",
        "ALTER USER a CREATEDB",
        "DROP GROUP a",
        "COMMENT ON ROLE a IS 'b'",
        "GRANT a TO b",
        "REVOKE a FROM b",
      })
  void knowsWhatChangesThem(String statement) {
    assertThat(RoleNames.concerned(statement)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT ON t TO a",
        "REVOKE ALL ON SCHEMA s FROM a",
        "CREATE USER MAPPING FOR a SERVER s",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a",
        "SET ROLE a",
        "CREATE TABLE role (id int)",
      })
  void knowsWhatOnlyNamesThem(String statement) {
    assertThat(RoleNames.concerned(statement)).isFalse();
  }
}
