package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the run is in the database still, as far as this process has seen: somebody else may
 * bring it to its end while our connection is broken.
 */
final class Whereabouts {
  private final RunDocument document;
  private final RunOptions options;

  /** Whether the run is known to have been in the database. */
  private boolean there;

  /** The transaction that was to bring it there, if it was this process's. */
  private Optional<String> founding = Optional.empty();

  /** The newest entry when this process first looked; absent before. */
  private Optional<Long> newest = Optional.empty();

  /** Why this process takes the run back; absent while it does not. */
  private Optional<String> goingBack = Optional.empty();

  /**
   * @param there whether the document was read from the database
   */
  Whereabouts(RunDocument document, RunOptions options, boolean there) {
    this.document = document;
    this.options = options;
    this.there = there;
  }

  /** Whether this process has never had the run. */
  boolean unknown() {
    return newest.isEmpty();
  }

  void goingBack(String why) {
    goingBack = Optional.of(why);
  }

  /** The run is about to be brought into the database by this transaction. */
  void founding(String transaction) {
    founding = Optional.of(transaction);
  }

  /**
   * How the run ended before we had it, or while we did not: by us, when the connection broke
   * before we were told so, or by somebody else. That we are still here must not begin it anew, nor
   * take it forward again.
   */
  Optional<RunResult> over(List<Entry> entries, LiveRun.Aim aim, Controller controller) {
    if (entries.isEmpty()) {
      newest = newest.or(() -> Optional.of(0L));
      there = there || founded(controller);
      return there ? Optional.of(gone(aim, controller)) : Optional.empty();
    }
    if (!there && newest.isEmpty()) {
      return Optional.of(
          new RunResult.Refused(
              List.of("somebody else began a run meanwhile: ripcord status shows it")));
    }
    there = true;
    long last = entries.getLast().seq();
    long since = newest.orElse(last);
    newest = Optional.of(since);
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.ROLLED_BACK && entry.seq() > since)
        .findFirst()
        .filter(entry -> fulfils(entry, aim))
        .map(
            entry -> new RunResult.RolledBack(Back.parse(entry.unit()), entry.detail(), List.of()));
  }

  /** The connection may have broken at its COMMIT: the server knows what became of it. */
  private boolean founded(Controller controller) {
    return founding
        .filter(number -> controller.look(session -> RunStore.committed(session, number)))
        .isPresent();
  }

  private static boolean fulfils(Entry rolledBack, LiveRun.Aim aim) {
    return switch (aim) {
      case LiveRun.Aim.GoOn goOn -> true;
      case LiveRun.Aim.GoBack back -> back.to().words().equals(rolledBack.unit());
      case LiveRun.Aim.End end -> false;
    };
  }

  private RunResult gone(LiveRun.Aim aim, Controller controller) {
    Path exported = Export.journal(options.exports(), document).path();
    if (aim instanceof LiveRun.Aim.End && Files.exists(exported)) {
      controller.conclude(options.exports(), Export.Closing.ended());
      return new RunResult.Ended(exported.toString());
    }
    Optional<String> why =
        aim instanceof LiveRun.Aim.GoBack back ? Optional.of(back.who().words()) : goingBack;
    boolean back = goingBack.isPresent() || controller.differences().isEmpty();
    if (why.isPresent() && back) {
      controller.conclude(options.exports(), Export.Closing.rolledBack(why.get()));
      return new RunResult.RolledBack(new Back.Start(), why.get(), List.of());
    }
    return new RunResult.Refused(
        List.of(
            "the run "
                + document.identity().id()
                + " is not in this database any more: somebody else brought it to its end"));
  }
}
