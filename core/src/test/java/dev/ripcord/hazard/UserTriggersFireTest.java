package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class UserTriggersFireTest {
  @Test
  void keepsQuietOnOtherColumnsAndEvents(TestDatabase database) {
    assertThat(
            Judged.messages(
                new UserTriggersFire(),
                Judged.plan(
                    database,
                    """
            - backfill:
                table: users
                set:
                  visits: "1"
          """)))
        .isEmpty();
  }

  @Test
  void keepsQuietWithoutTriggers(TestDatabase database) {
    assertThat(
            Judged.messages(
                new UserTriggersFire(),
                Judged.plan(
                    database,
                    """
            - backfill:
                table: teams
                set:
                  name: "'a'"
          """)))
        .isEmpty();
  }

  @Test
  void firesOnTheColumnOfTheTrigger(TestDatabase database) {
    assertThat(
            Judged.messages(
                new UserTriggersFire(),
                Judged.plan(
                    database,
                    """
                      - backfill:
                          table: users
                          set:
                            login: lower(login)
                    """)))
        .hasSize(2)
        .allSatisfy(message -> assertThat(message).contains("of_login of public.users", "row"))
        .anySatisfy(message -> assertThat(message).contains("on the way back"));
  }

  @Test
  void firesOnAnyColumn(TestDatabase database) {
    assertThat(
            Judged.messages(
                new UserTriggersFire(),
                Judged.plan(
                    database,
                    """
                      - rename_column:
                          table: notes
                          from: body
                          to: content
                    """)))
        .isNotEmpty()
        .allSatisfy(message -> assertThat(message).contains("note_changed of public.notes"));
  }
}
