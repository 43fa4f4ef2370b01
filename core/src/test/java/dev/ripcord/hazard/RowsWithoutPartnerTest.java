package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class RowsWithoutPartnerTest {
  @Test
  void saysHowToCountThem(TestDatabase database) {
    Plan plan =
        Judged.plan(
            database,
            """
              - move_columns: {table: users, columns: [code, born], to: badges, key: {id: id}}
            """);
    assertThat(Judged.messages(new RowsWithoutPartner(), plan))
        .singleElement()
        .asString()
        .contains("contract-04", "public.users without a row of public.badges");
    String message = Judged.messages(new RowsWithoutPartner(), plan).getFirst();
    try (Session session = database.open()) {
      session.execute(
          "INSERT INTO users (id, login, visits, code) VALUES (1, 'a', 0, 'x'), (2, 'b', 0, 'y'),"
              + " (3, 'c', 0, NULL); INSERT INTO badges VALUES (1)");
      assertThat(session.scalar(message.substring(message.indexOf("SELECT count(*)"))))
          .isEqualTo("1");
    }
  }

  @Test
  void keepsQuietOnColumnsThatStayInTheirTable(TestDatabase database) {
    assertThat(
            Judged.messages(
                new RowsWithoutPartner(),
                Judged.plan(
                    database,
                    """
                      - drop_column: {table: users, column: code}
                    """)))
        .isEmpty();
  }
}
