package dev.ripcord.validate;

import dev.ripcord.migration.Thresholds;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;

/** Long transactions, waiters for locks, blocks from memory, dead rows. */
final class Performance implements Item {
  private static final String LOAD = SqlResource.of(Performance.class, "load");

  /** So few blocks say nothing of a share. */
  private static final long FEW_BLOCKS = 100_000;

  @Override
  public int number() {
    return 13;
  }

  @Override
  public String title() {
    return "Check database performance metrics";
  }

  @Override
  public boolean settles() {
    return true;
  }

  private record Load(
      long hidden, Duration transaction, Duration lockWait, long waiters, long hit, long read) {}

  private record Table(String name, long live, long dead) {}

  @Override
  public void look(Scene scene, Notes notes) {
    Thresholds.Database limits = scene.subject().thresholds().database();
    scene
        .rows(
            notes,
            "sessions",
            LOAD,
            row ->
                new Load(
                    row.number("hidden"),
                    Duration.ofSeconds(row.number("transaction")),
                    Duration.ofSeconds(row.number("lock_wait")),
                    row.number("waiters"),
                    row.number("hit"),
                    row.number("read")))
        .ifPresent(found -> judge(notes, found.getFirst(), limits));
    String sql = scene.sql("dead-rows");
    scene
        .rows(
            notes,
            "dead rows",
            sql,
            row -> new Table(row.text("name"), row.number("live"), row.number("dead")))
        .ifPresent(
            tables -> tables.forEach(table -> judge(notes, table, limits.rows().dead(), sql)));
  }

  private static void judge(Notes notes, Load load, Thresholds.Database limits) {
    if (load.hidden() > 0) {
      notes.open(
          Words.count(load.hidden(), "session") + " are hidden: the role needs pg_read_all_stats");
    }
    atMost(
        notes, "the longest transaction", load.transaction(), limits.load().longestTransaction());
    atMost(
        notes,
        "the longest wait for a lock, of " + Words.count(load.waiters(), "waiter"),
        load.lockWait(),
        limits.load().lockWait());
    long blocks = load.hit() + load.read();
    if (blocks < FEW_BLOCKS) {
      notes.saw(
          Words.count(blocks, "block") + " were asked for, too few for a share",
          "judged from " + Words.count(FEW_BLOCKS),
          LOAD);
      return;
    }
    double share = 100.0 * load.hit() / blocks;
    notes.saw(
        "%s %% of blocks came from memory".formatted(Words.number(share)),
        "at least " + limits.rows().cacheHit() + " %",
        LOAD);
    if (share < limits.rows().cacheHit()) {
      notes.failed(
          "%s %% of blocks came from memory, at least %d %% are expected"
              .formatted(Words.number(share), limits.rows().cacheHit()));
    }
  }

  private static void atMost(Notes notes, String what, Duration is, Duration most) {
    notes.saw(what + ": " + Words.time(is), "at most " + Words.time(most), LOAD);
    if (is.compareTo(most) > 0) {
      notes.failed(
          what + " is " + Words.time(is) + ", at most " + Words.time(most) + " is allowed");
    }
  }

  private static void judge(Notes notes, Table table, int most, String sql) {
    long rows = table.live() + table.dead();
    double share = rows == 0 ? 0 : 100.0 * table.dead() / rows;
    notes.saw(
        "%s: %s dead, %s %%"
            .formatted(table.name(), Words.count(table.dead(), "row"), Words.number(share)),
        "at most %d %%, from %s dead rows".formatted(most, Words.count(Thresholds.Rows.FEW)),
        sql);
    if (table.dead() >= Thresholds.Rows.FEW && share > most) {
      notes.failed(
          "%s %% of the rows of %s are dead: VACUUM it, and see what holds an old snapshot"
              .formatted(Words.number(share), table.name()));
    }
  }
}
