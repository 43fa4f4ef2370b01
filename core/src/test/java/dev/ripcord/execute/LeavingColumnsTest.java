package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way back of {@code expand} while clients of the old shape go on writing: what only the new
 * shape held is kept, and what they write makes nothing more to keep.
 */
@ExtendWith(TestDatabase.Extension.class)
class LeavingColumnsTest {
  private static final String SPLIT =
      """
      transform:
            table: person
            from: [full_name]
            to:
              - {column: first_name, type: text, up: "upper(split_part(full_name, ' ', 1))"}
              - {column: last_name, type: text, up: "CASE WHEN position(' ' in full_name) > 0 THEN substr(full_name, position(' ' in full_name) + 1) END"}
            down: {full_name: "first_name || coalesce(' ' || last_name, '')"}
      """;

  @TempDir private Path folder;
  private Bench bench;
  private Plan plan;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE person (id int PRIMARY KEY, full_name text NOT NULL, visits int NOT NULL DEFAULT 0);
        INSERT INTO person SELECT n, 'Given' || n || ' Name' FROM generate_series(1, 1000) AS n;
        """);
    plan = bench.plan(SPLIT);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
  }

  /** Goes back, and has a client write whenever a batch is through. */
  private RunOutcome backWhile(Writes client) {
    Observer observer =
        new Observer() {
          private int batches;

          @Override
          public void batch(Unit unit, Batch batch) {
            if (unit.action() instanceof Action.Walk) {
              bench.sql(client.afterBatch(++batches));
            }
          }
        };
    try (Engine engine = Engine.open(plan, bench.database().url(), Clock.systemUTC(), observer)) {
      return engine.back(Phase.PREPARATION);
    }
  }

  private interface Writes {
    String afterBatch(int number);
  }

  private @Nullable String kept() {
    return bench.scalar(
        "SELECT string_agg(key_1 || ': ' || new_1 || ', ' || new_2, '; ' ORDER BY key_1) FROM "
            + store());
  }

  private String store() {
    return plan.kept().getFirst().store().quoted();
  }

  @Test
  void aRowThatComesMeanwhileIsNothingToKeepHoweverItIsWritten() {
    // its last name can be computed again, having been none; its first name cannot, nobody gave it
    RunOutcome outcome =
        backWhile(
            number ->
                """
                INSERT INTO person VALUES (%1$d, 'Bob');
                UPDATE person SET full_name = 'Bob Smith' WHERE id = %1$d
                """
                    .formatted(2000 + number));
    assertThat(outcome).isEqualTo(DONE);
    // what has kept nothing goes
    assertThat(bench.scalar("SELECT to_regclass('" + store() + "')")).isNull();
  }

  @Test
  void aRowIsKeptAsItWasHoweverItIsWrittenMeanwhile() {
    // no full name gives a first name in small letters; the last name alone could be computed
    bench.sql("UPDATE person SET first_name = 'Anna', last_name = 'Name' WHERE id = 7");
    RunOutcome outcome =
        backWhile(
            number -> "UPDATE person SET full_name = 'Eve " + number + "' WHERE id IN (7, 8)");
    assertThat(outcome).isEqualTo(DONE);
    assertThat(kept()).isEqualTo("7: Anna, Name");
    assertThat(bench.scalar("SELECT full_name LIKE 'Eve %' FROM person WHERE id = 7"))
        .isEqualTo("t");
  }

  @Test
  void walksAgainForAKeyThatWasChangedAtTheVeryEnd() {
    bench.sql("UPDATE person SET first_name = 'Anna', last_name = 'Name' WHERE id = 7");
    // after the only batch
    RunOutcome outcome =
        backWhile(number -> number == 1 ? "UPDATE person SET id = 3007 WHERE id = 7" : "SELECT 1");
    assertThat(outcome).isEqualTo(DONE);
    assertThat(kept()).contains("3007: Anna, Name");
  }
}
