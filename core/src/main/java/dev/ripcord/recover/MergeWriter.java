package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes batches on the live side, each in a transaction that gives way to others. */
final class MergeWriter implements MergeRounds.Worker {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final String merge;
  private final Session live;
  private final MergeOptions options;
  private final MergeBatch.Names names;

  /** Holds the lock of merges on {@code live}. */
  MergeWriter(String merge, Session live, MergeOptions options, MergeBatch.Names names) {
    this.merge = merge;
    this.live = live;
    this.options = options;
    this.names = names;
  }

  @Override
  public List<MergeRow> work(MergeTarget target, List<Candidate> batch) {
    return insist(
        target,
        inside -> {
          MergeRows rows = new MergeRows(inside, target, merge);
          return new MergeBatch(inside, rows, names, false).apply(batch);
        });
  }

  @Override
  public List<List<MergeRow>> together(List<MergeTogether.Rows> tables) {
    return insist(
        tables.getFirst().target(),
        inside -> new MergeTogether(inside, merge, names, tables).write());
  }

  private <T> T insist(MergeTarget target, Function<Session, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (DatabaseException e) {
        if (e.connectionLost()) {
          throw stopped("the connection broke", e);
        } else if (!e.worthRetrying()) {
          throw e;
        } else if (attempt >= options.lockAttempts()) {
          throw stopped(
              "no lock on rows of %s within %d attempts".formatted(target.shape().table(), attempt),
              e);
        }
        pause(attempt);
      }
    }
  }

  private <T> T once(Function<Session, T> work) {
    List<T> result = new ArrayList<>(1);
    Session.Commit commit =
        live.transaction(
            inside -> {
              inside.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
              begin(inside);
              result.add(work.apply(inside));
            });
    return switch (commit) {
      case COMMITTED -> result.getFirst();
      case UNKNOWN -> throw stopped("the connection broke at COMMIT", null);
    };
  }

  private void begin(Session inside) {
    boolean held =
        inside
            .query(
                LiveMerge.resource("merge-begin"),
                row -> row.flag("held"),
                options.lockTimeout().toMillis() + "ms")
            .getFirst();
    if (!held) {
      throw stopped("the lock of merges is not ours any more", null);
    }
  }

  private static RipcordException stopped(String why, @Nullable Throwable cause) {
    return new RipcordException(
        ProblemCode.STOPPED,
        "the merge stopped: " + why + "; begun again under the same name, it goes on from there",
        cause);
  }

  private static void pause(int attempt) {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 6));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
