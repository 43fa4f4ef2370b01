package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Damaged tables that were put back, or would be.
 *
 * @param until right after the damage; absent if nobody knows
 * @param written whether anything was written; else it says what would be
 */
public record TableRecovery(
    Backup backup,
    Target to,
    Optional<Target> until,
    Restored.Measured measured,
    MergeResult merged,
    boolean written) {

  /** Restores the moments, one after the other, and merges. */
  record Work(Restored restored, DatabaseUrl url, Session live, Consumer<String> progress) {
    TableRecovery run(List<QualifiedName> tables, Optional<Target> until, Path home, boolean dry) {
      Target from = restored.target();
      String name = name() + until.map(target -> " until " + target.words()).orElse("");
      try (TableMerge merge = TableMerge.begin(name, tables, existing(home))) {
        progress.accept("reading the tables as they were at " + from.words());
        read(merge::before);
        if (until.isPresent()) {
          progress.accept("going on to " + until.get().words());
          Restored unused = Recoverer.required(restored.moveOn(until.get()));
          read(merge::after);
        }
        progress.accept(dry ? "comparing with the live tables" : "putting the rows back");
        MergeResult result =
            dry
                ? merge.preview(live, MergeOptions.DEFAULT)
                : merge.apply(live, MergeOptions.DEFAULT);
        return new TableRecovery(restored.backup(), from, until, restored.measured(), result, !dry);
      }
    }

    /** Of the moment for good: the backup and the end of the archive are others each time. */
    private String name() {
      return switch (restored.target()) {
        case Target.Backup backup -> backup.words() + " " + restored.backup().label();
        case Target.Latest latest ->
            latest.words()
                + " of %s with %d bytes of WAL"
                    .formatted(restored.backup().label(), restored.measured().wal());
        case Target.Point point -> point.words();
        case Target.Time time -> time.words();
        case Target.Position position -> position.words();
        case Target.Transaction transaction -> transaction.words();
      };
    }

    private void read(Consumer<Session> reader) {
      try (Session session = Session.open(restored.url(url.database()), "ripcord recover")) {
        reader.accept(session);
      }
    }

    private static Path existing(Path home) {
      try {
        return Files.createDirectories(home);
      } catch (IOException e) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT, home + " cannot be made: " + e.getMessage(), e);
      }
    }
  }
}
