package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class CrossingLocksTest {
  @Test
  void firesWhereTriggersOfTwoTablesBegin(TestDatabase database) {
    assertThat(
            Judged.messages(
                new CrossingLocks(),
                Judged.plan(
                    database,
                    """
                      - move_columns: {table: users, columns: [code], to: badges, key: {id: id}}
                    """)))
        .singleElement()
        .asString()
        .contains("expand-02", "40P01", "lock the row of public.users first", "public.badges");
  }

  @Test
  void keepsQuietOnTriggersOfOneTable(TestDatabase database) {
    assertThat(
            Judged.messages(
                new CrossingLocks(),
                Judged.plan(
                    database,
                    """
                      - rename_column: {table: users, from: code, to: short}
                    """)))
        .isEmpty();
  }
}
