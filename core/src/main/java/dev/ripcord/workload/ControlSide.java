package dev.ripcord.workload;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what the tested server acknowledged to one writer in the control database, once and in
 * the same order. Used by one thread.
 */
final class ControlSide {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Link link;
  private final Ledger ledger;

  ControlSide(Link link, Ledger ledger) {
    this.link = link;
    this.ledger = ledger;
  }

  /** What came of one try. */
  private sealed interface Try {
    record Applied(Repeat repeat) implements Try {}

    record Again(String reason) implements Try {}

    record Impossible(String reason) implements Try {}
  }

  /**
   * Repeats one transaction. A constraint that fails may only wait for another writer, whose write
   * the tested server saw first and who is about to repeat it as well; only if it goes on failing
   * is it a defect.
   */
  void apply(List<Done> transaction) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Repeat repeat = new Repeat(ledger);
      switch (attempt(transaction, repeat)) {
        case Try.Applied applied -> {
          applied.repeat().finish();
          ledger.applied();
          return;
        }
        case Try.Again again -> {
          if (System.nanoTime() > deadline) {
            ledger.defect(defect(transaction, repeat, again.reason()));
            return;
          }
          Pause.millis(3);
        }
        case Try.Impossible impossible -> {
          ledger.defect(defect(transaction, repeat, impossible.reason()));
          return;
        }
      }
    }
  }

  private Try attempt(List<Done> transaction, Repeat repeat) {
    try {
      Session session = link.session();
      Session.Commit commit =
          session.transaction(inside -> transaction.forEach(done -> repeat.one(inside, done)));
      if (commit == Session.Commit.COMMITTED) {
        return new Try.Applied(repeat);
      }
      link.drop();
      Optional<String> id = repeat.transaction();
      Optional<Boolean> committed = id.isEmpty() ? Optional.of(true) : link.committed(id.get());
      if (committed.isPresent() && committed.get()) {
        return new Try.Applied(repeat);
      }
      String lost = "the outcome of COMMIT is not known";
      return committed.isPresent() ? new Try.Again(lost) : new Try.Impossible(lost);
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        link.drop();
        return new Try.Again(reason(e));
      }
      boolean passing = e.worthRetrying() || e.sqlState().startsWith("23");
      return passing ? new Try.Again(reason(e)) : new Try.Impossible(reason(e));
    }
  }

  private static String reason(DatabaseException e) {
    return e.sqlState() + " " + e.getMessage();
  }

  private static Defect defect(List<Done> transaction, Repeat repeat, String reason) {
    Done done = transaction.get(Math.min(repeat.done(), transaction.size() - 1));
    List<String> written = new ArrayList<>();
    for (@Nullable String parameter : done.operation().statement().parameters()) {
      written.add(String.valueOf(parameter));
    }
    return new Defect(
        Defect.Kind.NOT_EXPRESSIBLE,
        done.operation().face().table().name().quoted(),
        Repeat.key(done).map(Object::toString).orElse(""),
        done.operation().statement().text() + " " + written,
        "acknowledged in the tested database, refused in the old shape: " + reason);
  }
}
