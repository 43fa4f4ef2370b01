package dev.ripcord.runbook;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.sql.Literal;

/**
 * A walk as a DO block. The statement runs by EXECUTE, so that no name in it can be taken for a
 * variable. Each batch commits; lock timeouts, serialization failures and deadlocks are tried again
 * in a subtransaction, because COMMIT is not allowed inside a block with an EXCEPTION clause
 * (manual, 43.8 Transaction Management).
 */
final class WalkScript {
  private static final String BODY =
      """
      DECLARE
        blocks bigint;
        low bigint;
        high bigint;
        size bigint := 128;
        attempt integer;
        changed bigint;
        changed_in_pass bigint;
        pass integer := 0;
        settled boolean;
        answer text;
        began timestamptz;
        told timestamptz := clock_timestamp();
      BEGIN
        LOOP
          pass := pass + 1;
          changed_in_pass := 0;
          low := 0;
          blocks := pg_catalog.pg_relation_size(<name>::regclass)
            / current_setting('block_size')::bigint;
          WHILE low < blocks LOOP
            -- a block number has 32 bits
            high := least(low + size, 4294967295);
            began := clock_timestamp();
            attempt := 1;
            LOOP
              BEGIN
                -- who holds the row that we wait for may be waiting for one that we have changed
                PERFORM set_config('lock_timeout',
                  least(<timeout>, <soon> * 2 ^ least(attempt - 1, <early>))::bigint || 'ms', true);
                -- looking up each row elsewhere would be compiled anew for every batch
                PERFORM set_config('jit', 'off', true);
                EXECUTE <tag>
      <statement>
      <tag> USING ('(' || low || ',0)')::tid, ('(' || high || ',0)')::tid;
                GET DIAGNOSTICS changed = ROW_COUNT;
                EXIT;
              EXCEPTION WHEN lock_not_available OR serialization_failure OR deadlock_detected THEN
                IF attempt >= <attempts> THEN
                  RAISE;
                END IF;
                PERFORM pg_sleep(least(0.05 * attempt, 1));
                attempt := attempt + 1;
              END;
            END LOOP;
            COMMIT;
            changed_in_pass := changed_in_pass + changed;
            low := high;
            IF clock_timestamp() - began < interval '<half>' THEN
              -- more would hold others up where rows to change come after many without any
              size := least(size * 2, 1024);
            ELSIF clock_timestamp() - began > interval '<double>' THEN
              size := greatest(size / 2, 1);
            END IF;
            IF clock_timestamp() - told > interval '5 seconds' THEN
              RAISE NOTICE '%, pass %: block % of %, % rows changed', <name>, pass, low, blocks,
                changed_in_pass;
              told := clock_timestamp();
            END IF;
          END LOOP;
          RAISE NOTICE '%, pass % finished: % rows changed', <name>, pass, changed_in_pass;
          IF changed_in_pass = 0 THEN
            settled := true;
      <criteria>
            EXIT WHEN settled;
            IF pass >= <passes> THEN
              RAISE EXCEPTION 'after % passes over % rows are still left', pass, <name>;
            END IF;
          END IF;
        END LOOP;
      END\
      """;

  /** A pass that changes nothing may have missed rows that clients moved behind it. */
  private static final int MOST_PASSES = 50;

  private WalkScript() {}

  static String of(Action.Walk walk, Pace pace) {
    String statement =
        PsqlScript.unterminated(walk.statement())
            .replace(Action.Walk.LOW, "$1")
            .replace(Action.Walk.HIGH, "$2");
    long batch = Math.max(2, pace.batchTime().toMillis());
    String body =
        BODY.replace("<name>", Literal.of(walk.table().quoted()))
            .replace("<timeout>", Long.toString(PsqlScript.milliseconds(pace.lockTimeout())))
            .replace("<soon>", Long.toString(PsqlScript.milliseconds(pace.batchTime())))
            .replace("<early>", Integer.toString(pace.earlyTries()))
            // to give way early is no attempt
            .replace("<attempts>", Integer.toString(pace.earlyTries() + pace.lockAttempts()))
            .replace("<half>", batch / 2 + " milliseconds")
            .replace("<double>", batch * 2 + " milliseconds")
            .replace("<tag>", PsqlScript.tag("ripcord_batch", statement))
            .replace("<statement>", statement)
            .replace("<criteria>\n", criteria(walk))
            .replace("<passes>", Integer.toString(MOST_PASSES));
    String tag = PsqlScript.tag("ripcord", body);
    return "DO " + tag + "\n" + body + "\n" + tag + ";";
  }

  /** Only a look at the whole table knows that no row is left. */
  private static String criteria(Action.Walk walk) {
    StringBuilder checks = new StringBuilder();
    for (Criterion criterion : walk.criteria()) {
      // format prints a boolean as psql -At does; a cast to text would not
      String query = "SELECT format('%s', (" + PsqlScript.unterminated(criterion.query()) + "))";
      String tag = PsqlScript.tag("ripcord_check", query);
      checks
          .append("      EXECUTE ")
          .append(tag)
          .append(query)
          .append(tag)
          .append(" INTO answer;\n      settled := settled AND answer = ")
          .append(Literal.of(criterion.expected()))
          .append(";\n");
    }
    return checks.toString();
  }
}
