package dev.ripcord.recover;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Migration;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.RecoveryTime.Validation;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds what was restored beside the live database: checks, counts, schema, rows. */
final class RecoveryComparison {
  private static final String NAME = "ripcord recover";
  private static final int EXAMPLES = 10;
  private static final int WORKERS = 2;

  private final Migration migration;
  private final DatabaseUrl live;

  RecoveryComparison(Migration migration, DatabaseUrl live) {
    this.migration = migration;
    this.live = live;
  }

  /**
   * What is known before anything is restored.
   *
   * @param refusals of the provider, which are no reason to restore nothing
   * @param into folder of the commands for people
   * @param same whether nothing of the run happened since the target, so that schemas are equal
   */
  record Frame(
      Instant begin,
      Provider provider,
      long liveSize,
      List<String> refusals,
      Path into,
      boolean same) {
    Frame {
      refusals = List.copyOf(refusals);
    }
  }

  /** Nothing was restored. */
  RecoveryTime failed(Frame frame, Restored.Outcome.Unreached unreached) {
    List<String> reasons = new ArrayList<>(frame.refusals());
    reasons.add(
        "%s is not reached from the backup %s: %s"
            .formatted(unreached.target().words(), unreached.backup().label(), unreached.why()));
    Restored.Measured nothing =
        new Restored.Measured(0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return time(
        frame, unreached.backup(), unreached.target(), nothing, List.of(), reasons, List.of());
  }

  /** It was. */
  RecoveryTime made(Frame frame, Restored restored) {
    List<String> reasons = new ArrayList<>(frame.refusals());
    List<String> notes = new ArrayList<>(List.of(restored.stop()));
    DatabaseUrl beside = restored.url(live.database());
    try (Session there = Session.open(beside, NAME);
        Session here = Session.open(live, NAME)) {
      List<Validation> validations = new ArrayList<>();
      validations.addAll(checks(migration.recovery().validations(), there, here));
      int own = validations.size();
      validations.addAll(checks(migration.checks(), there, here));
      for (int i = 0; i < validations.size(); i++) {
        Validation each = validations.get(i);
        boolean right = each.expected().filter(each.restored()::equals).isPresent();
        // what is wrong on both sides was not lost by the restore
        boolean alike = i >= own && each.restored().equals(each.live());
        if (!right && !alike) {
          reasons.add(
              "%s: expected %s, restored %s, live %s"
                  .formatted(
                      each.title(), each.expected().orElse(""), each.restored(), each.live()));
        }
      }
      Snapshot before = CatalogReader.snapshot(there);
      Snapshot now = CatalogReader.snapshot(here);
      schema(before, now, frame.same() ? reasons : notes);
      List<Snapshot.Table> tables = affected(before, now, notes);
      for (Snapshot.Table table : tables) {
        String query = "SELECT count(*) FROM " + table.name().quoted();
        validations.add(
            new Validation(
                "Rows of " + table.name().quoted(),
                query,
                Optional.empty(),
                value(there, query),
                value(here, query)));
      }
      rows(beside, tables, notes);
      return time(
          frame,
          restored.backup(),
          restored.target(),
          restored.measured(),
          validations.stream().distinct().toList(),
          reasons,
          notes);
    } catch (DatabaseException e) {
      reasons.add("what was restored cannot be read: " + e.getMessage());
      return time(
          frame,
          restored.backup(),
          restored.target(),
          restored.measured(),
          List.of(),
          reasons,
          notes);
    }
  }

  private RecoveryTime time(
      Frame frame,
      Backup backup,
      Target target,
      Restored.Measured measured,
      List<Validation> validations,
      List<String> reasons,
      List<String> notes) {
    return new RecoveryTime(
        frame.begin(),
        migration.name(),
        frame.provider().name(),
        migration.recovery().location().orElse(""),
        backup.label(),
        target.words(),
        measured,
        frame.liveSize(),
        validations,
        reasons,
        notes.stream().filter(note -> !note.isEmpty()).toList(),
        frame.provider().commands(backup, target, frame.into()));
  }

  private static List<Validation> checks(List<Check> checks, Session there, Session here) {
    return checks.stream()
        .flatMap(
            check ->
                switch (check) {
                  case Check.Sql sql ->
                      Stream.of(
                          new Validation(
                              sql.title(),
                              sql.query(),
                              Optional.of(sql.expected()),
                              value(there, sql.query()),
                              value(here, sql.query())));
                  // it asks a service, which a restored cluster does not have
                  case Check.Http ignored -> Stream.of();
                })
        .toList();
  }

  /** Its answer, or why it has none. */
  private static String value(Session session, String query) {
    try {
      String value = session.scalar(query);
      return value == null ? "" : value;
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return "error: " + e.getMessage();
    }
  }

  private static void schema(Snapshot before, Snapshot now, List<String> found) {
    List<String> differences =
        SchemaDifference.between(before.fingerprint(), now.fingerprint()).stream()
            .filter(each -> !each.isColumnOrderOnly())
            .map(ObjectDifference::toString)
            .toList();
    if (!differences.isEmpty()) {
      found.add(
          "the schema of the live database differs from what was restored in %d places: %s"
              .formatted(
                  differences.size(),
                  String.join("; ", differences.stream().limit(EXAMPLES).toList())));
    }
  }

  private List<Snapshot.Table> affected(Snapshot before, Snapshot now, List<String> notes) {
    List<Snapshot.Table> tables = new ArrayList<>();
    for (QualifiedName name :
        new TreeSet<>(
            migration.changes().stream().map(Change::tables).flatMap(List::stream).toList())) {
      if (before.table(name).isPresent() && now.table(name).isPresent()) {
        tables.add(before.table(name).get());
      } else if (before.table(name).isPresent() || now.table(name).isPresent()) {
        notes.add(name + " is there on one side only");
      }
    }
    return tables;
  }

  private void rows(DatabaseUrl beside, List<Snapshot.Table> tables, List<String> notes) {
    List<String> equal = new ArrayList<>();
    for (Snapshot.Table table : tables) {
      try {
        List<Snapshot.Table> one = List.of(table);
        boolean same =
            DataReader.fingerprint(beside, one, WORKERS)
                .differingFrom(DataReader.fingerprint(live, one, WORKERS))
                .isEmpty();
        if (same) {
          equal.add(table.name().quoted());
        } else {
          notes.add(table.name().quoted() + " has other rows: the live database went on since");
        }
      } catch (DatabaseException e) {
        notes.add(table.name().quoted() + " was not compared row by row: " + e.getMessage());
      }
    }
    if (!equal.isEmpty()) {
      notes.add("the same rows on both sides: " + String.join(", ", equal));
    }
  }
}
