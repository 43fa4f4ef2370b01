package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class ForeignKeyWithoutIndexTest {
  private static final String KEY =
      """
        - add_column: {table: notes, column: team, type: bigint}
        - add_foreign_key: {table: notes, name: f, columns: [team], references: {table: teams, columns: [id]}}
      """;

  @Test
  void fires(TestDatabase database) {
    assertThat(Judged.messages(new ForeignKeyWithoutIndex(), Judged.plan(database, KEY)))
        .singleElement()
        .asString()
        .contains("no index of public.notes begins with [team]", "public.teams");
  }

  @Test
  void keepsQuietWhereTheSameFileMakesAnIndex(TestDatabase database) {
    String index = "  - create_index: {table: notes, name: i, columns: [team, id]}\n";
    assertThat(Judged.messages(new ForeignKeyWithoutIndex(), Judged.plan(database, KEY + index)))
        .isEmpty();
  }

  @Test
  void clientsOfTheOldShapeAreNamed(TestDatabase database) {
    assertThat(Judged.messages(new NotValidRejectsOldRows(), Judged.plan(database, KEY)))
        .singleElement()
        .asString()
        .contains("f refuses every row of public.notes", "every delete there");
  }
}
