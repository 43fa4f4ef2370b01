package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class PsqlScriptTest {
  private Psql psql = new Psql(DatabaseUrl.parse("postgres://localhost/unused"));

  @BeforeEach
  void createTable(TestDatabase database) {
    psql = new Psql(database.url());
    psql.sql("CREATE TABLE public.users (id int PRIMARY KEY, email text, note text)");
    psql.sql("INSERT INTO public.users VALUES (1, 'a', 'x'), (2, 'B', 'x'), (3, 'c', 'x')");
  }

  private Psql.Result run(Action action, Pace pace) {
    return psql.script(PsqlScript.PRELUDE + "\n" + PsqlScript.of(action, pace) + "\n");
  }

  private Psql.Result run(Action action) {
    return run(action, Pace.DEFAULT);
  }

  @Test
  void literalsOfSeveralLinesSurvive() {
    assertThat(run(Fixtures.note()).exitStatus()).isZero();
    assertThat(
            psql.sql(
                "SELECT count(*) FROM users WHERE note = E'first line\\n\\n  it''s; \\\\ the third\\n'"))
        .isEqualTo("1");
  }

  @Test
  void aFailingStatementLeavesNothingHalfDone() {
    Action action =
        new Action.Transaction(
            "Two statements",
            List.of(
                "UPDATE public.users SET note = 'changed'", "SELECT 1 / 0", "DROP TABLE users"));

    Psql.Result result = run(action);

    assertThat(result.exitStatus()).isEqualTo(3);
    assertThat(result.output()).contains("division by zero");
    assertThat(psql.sql("SELECT count(*) FROM users WHERE note = 'changed'")).isEqualTo("0");
  }

  @Test
  void aTransactionGivesWayToWhoeverHoldsTheLock() throws Exception {
    Process holder =
        psql.start("BEGIN; LOCK public.users IN ACCESS SHARE MODE; SELECT pg_sleep(30);");
    psql.await(held("relation = 'public.users'::regclass"), "t");
    Pace impatient = new Pace(Duration.ofMillis(50), 1, Duration.ofMillis(100));

    Psql.Result result =
        run(new Action.Transaction("Alter", List.of("ALTER TABLE users ADD more int")), impatient);

    psql.stop(holder);
    assertThat(result.exitStatus()).isEqualTo(3);
    assertThat(result.output()).contains("lock timeout");
  }

  @Test
  void anIndexIsBuiltDroppedAndBothCanBeRepeated() {
    for (int round = 0; round < 2; round++) {
      assertThat(run(Fixtures.index(true)).exitStatus()).isZero();
      assertThat(valid()).isEqualTo("t");
    }
    for (int round = 0; round < 2; round++) {
      assertThat(run(Fixtures.index(false)).exitStatus()).isZero();
      assertThat(valid()).isEmpty();
    }
  }

  @Test
  void anInvalidLeftoverIsReplaced() {
    psql.sql("INSERT INTO public.users VALUES (4, 'a', 'twice')");
    assertThat(psql.fails("CREATE UNIQUE INDEX CONCURRENTLY users_email_idx ON users (email)"))
        .contains("could not create unique index");
    assertThat(valid()).isEqualTo("f");

    assertThat(run(Fixtures.index(true)).exitStatus()).isZero();

    assertThat(valid()).isEqualTo("t");
  }

  @Test
  void aWalkChangesEveryRowOnce() {
    fill(30_000);

    Psql.Result result = run(Fixtures.walk());

    assertThat(result.output()).contains("pass 1 finished: 30002 rows").contains("0 rows changed");
    assertThat(result.exitStatus()).isZero();
    assertThat(left()).isEqualTo("0");
    assertThat(run(Fixtures.walk()).output()).contains("pass 1 finished: 0 rows changed");
  }

  @Test
  void aWalkThatWasKilledGoesOnWhenRepeated() throws Exception {
    fill(30_000);
    // a batch time of next to nothing keeps the batches small
    Pace slow = new Pace(Duration.ofMillis(500), 20, Duration.ofMillis(2));
    Action.Walk walk =
        new Action.Walk(
            "Slow",
            Fixtures.USERS,
            Fixtures.walk().statement() + " AND pg_sleep(0.0005) IS NOT NULL");
    Process running = psql.start(PsqlScript.of(walk, slow));
    psql.await("SELECT count(*) > 100 FROM users WHERE email = upper(email)", "t");
    psql.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    psql.stop(running);
    assertThat(Long.parseLong(left())).isBetween(1L, 29_999L);

    assertThat(run(Fixtures.walk()).exitStatus()).isZero();

    assertThat(left()).isEqualTo("0");
  }

  @Test
  void aWalkWaitsForALockedRowAndGivesUpInTheEnd() throws Exception {
    Process holder = psql.start("BEGIN; UPDATE users SET note = 'mine'; SELECT pg_sleep(30);");
    psql.await(held("mode = 'RowExclusiveLock'"), "t");
    Pace impatient = new Pace(Duration.ofMillis(20), 3, Duration.ofMillis(100));

    Psql.Result refused = run(Fixtures.walk(), impatient);
    assertThat(refused.exitStatus()).isEqualTo(3);
    assertThat(refused.output()).contains("lock timeout");

    psql.stop(holder);
    assertThat(run(Fixtures.walk(), impatient).exitStatus()).isZero();
    assertThat(left()).isEqualTo("0");
  }

  /** Each try asks for a number of a sequence, which no rollback takes back. */
  @Test
  void aWalkThatGivesWayEarlyHasItsAttemptsLeft() throws Exception {
    psql.sql("CREATE SEQUENCE tries");
    Process holder = psql.start("BEGIN; UPDATE users SET note = 'mine'; SELECT pg_sleep(30);");
    psql.await(held("mode = 'RowExclusiveLock'"), "t");
    Action.Walk walk =
        new Action.Walk(
            "Counted",
            Fixtures.USERS,
            Fixtures.walk().statement() + " AND nextval('tries') IS NOT NULL");
    // it waits for 20, 40 and 80 ms first
    Pace pace = new Pace(Duration.ofMillis(160), 2, Duration.ofMillis(20));

    Psql.Result refused = run(walk, pace);

    psql.stop(holder);
    assertThat(refused.output()).contains("lock timeout");
    assertThat(psql.sql("SELECT last_value FROM tries")).isEqualTo("5");
  }

  @Test
  void aWalkIsNotConfusedByNamesAndDollarQuotes() {
    psql.sql("CREATE TABLE public.\"Odd $ripcord$\" (low bigint, blocks text)");
    psql.sql("INSERT INTO public.\"Odd $ripcord$\" SELECT i, 'x' FROM generate_series(1, 50) i");
    Action.Walk walk =
        new Action.Walk(
            "Odd",
            dev.ripcord.sql.QualifiedName.of("public", "Odd $ripcord$"),
            "UPDATE public.\"Odd $ripcord$\" SET blocks = '$ripcord_batch$' WHERE low > 0"
                + " AND ctid >= :ripcord_low AND ctid < :ripcord_high"
                + " AND blocks <> '$ripcord_batch$' RETURNING low -- every row");

    assertThat(run(walk).exitStatus()).isZero();

    assertThat(psql.sql("SELECT count(*) FROM \"Odd $ripcord$\" WHERE blocks = '$ripcord_batch$'"))
        .isEqualTo("50");
  }

  @Test
  void aVerifiedAnswerGoesOnAndAWrongOneStops() {
    assertThat(run(Fixtures.verify("t")).exitStatus()).isZero();

    Psql.Result wrong = run(Fixtures.verify("f"));

    assertThat(wrong.exitStatus()).isEqualTo(3);
    assertThat(wrong.output()).contains("no row is missing: the answer is t, expected f");
  }

  @Test
  void noRowIsAWrongAnswer() {
    Criterion criterion =
        new Criterion("100% sure", "SELECT email FROM users WHERE id = 99 -- none", "a");

    Psql.Result result = run(new Action.Verify("Ask", List.of(criterion)));

    assertThat(result.exitStatus()).isEqualTo(3);
    assertThat(result.output()).contains("100% sure: the answer is NULL, expected a");
  }

  @Test
  void whatAPersonDoesIsToldAndNotRun() {
    Action manual = new Action.Manual("Stop", "Stop it\nDROP TABLE users;\nit's 1\\2 `now`");

    Psql.Result result =
        psql.script(PsqlScript.PRELUDE + "\n" + PsqlScript.of(manual, Pace.DEFAULT), "\n");

    assertThat(result.exitStatus()).isZero();
    assertThat(result.output()).contains("BY HAND: Stop it\nDROP TABLE users;\nit's 1\\2 `now`");
    assertThat(psql.sql("SELECT count(*) FROM users")).isEqualTo("3");
  }

  private void fill(int rows) {
    psql.sql(
        "INSERT INTO public.users SELECT i, 'user' || i, repeat('n', 100)"
            + " FROM generate_series(100, "
            + (99 + rows)
            + ") i");
  }

  private String left() {
    return psql.sql("SELECT count(*) FROM public.users WHERE email <> upper(email)");
  }

  private String valid() {
    return psql.sql(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('public.users_email_idx')");
  }

  /** Other tests have locks on the same server. */
  private static String held(String condition) {
    return "SELECT count(*) > 0 FROM pg_locks WHERE database ="
        + " (SELECT oid FROM pg_database WHERE datname = current_database()) AND "
        + condition;
  }
}
