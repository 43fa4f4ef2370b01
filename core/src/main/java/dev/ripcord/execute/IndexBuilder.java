package dev.ripcord.execute;

import dev.ripcord.journal.Journal;
import dev.ripcord.plan.Action;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.Optional;

/** Builds and drops indexes concurrently, which commits by itself in several transactions. */
final class IndexBuilder {
  private static final String STATE = SqlResource.of(IndexBuilder.class, "index-state");

  private final LockPatience patience;

  IndexBuilder(LockPatience patience) {
    this.patience = patience;
  }

  /**
   * What bears the name before we ever began is somebody else's: taking it for ours would skip our
   * index, and drop theirs on the way back.
   */
  Optional<RunOutcome.Failed> notOurs(
      Observer.Unit unit, Action.ConcurrentIndex index, Session session) {
    if (unit.forward() && !index.creates()) {
      return Optional.empty();
    }
    boolean begun = Progress.of(Journal.read(session)).state(unit.step()) != Progress.State.PENDING;
    if (begun || state(session, index).equals("absent")) {
      return Optional.empty();
    }
    return Optional.of(Outcomes.failed(unit, index.index() + " exists and is not ours", List.of()));
  }

  private static String state(Session session, Action.ConcurrentIndex index) {
    return session.query(STATE, row -> row.text("state"), index.index().quoted()).getFirst();
  }

  /** What is there already decides: an interrupted build leaves an invalid index behind. */
  void build(Session session, Action.ConcurrentIndex index) {
    String name = index.index().quoted();
    String state = state(session, index);
    if (index.creates() && state.equals("valid")) {
      return;
    }
    patience.forConcurrentIndex(
        session,
        () -> {
          if (index.creates() && state.equals("invalid")) {
            session.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
          }
          session.execute(index.statement());
        });
  }
}
