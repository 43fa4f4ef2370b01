package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
  @Test
  void canBeCopiedFromAMessage() {
    String odd = "postgres://some%20one@db.example.com:5432/Odd%20Db%2F1";
    assertThat(DatabaseUrl.parse(odd)).hasToString(odd);
    assertThat(DatabaseUrl.parse(odd).database()).isEqualTo("Odd Db/1");
  }

  @Test
  void takesTheParametersOfTheDriverAndThoseOfLibpq() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://u@h/d?sslmode=verify-full&connect_timeout=3&channel_binding=require&options=-c%20jit%3Doff");
    assertThat(url.parameters())
        .containsOnly(
            entry("sslmode", "verify-full"),
            entry("connectTimeout", "3"),
            entry("channelBinding", "require"),
            entry("options", "-c jit=off"));
  }

  /** What a connection must be, that of pg_dump must be as well. */
  @Test
  void tellsProgramsWhatKeepsAConnectionSafe() {
    DatabaseUrl url =
        DatabaseUrl.parse(
            "postgres://u:p@h/d?sslmode=verify-full&channel_binding=require"
                + "&require_auth=scram-sha-256&gssencmode=disable&sslnegotiation=direct");
    assertThat(Program.reaching(url, "ripcord"))
        .contains(
            entry("PGSSLMODE", "verify-full"),
            entry("PGCHANNELBINDING", "require"),
            entry("PGREQUIREAUTH", "scram-sha-256"),
            entry("PGGSSENCMODE", "disable"),
            entry("PGSSLNEGOTIATION", "direct"));
  }

  /** The driver would ignore them, and a connection that verifies nothing looks like any other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sslmod=verify-full | sslmod is none, expected sslmode",
        "sslmode=verify_full | sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full",
        "password=a&b-secret | one is none that the driver knows",
        "sslmode=secret&conect_timeout=3 | conect_timeout is none, expected connect_timeout; sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full"
      })
  void refusesWhatTheDriverIgnoresAndRepeatsNoSecret(String query, String message) {
    assertThatThrownBy(() -> DatabaseUrl.parse("postgres://h/d?" + query))
        .isInstanceOfSatisfying(
            RipcordException.class,
            failure -> assertThat(failure.code()).isEqualTo(ProblemCode.INPUT))
        .hasMessage("parameters of the address: " + message);
  }

  @Test
  void saysWhichHostIsNotKnown() {
    DatabaseUrl nowhere = DatabaseUrl.parse("postgres://u@nowhere.invalid/d");
    assertThatThrownBy(() -> Session.open(nowhere, "test"))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("no host nowhere.invalid is known");
  }
}
