package dev.ripcord.rehearse;

import dev.ripcord.migration.Change;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rows that nobody but triggers of the users' own writes, such as those of an audit table. The
 * numbers and times in them are given by each server by itself, in the order in which clients come,
 * so that they are never the same on two.
 *
 * @param written tables that clients write
 */
record TriggersRows(Stage stage, Set<QualifiedName> written) {
  /** Of a clock, or made up, whatever their precision and time zone. */
  private static final Pattern GIVEN = Pattern.compile("(timestamp|time|date|uuid)([( ].*)?");

  /**
   * Whether both sides have the same rows of the table, but for what the server gave them, and none
   * but triggers can have written these: neither clients, nor the migration.
   */
  boolean same(Snapshot.Table table) {
    if (!only(table.name())) {
      return false;
    }
    Set<Identifier> columns = new LinkedHashSet<>();
    table.columns().stream()
        .filter(column -> !given(column))
        .forEach(column -> columns.add(column.name()));
    if (columns.isEmpty() || columns.size() == table.columns().size()) {
      return false;
    }
    Map<QualifiedName, Set<Identifier>> which = Map.of(table.name(), columns);
    return DataReader.fingerprint(stage.control(), List.of(table), which, 1)
        .differingFrom(DataReader.fingerprint(stage.tested(), List.of(table), which, 1))
        .isEmpty();
  }

  /**
   * Whether neither clients nor the migration write there, but perhaps triggers of clients' tables.
   */
  boolean only(QualifiedName name) {
    boolean migrated =
        stage.plan().migration().changes().stream()
                .anyMatch(it -> it instanceof Change.RawSql || it.tables().contains(name))
            || stage.plan().steps().stream()
                .flatMap(step -> Stream.concat(step.locks().stream(), step.backLocks().stream()))
                .anyMatch(lock -> lock.table().equals(name));
    boolean fired =
        stage.plan().before().tables().stream()
            .filter(table -> written.contains(table.name()))
            .anyMatch(table -> !table.triggers().isEmpty());
    return fired && !migrated && !written.contains(name);
  }

  private static boolean given(Snapshot.Column column) {
    return column.volatileDefault()
        || column.generation() == Snapshot.Generation.IDENTITY_ALWAYS
        || column.generation() == Snapshot.Generation.IDENTITY_BY_DEFAULT
        || GIVEN.matcher(column.type()).matches();
  }
}
