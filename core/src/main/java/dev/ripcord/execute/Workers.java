package dev.ripcord.execute;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.TableLock;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many sessions walk a table. As many as the migration says; if it says nothing, a second one
 * where the table is so large that it is worth a connection, and nothing speaks against it.
 *
 * @param number at least 1
 * @param why there is no second one although the table is large; empty if there is nothing to say
 */
record Workers(int number, String why) {
  /** From so many blocks on: 32 MiB, which take one session about a second. */
  static final long LARGE = 4_096;

  private static final String PROSPECTS = SqlResource.of(Workers.class, "second-worker");

  /** Of this part of all connections the rest is for clients. */
  private static final double MOST_USED = 0.75;

  static Workers of(Pace pace, Observer.Unit unit, Action.Walk walk, Session session) {
    return pace.workers().isPresent()
        ? new Workers(pace.workers().getAsInt(), "")
        : session
            .query(
                PROSPECTS,
                row ->
                    judge(
                        row.number("blocks"),
                        row.text("triggers"),
                        row.number("used"),
                        row.number("most")),
                walk.table().quoted(),
                walk.table().quoted(),
                tables(unit, walk))
            .getFirst();
  }

  /** Those that batches may change. */
  private static String tables(Observer.Unit unit, Action.Walk walk) {
    return Stream.concat(
            Stream.of(walk.table()),
            Stream.concat(unit.step().locks().stream(), unit.step().backLocks().stream())
                .map(TableLock::table))
        .map(QualifiedName::quoted)
        .distinct()
        .collect(joining("\n"));
  }

  /**
   * @param triggers tables with triggers of others, whose changes may have two batches wait for
   *     each other
   * @param used connections
   * @param most connections
   */
  static Workers judge(long blocks, String triggers, long used, long most) {
    if (blocks < LARGE) {
      return new Workers(1, "");
    }
    if (!triggers.isEmpty()) {
      return new Workers(1, "walks with one worker: there are triggers on " + triggers);
    }
    if (used >= most * MOST_USED) {
      return new Workers(
          1,
          String.format(
              Locale.ROOT, "walks with one worker: %d of %d connections are in use", used, most));
    }
    return new Workers(2, "");
  }
}
