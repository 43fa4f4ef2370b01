package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class IrreversibleSqlTest {
  @Test
  void fires(TestDatabase database) {
    assertThat(
            Judged.messages(
                new IrreversibleSql(),
                Judged.plan(
                    database,
                    """
            - sql:
                name: one way
                phase: expand
                up: SELECT 1
          """)))
        .singleElement()
        .asString()
        .contains("expand-01", "'one way'", "down:");
  }

  @Test
  void keepsQuietWithAWayBack(TestDatabase database) {
    assertThat(
            Judged.messages(new IrreversibleSql(), Judged.plan(database, Judged.sql("SELECT 1"))))
        .isEmpty();
  }
}
