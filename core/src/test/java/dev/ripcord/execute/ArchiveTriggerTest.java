package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a dropped column had does not follow the columns from which it could once be computed. */
@ExtendWith(TestDatabase.Extension.class)
class ArchiveTriggerTest {
  private static final String DROP = "drop_column: {table: t, column: shown, down: upper(name)}";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, shown text NOT NULL);
        INSERT INTO t VALUES (1, 'ann', 'ANN'), (2, 'bob', 'Bobby'), (3, 'cid', 'CID'), (4, 'dan', 'DAN');
        """);
  }

  @Test
  void comesBackAsItWasWhenTheRowWasWritten() {
    Plan plan = bench.plan(DROP);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (5, 'eve')");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (6, 'fay')");
      bench.sql("UPDATE t SET name = name || ' the second'");
      bench.sql("DELETE FROM t WHERE id = 4");
      bench.sql("INSERT INTO t VALUES (4, 'dora')");
      bench.sql("INSERT INTO t VALUES (3, 'nobody') ON CONFLICT DO NOTHING");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(shown, ', ' ORDER BY id) FROM t"))
        .isEqualTo("ANN, Bobby, CID, DORA, EVE, FAY");
    assertThat(bench.scalar("SELECT count(*) FROM pg_trigger WHERE tgrelid = 't'::regclass"))
        .isEqualTo("0");
  }

  @Test
  void mayBeWrittenByARoleThatKnowsNothingOfUs() {
    bench.sql("DROP ROLE IF EXISTS archive_client; CREATE ROLE archive_client");
    bench.sql("GRANT INSERT ON t TO archive_client");
    Plan plan = bench.plan(DROP);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("SET ROLE archive_client; INSERT INTO t VALUES (5, 'eve')");
      assertThat(engine.end("SELECT")).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM pg_trigger WHERE tgrelid = 't'::regclass"))
        .isEqualTo("0");
    bench.sql("INSERT INTO t VALUES (6, 'fay')");
    bench.sql("DROP OWNED BY archive_client; DROP ROLE archive_client");
  }
}
