package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class LongWalkTest {
  private static final String CHANGES =
      """
        - rename_column:
            table: teams
            from: name
            to: title
      """;

  @Test
  void fires(TestDatabase database) {
    assertThat(messages(database, 1_000_001))
        .isNotEmpty()
        .allSatisfy(
            message -> assertThat(message).contains("public.teams", "1,000,001 rows", "instead"))
        .anySatisfy(message -> assertThat(message).startsWith("migrate-01: walks"))
        .anySatisfy(message -> assertThat(message).contains(": on the way back, walks"));
  }

  @Test
  void keepsQuietOnASmallerTable(TestDatabase database) {
    assertThat(messages(database, 1_000_000)).isEmpty();
  }

  private static List<String> messages(TestDatabase database, int rows) {
    try (Session session = database.open()) {
      session.execute(Judged.SCHEMA);
      // reltuples is a float4: seven digits are exact
      session.execute("UPDATE pg_class SET reltuples = " + rows + " WHERE oid = 'teams'::regclass");
      return Judged.messages(new LongWalk(), Judged.planned(session, CHANGES));
    }
  }
}
