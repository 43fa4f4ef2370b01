package dev.ripcord.workload;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One client after the other on one connection, each of which writes one transaction. */
final class Writer implements Runnable {
  /** Classes of SQLSTATE: data, constraints, RAISE, limits. */
  private static final Set<String> OF_VALUES = Set.of("22", "23", "P0", "54");

  private final Parts parts;
  private final Random random;
  private final LongSupplier intervalNanos;

  /**
   * What a writer works with.
   *
   * @param serving faces that clients may use now; asked inside of the gate
   * @param failed where an unexpected exception goes
   */
  record Parts(
      Gate gate,
      Supplier<Serving> serving,
      Link tested,
      Link control,
      OwnedRows rows,
      Demands demands,
      OperationMaker maker,
      Ledger ledger,
      Stalls stalls,
      java.util.function.Consumer<Throwable> failed) {}

  /** The work of a transaction that shall leave nothing. */
  private static final class OnPurpose extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OnPurpose() {
      super("rolled back on purpose", null, false, false);
    }
  }

  /**
   * @param intervalNanos from the beginning of one transaction to the next; 0 for no pause
   */
  Writer(Parts parts, Random random, LongSupplier intervalNanos) {
    this.parts = parts;
    this.random = random;
    this.intervalNanos = intervalNanos;
  }

  @Override
  public void run() {
    try {
      long next = System.nanoTime();
      while (parts.gate().enter()) {
        try {
          write();
        } finally {
          parts.gate().leave();
        }
        long interval = intervalNanos.getAsLong();
        next = Math.max(next + interval, System.nanoTime() - interval);
        long wait = next - System.nanoTime();
        if (interval > 0 && wait > 0) {
          LockSupport.parkNanos(wait);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      parts.failed().accept(e);
    }
  }

  private void write() {
    List<Face> faces = parts.serving().get().choose(random);
    List<Operation> operations = faces.isEmpty() ? List.of() : think(faces);
    if (operations.isEmpty()) {
      // nothing to write for a client of this shape: no busy loop
      LockSupport.parkNanos(100_000);
      return;
    }
    boolean onPurpose = operations.size() > 1 && random.nextInt(10) == 0;
    List<Done> done = new ArrayList<>();
    if (!commits(operations, onPurpose, done)) {
      return;
    }
    parts.ledger().acknowledged(done);
    new ControlSide(parts.control(), parts.ledger()).apply(done);
    done.forEach(this::remember);
  }

  private List<Operation> think(List<Face> faces) {
    try {
      return parts.maker().transaction(faces, parts.control().session());
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        parts.control().drop();
      } else if (!OF_VALUES.contains(e.sqlState().substring(0, 2))) {
        throw e;
      }
      // an expression of the migration's does not take the value, so no client can have it
      return List.of();
    }
  }

  /** Runs the transaction; whether it was acknowledged, now or as found out later. */
  private boolean commits(List<Operation> operations, boolean onPurpose, List<Done> done) {
    Session session = parts.tested().session();
    Session.Commit commit;
    parts.stalls().begin();
    try {
      commit =
          session.transaction(
              inside -> {
                for (Operation operation : operations) {
                  done.add(Cascaded.watch(inside, operation));
                }
                if (onPurpose || parts.stalls().aside(() -> unmet(inside, done))) {
                  throw new OnPurpose();
                }
              });
    } catch (OnPurpose e) {
      parts.ledger().rolledBack();
      return false;
    } catch (DatabaseException e) {
      refused(e);
      return false;
    } finally {
      parts.stalls().end();
    }
    return commit == Session.Commit.COMMITTED || foundCommitted(done);
  }

  private boolean unmet(Session inside, List<Done> done) {
    return done.stream().anyMatch(parts.demands().unmet(inside));
  }

  private void refused(DatabaseException e) {
    if (e.connectionLost()) {
      // COMMIT was never sent, so the server rolls back
      parts.ledger().interrupted();
      parts.tested().drop();
      return;
    }
    parts.ledger().refused(e.sqlState());
    if (e.sqlState().startsWith("0A") || e.sqlState().startsWith("26")) {
      // a prepared statement whose result has another type since the last step: prepare anew
      parts.tested().drop();
    }
  }

  private boolean foundCommitted(List<Done> done) {
    parts.tested().drop();
    Optional<String> id =
        done.stream().flatMap(each -> each.result().transaction().stream()).findFirst();
    if (id.isEmpty()) {
      // it changed nothing
      parts.ledger().resolved();
      return false;
    }
    Optional<Boolean> committed = parts.tested().committed(id.get());
    if (committed.isEmpty()) {
      parts.ledger().unknown();
      Operation first = done.getFirst().operation();
      parts
          .ledger()
          .defect(
              new Defect(
                  Defect.Kind.UNRESOLVED,
                  first.face().table().name().quoted(),
                  "",
                  first.statement().text(),
                  "the connection broke at COMMIT of transaction " + id.get()));
      return false;
    }
    parts.ledger().resolved();
    return committed.get();
  }

  private void added(Operation.Insert insert, Keys keys, List<String> key) {
    keys.add(key, true);
    Face face = insert.face();
    if (face.layout() == Layout.AFTER_CONTRACT && face.table().arrivals().isPresent()) {
      parts.rows().addLate(face.table().name(), key);
    }
  }

  private void remember(Done done) {
    WriteTable table = done.operation().face().table();
    Keys keys = parts.rows().keys(table.name());
    switch (done.operation()) {
      case Operation.Insert insert ->
          Repeat.key(done).ifPresent(key -> added(insert, keys, List.copyOf(key)));
      case Operation.Update update -> {
        if (done.result().rows() == 0) {
          keys.remove(update.key());
        }
      }
      case Operation.Delete delete -> keys.remove(delete.key());
    }
  }
}
