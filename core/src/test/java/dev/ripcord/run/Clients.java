package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.workload.Layout;
import dev.ripcord.workload.Shape;
import dev.ripcord.workload.Traffic;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients come and go as a run on the live database proceeds, whoever runs it: looks at its
 * journal. Old-shape clients until {@link #onlyNew}, new-shape clients while {@code expand} stands.
 */
final class Clients implements AutoCloseable {
  private static final String NEWEST = "SELECT coalesce(max(seq), 0) AS seq FROM ripcord.journal";
  private static final Serving START = new Serving(Set.of(Shape.OLD), Layout.BEFORE_CONTRACT);

  private final DatabaseUrl live;
  private final Traffic traffic;
  private final Thread thread;
  private volatile boolean stop;
  private volatile @Nullable Throwable failure;
  private @Nullable Session session;
  private @Nullable RunDocument document;
  private Serving serving = START;
  private boolean onlyNew;
  private boolean contractStood;
  private long seen = -1;

  private record Serving(Set<Shape> shapes, Layout layout) {}

  Clients(DatabaseUrl live, Traffic traffic) {
    this.live = live;
    this.traffic = traffic;
    this.thread = Thread.ofPlatform().daemon().name("clients").unstarted(this::watch);
    thread.start();
  }

  /** As users must do it before contract: from here on no client of the old shape writes. */
  synchronized void onlyNew() {
    look();
    onlyNew = true;
    serve(new Serving(Set.of(Shape.NEW), Layout.BEFORE_CONTRACT));
  }

  /** Serves what fits the state that the run has now. */
  synchronized void settle() {
    Throwable cause = failure;
    if (cause != null) {
      throw new AssertionError("the clients' watch died", cause);
    }
    seen = -1;
    look();
  }

  private void watch() {
    while (!stop) {
      try {
        look();
      } catch (DatabaseException e) {
        // the server restarts
        drop();
      } catch (RuntimeException | Error e) {
        failure = e;
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
    }
    drop();
  }

  private synchronized void look() {
    Session open = session;
    if (open == null || open.isClosed()) {
      open = Session.open(live, "clients");
      session = open;
    }
    Optional<RunDocument> stored =
        open.scalar("SELECT to_regclass('ripcord.run')") == null
            ? Optional.empty()
            : Optional.ofNullable(document).or(this::read);
    if (stored.isEmpty()) {
      document = null;
      onlyNew = false;
      contractStood = false;
      seen = -1;
      serve(START);
      return;
    }
    long newest = open.query(NEWEST, row -> row.number("seq")).getFirst();
    if (newest != seen) {
      serve(fitting(RunStore.standing(open, stored.get())));
      seen = newest;
    }
  }

  private Optional<RunDocument> read() {
    Session open = session;
    Optional<RunDocument> read = open == null ? Optional.empty() : RunStore.read(open);
    document = read.orElse(null);
    return read;
  }

  private Serving fitting(Standing standing) {
    boolean back = standing.goingBack();
    boolean contract = standing.begun(Phase.CONTRACT);
    if (!contract && (back || contractStood)) {
      onlyNew = false;
    }
    contractStood = contract;
    if (!standing.begun(Phase.EXPAND) && (back || !standing.through(Phase.EXPAND))) {
      return START;
    }
    if (contract || onlyNew) {
      boolean through = standing.through(Phase.CONTRACT) && !back;
      return through ? new Serving(Set.of(Shape.NEW), Layout.AFTER_CONTRACT) : serving;
    }
    return back || standing.through(Phase.EXPAND)
        ? new Serving(Set.of(Shape.OLD, Shape.NEW), Layout.BEFORE_CONTRACT)
        : START;
  }

  private void serve(Serving wanted) {
    if (!wanted.equals(serving)) {
      serving = wanted;
      traffic.serve(wanted.shapes(), wanted.layout());
    }
  }

  private synchronized void drop() {
    Session open = session;
    session = null;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void close() {
    stop = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
