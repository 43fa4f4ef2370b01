package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A type that is changed in place, and its long way back. */
@ExtendWith(TestDatabase.Extension.class)
class OnlineTypeTest {
  private static final String FILE =
      "SELECT pg_relation_filenode('t') || ' ' || pg_relation_filenode('t_a')";
  private static final String STATISTICS =
      "SELECT count(*)::text FROM pg_stats WHERE tablename = 't' AND attname = 'a'";
  private static final String KEPT =
      "SELECT string_agg(key_1 || '=' || new_1, ', ' ORDER BY key_1) FROM ripcord_kept.kept_01_t";

  @TempDir private Path folder;
  private TestDatabase database;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    bench = new Bench(fresh, folder);
  }

  private SchemaFingerprint schema() {
    try (Session session = database.open()) {
      return CatalogReader.fingerprint(session);
    }
  }

  private String values() {
    return String.valueOf(
        bench.scalar("SELECT string_agg(id || '=' || a, ', ' ORDER BY id) FROM t"));
  }

  @Test
  void whatNoLongerFitsIsCutAndKept() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(5) NOT NULL DEFAULT 'none', b int);"
            + " CREATE INDEX t_a ON t (b, a); INSERT INTO t SELECT n, n FROM generate_series(1, 4) AS n");
    SchemaFingerprint start = schema();
    String file = bench.scalar(FILE);
    Plan plan = bench.plan("change_type: {table: t, column: a, type: text, rollback: online}");
    Step step = plan.phase(Phase.CONTRACT).steps().getFirst();
    assertThat(step.reversibility().level())
        .isEqualTo(Reversibility.Level.EXACT_EXCEPT_COLUMN_ORDER);
    for (int again = 0; again < 2; again++) {
      try (Engine engine = bench.engine(plan)) {
        assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
        if (again == 0) {
          assertThat(bench.scalar(FILE)).isEqualTo(file);
        }
        assertThat(bench.scalar(STATISTICS)).isEqualTo("1");
        bench.sql(
            "UPDATE t SET a = 'much longer' WHERE id = 2; INSERT INTO t (id, a) VALUES (5, 'even more')");
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      }
      assertThat(bench.scalar(STATISTICS)).isEqualTo("1");
      assertThat(values()).isEqualTo("1=1, 2=much , 3=3, 4=4, 5=even ");
      assertThat(bench.scalar(KEPT)).isEqualTo("2=much longer, 5=even more");
      assertThat(SchemaDifference.between(start, schema()))
          .allMatch(difference -> difference.isColumnOrderOnly());
      bench.sql("DELETE FROM t WHERE id = 5");
    }
  }

  @Test
  void aValueThatOldClientsOverwroteOnTheWayBackIsNotTheirsToMiss() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a numeric(4,1)); INSERT INTO t VALUES (1, 1), (2, 2)");
    Plan plan =
        bench.plan("change_type: {table: t, column: a, type: 'numeric(9,1)', rollback: online}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("UPDATE t SET a = 70000.5");
    }
    Step step = plan.phase(Phase.CONTRACT).steps().getFirst();
    try (Engine engine =
        Engine.open(
            plan,
            database.url(),
            Clock.systemUTC(),
            new Observer() {
              @Override
              public void finished(Unit unit, Measured measured) {
                if (unit.action().title().startsWith("Serve a (numeric(4,1))")) {
                  bench.sql("UPDATE t SET a = 3 WHERE id = 1");
                }
              }
            })) {
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(step.back()).hasSizeGreaterThan(5);
    assertThat(values()).isEqualTo("1=3.0");
    assertThat(bench.scalar(KEPT)).isEqualTo("2=70000.5");
  }

  @Test
  void goesForwardAgainFromHalfWayBack() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a varchar(5)); INSERT INTO t VALUES (1, 'x')");
    Plan plan = bench.plan("change_type: {table: t, column: a, type: text, rollback: online}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("UPDATE t SET a = 'too long'");
      assertThat(engine.back(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t (id, a) VALUES (2, 'and again')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(values()).isEqualTo("1=too l, 2=and a");
    assertThat(bench.scalar(KEPT)).isEqualTo("1=too long, 2=and again");
  }

  @Test
  void aDownThatHasNoValueForARowStopsBeforeAnythingIsTouched() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a varchar(5) NOT NULL)");
    Plan plan =
        bench.plan(
            "change_type: {table: t, column: a, type: text, down: \"nullif(left(a, 5), 'no')\", rollback: online}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (1, 'no')");
      SchemaFingerprint there = schema();
      assertThat(engine.back(Phase.PREPARATION))
          .isInstanceOfSatisfying(
              RunOutcome.Failed.class,
              failed -> {
                assertThat(failed.unit()).isEqualTo("contract-01/back-1");
                assertThat(failed.reason())
                    .isEqualTo("not so: 'down' works for every row of public.t");
              });
      assertThat(schema()).isEqualTo(there);
      bench.sql("UPDATE t SET a = 'yes and more'");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(values()).isEqualTo("1=yes a");
  }

  @Test
  void whatFitsBothWaysNeedsNoOtherColumn() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a varchar UNIQUE); CREATE INDEX t_a ON t (a)");
    String file = bench.scalar(FILE);
    SchemaFingerprint start = schema();
    Plan plan = bench.plan("change_type: {table: t, column: a, type: text}");
    assertThat(plan.steps().stream().filter(step -> step.phase() != Phase.PREPARATION))
        .extracting(Step::title)
        .containsExactly(
            "Change a of public.t from character varying to text in place",
            "Gather statistics of a of public.t");
    assertThat(plan.steps())
        .allSatisfy(step -> assertThat(step.reversibility()).isEqualTo(Reversibility.EXACT));
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(bench.scalar("SELECT pg_typeof(max(a))::text FROM t")).isEqualTo("text");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar(FILE)).isEqualTo(file);
    assertThat(schema()).isEqualTo(start);
  }

  @Test
  void refusesWhatTheServerWouldBuildAgainOrRefuse() {
    bench.sql(
        """
        CREATE EXTENSION btree_gin;
        CREATE TABLE docs (id int PRIMARY KEY, tag varchar(20), free varchar);
        CREATE INDEX docs_tag ON docs USING gin (tag);
        CREATE INDEX docs_free ON docs USING gin (free);
        CREATE TABLE part (id int PRIMARY KEY, a varchar(5));
        CREATE TABLE whole (id int PRIMARY KEY, parts part[]);
        """);
    assertThatThrownBy(
            () ->
                bench.plan("change_type: {table: docs, column: tag, type: text, rollback: online}"))
        .hasMessageContaining(
            "index public.docs_tag (of an operator class that may be another for the new type, it"
                + " would be built again under the lock)");
    assertThatThrownBy(
            () -> bench.plan("change_type: {table: part, column: a, type: text, rollback: online}"))
        .hasMessageContaining(
            "column parts of table public.whole (it has whole rows of the table)");
    // else in place, as nobody asked for that
    Plan plan = bench.plan("change_type: {table: docs, column: free, type: text}");
    assertThat(plan.steps()).extracting(Step::title).anyMatch(title -> title.startsWith("Fill "));
  }

  @Test
  void anIndexWithOptionsOfItsClassIsNotBuiltAgain() {
    bench.sql(
        """
        CREATE EXTENSION pg_trgm;
        CREATE TABLE t (id int PRIMARY KEY, a varchar(20));
        CREATE INDEX t_a ON t USING gist (a gist_trgm_ops (siglen = 32));
        """);
    Plan plan = bench.plan("change_type: {table: t, column: a, type: text, rollback: online}");
    String file = bench.scalar(FILE);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(bench.scalar(FILE)).isEqualTo(file);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void theOtherWayKeepsTheCollationToo() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a varchar(20) COLLATE \"C\")");
    Plan plan = bench.plan("change_type: {table: t, column: a, type: text}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
    }
    assertThat(
            bench.scalar(
                "SELECT attcollation::regcollation::text FROM pg_attribute WHERE attrelid ="
                    + " 't'::regclass AND attname = 'a'"))
        .isEqualTo("\"C\"");
  }
}
