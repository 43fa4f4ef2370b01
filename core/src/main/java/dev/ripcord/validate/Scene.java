package dev.ripcord.validate;

import dev.ripcord.metric.Sources;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.RowReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Where items look. The session is used by one thread; probes run from the beginning, so that they
 * have something to tell when it is asked.
 */
final class Scene implements AutoCloseable {
  /** data_corrupted, index_corrupted. */
  private static final Set<String> CORRUPTED = Set.of("XX001", "XX002");

  private static final String CANCELLED = "57014";
  private static final String FORBIDDEN = "42501";
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  private final Session session;
  private final Subject subject;
  private final Surroundings around;
  private final Backups backups;
  private final Runnable interrupted;
  private final Sources sources;
  private final Instant settled;
  private Optional<List<ObjectDifference>> differences = Optional.empty();

  /**
   * @param session of the role that runs the migration, outside a transaction
   * @param interrupted throws if the work shall stop
   */
  Scene(
      Session session,
      Subject subject,
      Surroundings around,
      Backups backups,
      Runnable interrupted) {
    this.session = session;
    this.subject = subject;
    this.around = around;
    this.backups = backups;
    this.interrupted = interrupted;
    this.sources = Sources.open(subject.watched().metrics(), around);
    this.settled = around.clock().instant().plus(subject.thresholds().patience().settle());
  }

  Subject subject() {
    return subject;
  }

  Surroundings around() {
    return around;
  }

  Backups backups() {
    return backups;
  }

  Session session() {
    return session;
  }

  Sources sources() {
    return sources;
  }

  Instant now() {
    return around.clock().instant();
  }

  /** Throws if the work shall stop: what failed may have been cancelled for that. */
  void stopIfAsked() {
    interrupted.run();
  }

  /** A query about the affected tables, as it is sent. */
  String sql(String resource) {
    return Affected.sql(resource, subject.tables());
  }

  /** Rests; false when what has not come back by now does not count as coming. */
  boolean rested(Duration pause) {
    if (!now().isBefore(settled)) {
      return false;
    }
    long until = System.nanoTime() + pause.toNanos();
    do {
      interrupted.run();
      LockSupport.parkNanos(Math.min(250_000_000L, Math.max(0, until - System.nanoTime())));
    } while (System.nanoTime() < until);
    return true;
  }

  /** What is not as it was at the start, but for the order of columns; read once. */
  List<ObjectDifference> differences() {
    if (differences.isEmpty()) {
      differences =
          Optional.of(
              SchemaDifference.between(subject.before(), fingerprint()).stream()
                  .filter(difference -> !difference.isColumnOrderOnly())
                  .toList());
    }
    return differences.get();
  }

  private SchemaFingerprint fingerprint() {
    try {
      return CatalogReader.fingerprint(session);
    } catch (DatabaseException e) {
      // it may have been cancelled for a stop
      interrupted.run();
      throw e;
    }
  }

  /** What is asked in one transaction that changes nothing. */
  interface Question<T> {
    T ask(Session in);
  }

  /**
   * Asks for rows of our own query.
   *
   * @param what is asked, in words
   * @return empty if nobody could answer, which is noted
   */
  <T> Optional<List<T>> rows(Notes notes, String what, String sql, RowReader<T> reader) {
    return asked(
        notes,
        what,
        in -> {
          // row security that applies to us would hide rows, and nobody would know
          in.execute("SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off");
          return in.queryPlain(sql, reader);
        });
  }

  /** Asks anything, within the time of one check. */
  <T> Optional<T> asked(Notes notes, String what, Question<T> question) {
    interrupted.run();
    List<T> answer = new ArrayList<>();
    try {
      Session.Commit unused =
          session.transaction(
              in -> {
                in.execute(
                    "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d"
                        .formatted(
                            subject.thresholds().patience().check().toMillis(),
                            LOCK_TIMEOUT.toMillis()));
                answer.add(question.ask(in));
              });
      return Optional.of(answer.getFirst());
    } catch (DatabaseException e) {
      if (e.connectionLost() || session.isClosed()) {
        throw e;
      }
      interrupted.run();
      note(notes, what, e);
      return Optional.empty();
    }
  }

  private void note(Notes notes, String what, DatabaseException failure) {
    String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    if (CORRUPTED.contains(failure.sqlState())) {
      notes.failed(what + ": " + said);
    } else if (failure.sqlState().equals(CANCELLED)) {
      notes.open(
          what
              + ": not through within "
              + Words.time(subject.thresholds().patience().check())
              + " (thresholds.check_timeout)");
    } else if (failure.sqlState().equals(FORBIDDEN)) {
      notes.open(what + ": the role may not: " + said);
    } else {
      notes.open(what + " could not be asked: " + said);
    }
  }

  @Override
  public void close() {
    sources.close();
  }
}
