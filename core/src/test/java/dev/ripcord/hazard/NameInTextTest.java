package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class NameInTextTest {
  private static final String FUNCTIONS =
      """
      CREATE FUNCTION in_text() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM Notes';
      CREATE FUNCTION parsed() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM notes);
      CREATE FUNCTION of_row(notes) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
      CREATE FUNCTION other() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM teams -- notes_of';
      CREATE SCHEMA archive;
      """;

  @Test
  void findsTheOldNameOfATableInBodies(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(Judged.SCHEMA + FUNCTIONS);
      for (String change :
          new String[] {
            "- rename_table: {table: notes, to: remarks}",
            "- move_table: {table: notes, schema: archive}"
          }) {
        assertThat(Judged.messages(new NameInText(), Judged.planned(session, "  " + change + "\n")))
            .singleElement()
            .asString()
            .startsWith("cleanup-01: from here on no relation is called public.notes")
            .contains("function public.in_text()")
            .doesNotContain("parsed", "of_row", "other");
      }
    }
  }

  @Test
  void findsTheOldSpellingOfAValue(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(
          """
          CREATE TYPE mood AS ENUM ('it''s', 'ok');
          CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'it''s');
          CREATE VIEW follows AS SELECT id FROM t WHERE m = 'it''s';
          CREATE VIEW stays AS SELECT id FROM t WHERE m::text = 'it''s';
          CREATE FUNCTION in_text() RETURNS mood LANGUAGE sql AS $$SELECT 'it''s'::mood$$;
          """);
      assertThat(
              Judged.messages(
                  new NameInText(),
                  Judged.planned(
                      session, "  - rename_enum_value: {type: mood, from: it's, to: so}\n")))
          .singleElement()
          .asString()
          .startsWith("contract-01: from here on there is no value 'it''s'")
          .contains("function public.in_text(), view public.stays; instead")
          .doesNotContain("follows", "public.t");
    }
  }

  @Test
  void keepsQuietWhereNothingMentionsIt(TestDatabase database) {
    assertThat(
            Judged.messages(
                new NameInText(),
                Judged.plan(database, "  - rename_table: {table: badges, to: medals}\n")))
        .isEmpty();
  }
}
