package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class ColumnOrderTest {
  @Test
  void fires(TestDatabase database) {
    assertThat(
            Judged.messages(
                new ColumnOrder(),
                Judged.plan(
                    database,
                    """
            - drop_column:
                table: users
                column: born
          """)))
        .singleElement()
        .asString()
        .contains("cleanup-", "born of public.users", "SELECT *");
  }

  @Test
  void keepsQuietWhereNoColumnGoes(TestDatabase database) {
    assertThat(
            Judged.messages(
                new ColumnOrder(),
                Judged.plan(
                    database,
                    """
            - add_column:
                table: users
                column: nick
                type: text
          """)))
        .isEmpty();
  }
}
