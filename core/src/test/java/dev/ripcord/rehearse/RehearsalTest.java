package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.PhaseVerdict;
import dev.ripcord.rehearse.Proof.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
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
      textBlock =
          """
          DROP INDEX item_price_idx                         | SELECT 1                                        | index public.item_price_idx | index public.item_price_idx is missing
          ALTER TABLE item ALTER title DROP DEFAULT         | SELECT 1                                        | column public.item.title | default
          COMMENT ON COLUMN item.title IS 'x'               | COMMENT ON COLUMN item.title IS NULL            | comment | title
          REVOKE SELECT ON item FROM PUBLIC                 | SELECT 1                                        | item | SELECT
          CREATE TABLE left_over (a int)                    | SELECT 1                                        | table public.left_over | is new
          ALTER TABLE item ALTER price DROP NOT NULL        | SELECT 1                                        | column public.item.price | not null
          """)
  void whatTheWayBackForgetsInTheSchemaIsNamed(String up, String down, String where, String what) {
    Proof proof = rehearsing.of(SHOP, sql("expand", up, down));
    System.out.println(Rehearsing.differences(proof));
    assertNotProven(proof, Phase.EXPAND);
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
    System.out.println(Rehearsing.differences(proof));
    assertNotProven(proof, Phase.MIGRATE);
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
    System.out.println(Rehearsing.differences(proof));
    assertNotProven(proof, Phase.EXPAND);
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
    System.out.println(Rehearsing.differences(proof));
    System.out.println(proof.ledger());
    assertNotProven(proof, Phase.EXPAND);
  }

  private static final String SWALLOW =
      """
        - sql:
            name: sabotage
            phase: expand
            up: |
              CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN IF NEW.id % 10 = 0 THEN RETURN RESULT; END IF; RETURN NEW; END $$;
              CREATE TRIGGER swallow BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION swallow();
            down: |
              DROP TRIGGER swallow ON item;
              DROP FUNCTION swallow();
      """;

  @Test
  void updatesThatATriggerSwallowsAreNamed() {
    Proof proof = rehearsing.of(SHOP, SWALLOW.replace("RESULT", "NULL"));
    System.out.println(Rehearsing.differences(proof));
    System.out.println(proof.ledger());
    assertNotProven(proof, Phase.EXPAND);
  }

  @Test
  void updatesThatATriggerTakesBackAreNamedThoughTheServerAcknowledgedThem() {
    Proof proof = rehearsing.of(SHOP, SWALLOW.replace("RESULT", "OLD"));
    System.out.println(Rehearsing.differences(proof));
    System.out.println(proof.ledger());
    assertNotProven(proof, Phase.EXPAND);
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
    System.out.println(Rehearsing.differences(proof));
    System.out.println(proof.interruptions());
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
    System.out.println(Rehearsing.differences(proof));
    System.out.println(proof.interruptions());
  }

  @Test
  void aStepThatFailsIsNamedAndTheDatabaseIsBackAtTheStart() {
    Proof proof =
        rehearsing.of(
            SHOP,
            ABOUT_ITEM
                + sql("migrate", "UPDATE apart SET number = number / (id - id)", "SELECT 1"));
    System.out.println(Rehearsing.differences(proof));
    assertNotProven(proof, Phase.MIGRATE);
  }

  @Test
  void anExpressionThatFailsForSomeRows() {
    Proof proof =
        rehearsing.of(
            SHOP, "  - change_type: {table: item, column: title, type: int, up: title::int}\n");
    System.out.println(Rehearsing.differences(proof));
    assertNotProven(proof, Phase.EXPAND);
  }

  @Test
  void withoutAnyWriteNothingIsProven() {
    Proof proof =
        rehearsing.of(
            rehearsing.migration(
                "SELECT 1;",
                sql("expand", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f()")),
            new Conduct(Rehearsing.QUICK.planner(), 0));
    System.out.println(proof.verdicts());
    System.out.println(proof.ledger());
    assertThat(proof.proven()).isFalse();
  }

  private static void assertNotProven(Proof proof, Phase phase) {
    List<Verdict> verdicts = proof.verdicts().stream().map(PhaseVerdict::verdict).toList();
    assertThat(proof.proven()).isFalse();
    assertThat(verdicts.subList(0, phase.ordinal()))
        .allMatch(Verdict.Proven.class::isInstance);
    assertThat(verdicts.get(phase.ordinal())).isInstanceOf(Verdict.NotProven.class);
    List<Verdict> after = new ArrayList<>(verdicts.subList(phase.ordinal() + 1, verdicts.size()));
    after.add(proof.interruptions().verdict());
    assertThat(after).allMatch(Verdict.Unmeasured.class::isInstance);
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
