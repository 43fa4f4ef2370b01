package dev.ripcord.execute;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.LockMode;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Walks a table by physical ranges, a commit per batch. How far it got is committed with each
 * batch, so a walk that was killed goes on where it was.
 */
final class Walker {
  private static final String LOAD = SqlResource.of(Walker.class, "walk-load");
  private static final String SAVE = SqlResource.of(Walker.class, "walk-save");
  private static final String FORGET = SqlResource.of(Walker.class, "walk-forget");
  private static final String BLOCKS = SqlResource.of(Walker.class, "blocks");

  /** A pass finds rows that clients moved during the one before; there is no end to new clients. */
  private static final int MOST_PASSES = 10;

  private static final int FIRST_BLOCKS = 16;
  private static final int MOST_BLOCKS = 8_192;

  private final Pace pace;
  private final Connection connection;
  private final Observer observer;
  private final LockPatience patience;

  Walker(Pace pace, Connection connection, Observer observer, LockPatience patience) {
    this.pace = pace;
    this.connection = connection;
    this.observer = observer;
    this.patience = patience;
  }

  /**
   * @param changed rows, over all passes
   * @param locks strongest seen per table
   */
  record Walked(long changed, Map<String, LockMode> locks, Optional<RunOutcome> failure) {}

  private record State(int pass, long next, long end, long changedInPass, long changed) {
    State after(long block, long more) {
      return new State(pass, block, end, changedInPass + more, changed + more);
    }
  }

  Walked walk(Observer.Unit unit, Action.Walk walk) {
    Map<String, LockMode> locks = new TreeMap<>();
    State state = load(unit.id(), walk);
    int blocks = FIRST_BLOCKS;
    while (true) {
      if (state.next() >= state.end()) {
        if (state.changedInPass() == 0 || state.pass() >= MOST_PASSES) {
          return new Walked(state.changed(), locks, Optional.empty());
        }
        state = new State(state.pass() + 1, 0, relationBlocks(walk), 0, state.changed());
        continue;
      }
      long start = System.nanoTime();
      BatchResult result = batch(unit, walk, state, blocks, locks);
      if (result.failure().isPresent()) {
        return new Walked(state.changed(), locks, result.failure());
      }
      state = result.state();
      blocks = nextSize(blocks, Duration.ofNanos(System.nanoTime() - start));
      observer.batch(
          unit, new Observer.Batch(state.pass(), state.next(), state.end(), state.changed()));
    }
  }

  private record BatchResult(State state, Optional<RunOutcome> failure) {}

  private static final class Changed {
    private State state;

    private Changed(State state) {
      this.state = state;
    }
  }

  private BatchResult batch(
      Observer.Unit unit, Action.Walk walk, State state, int blocks, Map<String, LockMode> locks) {
    long high = state.next() + blocks;
    String statement =
        walk.statement()
            .replace(Action.Walk.LOW, "'(" + state.next() + ",0)'::tid")
            .replace(Action.Walk.HIGH, "'(" + high + ",0)'::tid");
    Changed changed = new Changed(state);
    RunOutcome outcome =
        patience.insist(
            unit,
            session -> {
              Session.Commit commit =
                  session.transaction(
                      inside -> {
                        patience.fence(inside);
                        long rows = inside.updatePlain(statement);
                        changed.state = state.after(Math.min(high, state.end()), rows);
                        save(inside, unit.id(), changed.state);
                        if (locks.isEmpty()) {
                          HeldLocks.of(inside, null)
                              .forEach((table, mode) -> note(locks, table, mode));
                        }
                      });
              if (commit == Session.Commit.UNKNOWN) {
                return brokenAtCommit(unit);
              }
              return new RunOutcome.Completed();
            });
    return outcome instanceof RunOutcome.Completed
        ? new BatchResult(changed.state, Optional.empty())
        : new BatchResult(state, Optional.of(outcome));
  }

  private static void note(Map<String, LockMode> locks, String table, LockMode mode) {
    locks.merge(table, mode, HeldLocks::stronger);
  }

  /** The batch and its place are one transaction: whichever it was, a resumed walk is right. */
  private static RunOutcome brokenAtCommit(Observer.Unit unit) {
    return new RunOutcome.Broken(
        unit.id(), unit.action().title(), "the connection broke at the COMMIT of a batch: resume");
  }

  private int nextSize(int blocks, Duration took) {
    double wanted = (double) pace.batchTime().toNanos() / Math.max(1, took.toNanos());
    double bounded = Math.max(0.5, Math.min(2.0, wanted));
    return (int) Math.max(1, Math.min(MOST_BLOCKS, Math.round(blocks * bounded)));
  }

  private State load(String unit, Action.Walk walk) {
    return connection
        .session()
        .query(
            LOAD,
            row ->
                new State(
                    (int) row.number("pass"),
                    row.number("next_block"),
                    row.number("end_block"),
                    row.number("changed_in_pass"),
                    row.number("changed")),
            unit)
        .stream()
        .findFirst()
        .orElseGet(() -> new State(1, 0, relationBlocks(walk), 0, 0));
  }

  private long relationBlocks(Action.Walk walk) {
    return connection
        .session()
        .query(BLOCKS, row -> row.number("blocks"), walk.table().quoted())
        .getFirst();
  }

  private static void save(Session session, String unit, State state) {
    session.update(
        SAVE,
        unit,
        state.pass(),
        state.next(),
        state.end(),
        state.changedInPass(),
        state.changed());
  }

  static void forget(Session session, String unit) {
    session.update(FORGET, unit);
  }
}
