package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class RetiredTableStillBindsTest {
  @Test
  void fires(TestDatabase database) {
    assertThat(
            Judged.messages(
                new RetiredTableStillBinds(),
                Judged.plan(
                    database,
                    """
            - drop_table:
                table: notes
          """)))
        .singleElement()
        .asString()
        .contains("contract-01", "public.notes", "notes_user_id_fkey (to public.users)", "cleanup");
  }

  @Test
  void keepsQuietOnATableThatBindsOnlyItself(TestDatabase database) {
    assertThat(
            Judged.messages(
                new RetiredTableStillBinds(),
                Judged.plan(
                    database,
                    """
            - drop_table:
                table: badges
          """)))
        .isEmpty();
  }
}
