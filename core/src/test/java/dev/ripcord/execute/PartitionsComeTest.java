package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody makes partitions while a migration is on its way, or before it has begun. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
class PartitionsComeTest {
  private static final String LATE =
      """
      CREATE TABLE log_2 (LIKE log INCLUDING ALL);
      INSERT INTO log_2 (id, day, note) VALUES (7, 12, 'late');
      ALTER TABLE log ATTACH PARTITION log_2 FOR VALUES FROM (10) TO (20);
      """;

  private static final String COLUMNS =
      "SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute"
          + " WHERE attrelid = 'log_2'::regclass AND attnum > 0 AND NOT attisdropped";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void prepare(TestDatabase database) {
    bench = new Bench(database, folder);
    bench.sql(
        """
        CREATE TABLE log (id int, day int, note text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10);
        INSERT INTO log SELECT i, i % 10, 'n' || i FROM generate_series(1, 500) i;
        """);
  }

  @Test
  void oneWithRowsIsFilledToo() {
    Plan plan =
        bench.plan(
            "add_column: {table: log, column: x, type: text, not_null: true, backfill: upper(note)}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql(LATE);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(bench.scalar("SELECT x FROM log_2")).isEqualTo("LATE");
      assertThat(bench.scalar("SELECT count(*) FROM log WHERE x = upper(note)")).isEqualTo("501");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar(COLUMNS)).isEqualTo("day,id,note");
    assertThat(bench.scalar("SELECT count(*) FROM log")).isEqualTo("501");
    assertThat(bench.scalar("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
        .isEqualTo("0");
  }

  @Test
  void oneThatThePlanDoesNotKnowGetsItsPartOfTheIndex() {
    Plan plan = bench.plan("create_index: {table: log, name: by_note, columns: [note]}");
    bench.sql(LATE);
    String parts =
        "SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid::regclass::text LIKE 'log%'"
            + " AND NOT indisprimary";
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(bench.scalar(parts)).isEqualTo("3");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar(parts)).isEqualTo("0");
  }
}
