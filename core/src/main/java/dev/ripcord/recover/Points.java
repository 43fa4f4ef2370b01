package dev.ripcord.recover;

import dev.ripcord.journal.Entry;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The moments that a run marked, and what people call them.
 *
 * @param all in the order in which they were made
 * @param settled whether no step went forward or back since the newest of them
 */
record Points(List<Named> all, boolean settled) {
  private static final List<Entry.Kind> MOVES =
      List.of(Entry.Kind.STARTED, Entry.Kind.DONE, Entry.Kind.UNIT_UNDONE, Entry.Kind.UNDONE);

  Points {
    all = List.copyOf(all);
  }

  /**
   * @param boundary the phase before which it was made, or {@code complete}
   */
  record Named(String boundary, RestorePoint point) {}

  /**
   * Where to go.
   *
   * @param at when that was, if anybody knows
   */
  record Moment(Target target, Optional<Instant> at) {}

  static Points of(List<Entry> journal) {
    List<Named> all = new ArrayList<>();
    boolean settled = false;
    for (Entry entry : journal) {
      if (entry.kind() == Entry.Kind.POINT) {
        RestorePoint.parse(entry.detail())
            .ifPresent(point -> all.add(new Named(entry.unit(), point)));
        settled = true;
      } else if (MOVES.contains(entry.kind())) {
        settled = false;
      }
    }
    return new Points(all, settled);
  }

  Optional<Named> newest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  static Moment moment(Named named) {
    return new Moment(new Target.Point(named.point().name()), Optional.of(named.point().at()));
  }

  /**
   * What a person means.
   *
   * @throws RipcordException if it is no moment, or a point that no run made
   */
  Moment resolve(String text) {
    Optional<Named> boundary = last(named -> named.boundary().equals(text));
    Optional<Target> target = Target.parse(text);
    if (boundary.isPresent()) {
      return moment(boundary.get());
    }
    return switch (target.orElseThrow(() -> unknown(text))) {
      case Target.Point point ->
          moment(
              last(named -> named.point().name().equals(point.name()))
                  .orElseThrow(() -> unknown(text)));
      case Target.Time time -> new Moment(time, Optional.of(time.at()));
      case Target.Latest latest -> new Moment(latest, Optional.empty());
      case Target.Backup backup -> new Moment(backup, Optional.empty());
      case Target.Position position -> new Moment(position, Optional.empty());
      case Target.Transaction transaction -> new Moment(transaction, Optional.empty());
    };
  }

  /** A phase that was passed twice has two; what is there now came after the last. */
  private Optional<Named> last(java.util.function.Predicate<Named> wanted) {
    return all.stream().filter(wanted).reduce((first, second) -> second);
  }

  private RipcordException unknown(String text) {
    String known =
        all.isEmpty()
            ? "the journal has no restore point (--journal FILE reads an exported one)"
            : "the journal has\n  "
                + String.join(
                    "\n  ",
                    all.stream().map(it -> it.boundary() + ": " + it.point().words()).toList());
    return new RipcordException(
        ProblemCode.INPUT,
        "there is no restore point %s; %s\nexpected one of these, a time with its offset such as"
                .formatted(text, known)
            + " 2026-11-22T08:00:00+01:00, lsn:0/16B3748, xid:4711, latest or backup");
  }

  /**
   * The backups that may reach a moment, the newest first.
   *
   * @throws RipcordException if all came after it
   */
  static List<Backup> candidates(Provider provider, Moment moment) {
    List<Backup> all = provider.backups();
    List<Backup> older =
        all.stream()
            .filter(backup -> moment.at().filter(at -> at.isBefore(backup.taken())).isEmpty())
            .sorted(Comparator.comparing(Backup::taken).reversed())
            .toList();
    if (older.isEmpty()) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          all.isEmpty()
              ? "there is no backup"
              : "no backup is as old as "
                  + moment.target().words()
                  + ": the oldest is of "
                  + all.getFirst().taken());
    }
    return older;
  }
}
