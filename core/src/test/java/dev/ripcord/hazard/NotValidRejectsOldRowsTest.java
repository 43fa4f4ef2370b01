package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class NotValidRejectsOldRowsTest {
  @Test
  void fires(TestDatabase database) {
    assertThat(
            Judged.messages(
                new NotValidRejectsOldRows(),
                Judged.plan(
                    database,
                    """
            - add_check:
                table: users
                name: positive
                check: visits > 0
          """)))
        .singleElement()
        .asString()
        .contains("expand-01: from here on positive refuses", "public.users", "repair");
  }

  @Test
  void firesWhereNullsAreRefusedToOldClients(TestDatabase database) {
    assertThat(
            Judged.messages(
                new NotValidRejectsOldRows(),
                Judged.plan(
                    database,
                    """
            - set_not_null:
                table: users
                column: visits
                up: "0"
          """)))
        .singleElement()
        .asString()
        .contains("migrate-03: from here on every write that leaves NULL in visits", "refused");
  }

  @Test
  void firesWhereAWalkMeetsACheckThatIsThere(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          "CREATE TABLE old_rows (id int PRIMARY KEY, a int, b text);"
              + " ALTER TABLE old_rows ADD CONSTRAINT c CHECK (a > 0) NO INHERIT NOT VALID;"
              + " ALTER TABLE old_rows ADD CONSTRAINT d CHECK (a < 9)");
    }
    assertThat(
            Judged.messages(
                new NotValidRejectsOldRows(),
                Judged.plan(
                    database,
                    """
            - rename_column:
                table: old_rows
                from: b
                to: c
          """)))
        .hasSize(2)
        .allSatisfy(
            message ->
                assertThat(message)
                    .endsWith(
                        "the walk stops at the first row of public.old_rows that violates c, which"
                            + " is NOT VALID; instead find and repair such rows first: SELECT *"
                            + " FROM public.old_rows WHERE NOT ((a > 0))"))
        .anyMatch(message -> message.startsWith("migrate-01: the walk"))
        .anyMatch(message -> message.startsWith("cleanup-03: on the way back, the walk"));
  }

  @Test
  void firesOnTheUsersOwn(TestDatabase database) {
    assertThat(
            Judged.messages(
                new NotValidRejectsOldRows(),
                Judged.plan(
                    database,
                    Judged.sql("ALTER TABLE users ADD CONSTRAINT p CHECK (visits > 0) NOT VALID"))))
        .singleElement()
        .asString()
        .contains("p refuses");
  }

  @Test
  void keepsQuietOnAForeignKey(TestDatabase database) {
    assertThat(
            Judged.messages(
                new NotValidRejectsOldRows(),
                Judged.plan(
                    database,
                    Judged.sql(
                        "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams NOT VALID"))))
        .isEmpty();
  }
}
