package dev.ripcord.runbook;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.sql.Literal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * An action as text that a person runs with {@code psql -X -f}, without ripcord. It goes by the
 * rules of the engine: lock timeouts, one commit per transaction or batch, a walk that finds by
 * itself how far it got. A script that stopped is run again from the action at which it stopped.
 */
public final class PsqlScript {
  /**
   * Once at the start of a script: the first error ends it, its bytes are UTF-8 whatever the
   * terminal's locale is, and no time limit of the role cuts a walk or an index build short.
   */
  public static final String PRELUDE =
      "\\set ON_ERROR_STOP on\n\\encoding UTF8\nSET statement_timeout = 0;";

  private PsqlScript() {}

  /**
   * The script of one action, without the prelude and without a final line feed.
   *
   * @param pace its lock timeout, attempts and batch time are written into the script
   */
  public static String of(Action action, Pace pace) {
    String heading = "-- " + Words.oneLine(action.title()) + "\n";
    return heading
        + switch (action) {
          case Action.Transaction transaction -> transaction(transaction, pace);
          case Action.ConcurrentIndex index -> concurrentIndex(index);
          case Action.Walk walk -> WalkScript.of(walk, pace);
          case Action.Verify verify -> verify(verify.criteria());
          case Action.Manual manual -> manual(manual);
        };
  }

  /** Waits for a person; without one, the script stops at the end of its input. */
  private static String manual(Action.Manual manual) {
    String told = "BY HAND: " + manual.instruction().strip() + "\nPress Enter when it is done: ";
    return "-- BY HAND: "
        + comment(manual.instruction())
        + "\n\\prompt '"
        + told.replace("\r", "").replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
        + "' ripcord_done";
  }

  private static String transaction(Action.Transaction transaction, Pace pace) {
    StringBuilder script = new StringBuilder("BEGIN;\n");
    script.append("SET LOCAL lock_timeout = '").append(milliseconds(pace.lockTimeout()));
    script.append("ms';\n");
    for (String statement : transaction.statements()) {
      script.append(terminated(statement)).append('\n');
    }
    return script.append("COMMIT;").toString();
  }

  /**
   * Repeatable: an invalid leftover is dropped, an index that is there is not created again, one
   * that is gone is not dropped again.
   */
  private static String concurrentIndex(Action.ConcurrentIndex index) {
    String name = Literal.of(index.index().quoted());
    StringBuilder script = new StringBuilder();
    if (index.creates()) {
      script
          .append("SELECT count(*) > 0 AS ripcord_invalid FROM pg_catalog.pg_index\n")
          .append("  WHERE indexrelid = pg_catalog.to_regclass(")
          .append(name)
          .append(") AND NOT indisvalid \\gset\n\\if :ripcord_invalid\n")
          .append("DROP INDEX CONCURRENTLY IF EXISTS ")
          .append(index.index().quoted())
          .append(";\n\\endif\n");
    }
    return script
        .append("SELECT pg_catalog.to_regclass(")
        .append(name)
        .append(index.creates() ? ") IS NULL" : ") IS NOT NULL")
        .append(" AS ripcord_wanted \\gset\n\\if :ripcord_wanted\n")
        .append(terminated(index.statement()))
        .append("\n\\endif")
        .toString();
  }

  /** Each query as it is, and an error when it does not answer as expected. */
  private static String verify(List<Criterion> criteria) {
    StringBuilder script = new StringBuilder();
    for (Iterator<Criterion> each = criteria.iterator(); each.hasNext(); ) {
      script.append(verify(each.next())).append(each.hasNext() ? "\n" : "");
    }
    return criteria.isEmpty() ? "-- nothing to verify" : script.toString();
  }

  private static String verify(Criterion criterion) {
    String body =
        """
        DECLARE
          answer text;
        BEGIN
          -- format('%s') prints a value as psql -At does
          EXECUTE <query>SELECT pg_catalog.format('%s', asked.answer) FROM (
        <the query>
        ) AS asked(answer)<query> INTO answer;
          IF coalesce(answer, '') <> <expected> THEN
            RAISE EXCEPTION USING MESSAGE = <title> || ': the answer is ' || coalesce(answer, 'NULL')
              || ', expected ' || <expected>;
          END IF;
        END\
        """
            .replace("<query>", tag("ripcord_query", criterion.query()))
            .replace("<expected>", Literal.of(criterion.expected()))
            .replace("<title>", Literal.of(Words.oneLine(criterion.title())))
            .replace("<the query>", unterminated(criterion.query()));
    String tag = tag("ripcord", body);
    return "-- "
        + Words.oneLine(criterion.title())
        + "\n-- expected: "
        + comment(criterion.expected())
        + "\nDO "
        + tag
        + "\n"
        + body
        + "\n"
        + tag
        + ";";
  }

  /** With the final semicolon where a line comment cannot swallow it. */
  static String terminated(String statement) {
    String plain = unterminated(statement);
    String lastLine = plain.substring(plain.lastIndexOf('\n') + 1);
    return plain + (lastLine.contains("--") ? "\n;" : ";");
  }

  /** Without final blanks and semicolons. */
  static String unterminated(String statement) {
    String plain = statement.strip();
    while (plain.endsWith(";")) {
      plain = plain.substring(0, plain.length() - 1).stripTrailing();
    }
    return plain;
  }

  /** A dollar quote that does not occur in the body. */
  static String tag(String name, String body) {
    String tag = "$" + name + "$";
    for (int number = 2; body.contains(tag); number++) {
      tag = "$" + name + "_" + number + "$";
    }
    return tag;
  }

  static long milliseconds(Duration duration) {
    // 0 would mean no timeout at all
    return Math.max(1, duration.toMillis());
  }

  private static String comment(String text) {
    return text.strip().replace("\r", "").replace("\n", "\n-- ");
  }
}
