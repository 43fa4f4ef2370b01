package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class FunctionMentionsColumnTest {
  private static final String RENAME =
      "  - rename_column: {table: notes, from: body, to: content}\n";
  private static final String DROP = "  - drop_column: {table: notes, column: body}\n";
  private static final String RETYPE =
      "  - change_type: {table: users, column: visits, type: bigint}\n";

  @Test
  void namesFunctionsThatSeemToMentionTheColumn(TestDatabase database) {
    String functions =
        """
        CREATE FUNCTION longest() RETURNS text LANGUAGE sql AS 'SELECT max(n.BODY) FROM notes n';
        CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$BEGIN UPDATE "notes" SET "body" = NULL; END$$;
        CREATE FUNCTION lower_body() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN NEW.body := lower(NEW.body); RETURN NEW; END$$;
        CREATE TRIGGER lower_body BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION lower_body();
        """;
    for (String change : List.of(RENAME, DROP)) {
      assertThat(messages(database, functions, change))
          .hasSize(3)
          .allSatisfy(
              message ->
                  assertThat(message).startsWith("contract-").contains("body of public.notes"))
          .anySatisfy(message -> assertThat(message).contains("function public.longest()"))
          .anySatisfy(message -> assertThat(message).contains("function public.tidy()"))
          .anySatisfy(message -> assertThat(message).contains("function public.lower_body()"));
      functions = "";
    }
  }

  @Test
  void keepsQuietOnOtherWordsTablesAndTrackedBodies(TestDatabase database) {
    String functions =
        """
        CREATE FUNCTION other() RETURNS text LANGUAGE sql AS 'SELECT $$body_part$$ FROM notes';
        CREATE FUNCTION elsewhere(body text) RETURNS text LANGUAGE sql AS 'SELECT body';
        CREATE FUNCTION tracked() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(body) FROM notes; END;
        """;
    assertThat(messages(database, functions, RENAME)).isEmpty();
  }

  @Test
  void keepsQuietWhereTheNameStays(TestDatabase database) {
    String functions =
        "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT max(visits)::bigint FROM users'";
    assertThat(messages(database, functions, RETYPE)).isEmpty();
  }

  private static List<String> messages(TestDatabase database, String functions, String change) {
    try (Session session = database.open()) {
      if (session.scalar("SELECT to_regclass('public.users')") == null) {
        session.execute(Judged.SCHEMA);
      }
      dev.ripcord.sql.Statements.split(functions).forEach(each -> session.execute(each.text()));
      Plan plan = Judged.planned(session, change);
      return Judged.messages(new FunctionMentionsColumn(), plan);
    }
  }
}
