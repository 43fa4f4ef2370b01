package dev.ripcord.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final List<String> WHOLE =
      List.of(
          "SELECT ';' , \"a;b\"",
          "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN; RETURN 1; END; $f$",
          "CREATE OR REPLACE FUNCTION g(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE"
              + " WHEN x > 1 THEN 2 END; SELECT 3; END",
          "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END",
          "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM u; SELECT 1)",
          "BEGIN",
          "COMMIT",
          "END",
          "SELECT 1 /* ; */ + 2",
          "SELECT E'\\';'");

  @Test
  void keepsWhatBelongsTogetherInAnyOrder() {
    Random random = new Random(42);
    for (int round = 0; round < 2_000; round++) {
      List<String> chosen = new ArrayList<>();
      StringBuilder script = new StringBuilder("-- head;\n");
      for (int i = random.nextInt(6); i >= 0; i--) {
        chosen.add(WHOLE.get(random.nextInt(WHOLE.size())));
        script.append(chosen.getLast()).append(random.nextBoolean() ? ";\n" : " ; -- x;\n;");
      }
      assertThat(Statements.split(script.toString())).extracting(Statement::text).isEqualTo(chosen);
    }
  }

  @Test
  void tellsTheLineOfEachStatement() {
    assertThat(Statements.split("\n-- one\nSELECT\n1;\n\n SELECT 2"))
        .containsExactly(new Statement("SELECT\n1", 3), new Statement("SELECT 2", 6));
  }

  @Test
  void skipsTheGuardsOfPgDump() {
    assertThat(Statements.split("--\n\\restrict aB3\n\nSELECT 1;\n\\unrestrict aB3\n"))
        .containsExactly(new Statement("SELECT 1", 4));
  }

  @Test
  void emptyScriptsHaveNoStatement() {
    assertThat(Statements.split(" ;; -- x\n/* y */;")).isEmpty();
  }
}
