package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class TestDatabaseTest {
  @Test
  void isFreshAndWritable(TestDatabase database) {
    assertUntouched(database);
  }

  @Test
  void isFreshAgain(TestDatabase database) {
    assertUntouched(database);
  }

  private static void assertUntouched(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute("CREATE TABLE \"Odd Schema\".traces (id int)");
    }
  }

  @Test
  void hasHostileDefaults(TestDatabase database) {
    try (Session session = database.open()) {
      String settings =
          session.scalar(
              "SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting s JOIN pg_database d"
                  + " ON d.oid = s.setdatabase WHERE datname = current_database()");
      assertThat(settings).contains("Pacific/Chatham", "German");
      session.execute("RESET timezone; SET datestyle = 'ISO'");
    }
  }

  @Test
  void tellsOfASessionLeftOpen(TestDatabase database) {
    Session forgotten = database.open();
    try {
      assertThatThrownBy(database::close)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("left sessions open");
    } finally {
      forgotten.abort();
    }
  }

  @AfterEach
  void isTheSameForEveryMethodOfATest(TestDatabase database) {
    assertThat(database.url().database()).startsWith("Test ");
  }
}
