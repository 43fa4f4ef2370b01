package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.PhaseVerdict;
import dev.ripcord.rehearse.Proof.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proof must be able to fail: each part of it for a reason of its own, and with names. */
@ExtendWith(TestDatabase.Extension.class)
class RehearsalTest {
  private static final String SHOP =
      """
      CREATE TABLE item (
        id int PRIMARY KEY,
        title text NOT NULL DEFAULT 'none',
        price int NOT NULL,
        full_name text NOT NULL
      );
      CREATE INDEX item_price_idx ON item (price);
      COMMENT ON COLUMN item.title IS 'what it is called';
      GRANT SELECT ON item TO PUBLIC;
      CREATE TABLE apart (id int PRIMARY KEY, word text NOT NULL, number int NOT NULL);
      """;

  /** Keeps the writers away from the table {@code apart}: they write what a migration is about. */
  private static final String ABOUT_ITEM =
      "  - add_column: {table: item, column: extra, type: int}\n";

  @TempDir private Path directory;
  private Rehearsing rehearsing;

  @BeforeEach
  void prepare(TestDatabase database) {
    rehearsing = new Rehearsing(directory, database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          DROP INDEX item_price_idx                   | SELECT 1 | index public.item_price_idx | index public.item_price_idx is missing
          ALTER TABLE item ALTER title DROP DEFAULT   | SELECT 1 | column public.item.title    | column public.item.title: default was 'none'::text, is not set
          COMMENT ON COLUMN item.title IS NULL        | SELECT 1 | column public.item.title    | column public.item.title: comment was what it is called, is not set
          REVOKE SELECT ON item FROM PUBLIC           | SELECT 1 | table public.item           | table public.item: grants was =r/
          CREATE TABLE left_over (a int)              | SELECT 1 | table public.left_over      | table public.left_over is new
          ALTER TABLE item ALTER price DROP NOT NULL  | SELECT 1 | column public.item.price    | column public.item.price: not null was true, is false
          """)
  void whatTheWayBackForgetsInTheSchemaIsNamed(String up, String down, String where, String what) {
    Proof proof = rehearsing.of(SHOP, sql("expand", up, down));

    assertNotProven(proof, Phase.EXPAND);
    assertThat(differences(proof))
        .allMatch(each -> each.part().equals("schema"))
        .anyMatch(each -> each.where().equals(where) && each.what().startsWith(what));
  }

  @Test
  void valuesThatTheWayBackLosesAreNamed() {
    Proof proof =
        rehearsing.of(
            SHOP,
            ABOUT_ITEM
                + sql(
                    "migrate",
                    "UPDATE apart SET word = lower(word) || '!'",
                    "UPDATE apart SET word = rtrim(word, '!') WHERE id > 3"));
    assertNotProven(proof, Phase.MIGRATE);
    Difference difference = only(proof);
    assertThat(difference.part()).isEqualTo("data");
    assertThat(difference.where()).isEqualTo("public.apart");
    assertThat(difference.what()).startsWith("0 rows missing, 0 rows too many,");
    assertThat(difference.examples()).hasSizeBetween(3, 10);
    assertThat(difference.examples())
        .anySatisfy(example -> assertThat(example).matches("(?s)id=1: word was '(.*)', is '.*!'"));
  }

  @Test
  void aLossyDownExpressionIsFoundBeforeAnyoneWritesWithIt() {
    Proof proof =
        rehearsing.of(
            SHOP,
            """
              - transform:
                  table: item
                  from: [full_name]
                  to:
                    - {column: first_name, type: text, up: "split_part(full_name, ' ', 1)"}
                    - {column: last_name, type: text, up: "substr(full_name, length(split_part(full_name, ' ', 1)) + 1)"}
                  down: {full_name: first_name}
            """);
    assertNotProven(proof, Phase.EXPAND);
    Difference difference =
        differences(proof).stream()
            .filter(each -> each.where().equals("public.item.full_name"))
            .findFirst()
            .orElseThrow();
    assertThat(difference.part()).isEqualTo("data");
    assertThat(difference.what()).matches("\\d+ values do not survive 'up' and 'down'");
    assertThat(difference.examples())
        .hasSize(10)
        .allMatch(
            example ->
                example.matches("(?s)id=-?\\d+: full_name was '.* .*', comes back as '[^ ]*'"));
  }

  @Test
  void acknowledgedWritesThatTheWayBackDeletesAreNamed() {
    Proof proof =
        rehearsing.of(
            SHOP,
            sql(
                "expand",
                "CREATE TABLE there AS SELECT id FROM item",
                "DELETE FROM item WHERE id NOT IN (SELECT id FROM there); DROP TABLE there"));
    assertNotProven(proof, Phase.EXPAND);
    assertThat(proof.ledger().lost())
        .anySatisfy(
            lost -> {
              assertThat(lost.part()).isEqualTo("data");
              assertThat(lost.where()).isEqualTo("public.item");
              assertThat(lost.what()).matches("[1-9]\\d* rows missing.*");
              assertThat(lost.examples())
                  .hasSizeLessThanOrEqualTo(10)
                  .anyMatch(example -> example.matches("id=-?\\d+ is missing"));
            });
  }

  private static final String SWALLOW =
      """
        - sql:
            name: sabotage
            phase: expand
            up: |
              CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN IF NEW.id % 2 = 0 THEN RETURN RESULT; END IF; RETURN NEW; END $$;
              CREATE TRIGGER swallow BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION swallow();
            down: |
              DROP TRIGGER swallow ON item;
              DROP FUNCTION swallow();
      """;

  @Test
  void updatesThatATriggerSwallowsAreNamed() {
    Proof proof = rehearsing.of(SHOP, SWALLOW.replace("RESULT", "NULL"));
    assertNotProven(proof, Phase.EXPAND);
    assertThat(proof.ledger().lost())
        .anySatisfy(
            lost -> {
              assertThat(lost.part()).isEqualTo("ledger");
              assertThat(lost.where()).isEqualTo("public.item");
              assertThat(lost.what())
                  .endsWith("LOST_ROW: 0 rows in the tested database, 1 in the control database");
              assertThat(lost.examples())
                  .allMatch(
                      example ->
                          example.matches("(?s)\\[-?\\d*[02468]]: UPDATE public.item SET .*"));
            });
  }

  @Test
  void updatesThatATriggerTakesBackAreNamedThoughTheServerAcknowledgedThem() {
    Proof proof = rehearsing.of(SHOP, SWALLOW.replace("RESULT", "OLD"));
    assertNotProven(proof, Phase.EXPAND);
    Difference difference = only(proof);
    assertThat(difference.part()).isEqualTo("data");
    assertThat(difference.where()).isEqualTo("public.item");
    assertThat(difference.examples())
        .isNotEmpty()
        .allMatch(example -> example.matches("(?s)id=-?\\d*[02468]: .* was .*, is .*"));
    assertThat(proof.ledger().lost()).containsExactly(difference);
  }

  @Test
  void aSessionThatAKillEndsIsMissed() {
    Proof proof =
        rehearsing.of(
            SHOP,
            sql("expand", "SELECT set_config('shop.shift', '5', false)", "SELECT 1")
                + sql(
                    "expand",
                    "ALTER TABLE item ADD CONSTRAINT c"
                        + " CHECK (price < current_setting('shop.shift')::int * 1000000000::bigint)",
                    "ALTER TABLE item DROP CONSTRAINT c"));
    assertOnlyInterruptionsFail(proof);
    assertThat(differences(proof))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.part()).isEqualTo("resume");
              assertThat(difference.where()).startsWith("expand-02 (");
              assertThat(difference.what()).contains("shop.shift");
            });
  }

  @Test
  void rowsThatOnlyAKilledRunLeavesWrongAreNamed() {
    Proof proof =
        rehearsing.of(
            SHOP,
            ABOUT_ITEM
                + sql("migrate", "SELECT set_config('shop.shift', 'abc', false)", "SELECT 1")
                + sql(
                    "migrate",
                    "UPDATE apart SET word = word || 'abc' WHERE current_setting('shop.shift', true) = 'abc'",
                    "UPDATE apart SET word = left(word, length(word) - 3)"));
    assertOnlyInterruptionsFail(proof);
    assertThat(only(proof).part()).isEqualTo("resume");
    assertThat(only(proof).where()).isEqualTo("public.apart");
    assertThat(only(proof).what())
        .matches("0 rows missing, 0 rows too many, 19\\d rows changed|.* 200 rows changed");
    assertThat(only(proof).examples())
        .hasSize(10)
        .anyMatch(each -> each.startsWith("id=1: word was "));
  }

  @Test
  void aStepThatFailsIsNamedAndTheDatabaseIsBackAtTheStart() {
    Proof proof =
        rehearsing.of(
            SHOP,
            ABOUT_ITEM
                + sql("migrate", "UPDATE apart SET number = number / (id - id)", "SELECT 1"));
    assertNotProven(proof, Phase.MIGRATE);
    // the schema and the data were compared too
    assertThat(only(proof).part()).isEqualTo("step");
    assertThat(only(proof).where()).startsWith("migrate-01 (");
    assertThat(only(proof).what()).contains("division by zero");
  }

  @Test
  void aDatabaseThatIsNotFitIsAFindingToo() {
    Proof proof =
        rehearsing.of(
            SHOP + "CREATE SCHEMA ripcord;\n",
            ABOUT_ITEM + sql("migrate", "UPDATE apart SET number = number", "SELECT 1"));
    assertNotProven(proof, Phase.PREPARATION);
    assertThat(only(proof).part()).isEqualTo("step");
    assertThat(only(proof).what()).contains("no other run is in this database");
  }

  @Test
  void anExpressionThatFailsForSomeRowsIsAFindingAndNamesThem() {
    Proof proof =
        rehearsing.of(
            SHOP, "  - change_type: {table: item, column: title, type: int, up: title::int}\n");
    assertNotProven(proof, Phase.EXPAND);
    assertThat(differences(proof))
        .anySatisfy(
            difference -> {
              assertThat(difference.part()).isEqualTo("data");
              assertThat(difference.where()).isEqualTo("public.item.title");
              assertThat(difference.what()).startsWith("'up' and 'down' fail: ");
              assertThat(difference.examples())
                  .hasSize(10)
                  .anyMatch(example -> example.matches("(?s)id=\\d+: invalid input syntax .*"));
            });
  }

  @Test
  void withoutAnyWriteNothingIsProven() {
    Proof proof =
        rehearsing.of(
            rehearsing.migration(
                "SELECT 1;",
                sql(
                    "expand",
                    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "DROP FUNCTION f()")),
            new Conduct(Rehearsing.QUICK.planner(), 0, 0, 500));
    assertThat(proof.ledger().acknowledged()).isZero();
    assertThat(proof.proven()).isFalse();
    assertThat(proof.verdicts().getFirst().verdict())
        .isEqualTo(new Verdict.Unmeasured("no write of a client was acknowledged"));
  }

  @Test
  void whatWasNotMeasuredIsNotProven() {
    Step step =
        new Step(
            "expand-01",
            Phase.EXPAND,
            "Wait for a person",
            "ripcord",
            new Action.Manual("Wait for a person", "Stop it in the scheduler."),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Risk.LOW,
            Reversibility.EXACT,
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(Rehearsal.verdict(List.of(step), each -> true, 1, List.of()))
        .isEqualTo(new Verdict.Proven());
    assertThat(Rehearsal.verdict(List.of(step), each -> false, 1, List.of()))
        .isEqualTo(new Verdict.Unmeasured("no measurement of " + step.id()));
    assertThat(Rehearsal.verdict(List.of(step), each -> true, 0, List.of()))
        .isInstanceOf(Verdict.Unmeasured.class);
  }

  /** This phase is not proven; those before it are, and those after it were not tried. */
  private static void assertNotProven(Proof proof, Phase phase) {
    assertThat(proof.proven()).isFalse();
    for (PhaseVerdict each : proof.verdicts()) {
      int order = each.phase().compareTo(phase);
      Class<? extends Verdict> expected =
          order < 0
              ? Verdict.Proven.class
              : order == 0 ? Verdict.NotProven.class : Verdict.Unmeasured.class;
      assertThat(each.verdict()).as(each.phase().word()).isInstanceOf(expected);
    }
    assertThat(proof.interruptions().verdict()).isInstanceOf(Verdict.Unmeasured.class);
  }

  private static void assertOnlyInterruptionsFail(Proof proof) {
    assertThat(proof.proven()).isFalse();
    assertThat(proof.verdicts()).allMatch(each -> each.verdict() instanceof Verdict.Proven);
    assertThat(proof.interruptions().verdict()).isInstanceOf(Verdict.NotProven.class);
  }

  private static Difference only(Proof proof) {
    assertThat(differences(proof)).hasSize(1);
    return differences(proof).getFirst();
  }

  private static List<Difference> differences(Proof proof) {
    return Rehearsing.differences(proof);
  }

  private static String sql(String phase, String up, String down) {
    String name = Integer.toHexString(up.hashCode());
    return """
          - sql:
              name: '%s'
              phase: %s
              up: |
                %s
              down: |
                %s
        """
        .formatted(name, phase, up, down);
  }
}
