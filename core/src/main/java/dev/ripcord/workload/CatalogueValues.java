package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Value sources as the catalogue suggests them, also for columns that are not there yet. */
final class CatalogueValues implements ColumnValues {
  private static final QualifiedName STAND_IN = QualifiedName.of("pg_temp", "ripcord_stand_in");

  private final Session session;
  private final Map<QualifiedName, Map<Identifier, ValueSource>> byTable = new HashMap<>();

  /**
   * @param session open for as long as sources are asked for
   */
  CatalogueValues(Session session) {
    this.session = session;
  }

  @Override
  public ValueSource of(Snapshot.Table table, Snapshot.Column column) {
    if (table.column(column.name()).equals(Optional.of(column))) {
      ValueSource source =
          byTable
              .computeIfAbsent(table.name(), name -> ValueSources.of(session, table))
              .get(column.name());
      // generated columns and the like have none, and nobody writes them
      return source == null ? random -> null : source;
    }
    return standIn(column);
  }

  /** A table of just this column, as the migration will make it. */
  private ValueSource standIn(Snapshot.Column column) {
    session.execute(
        "CREATE TEMPORARY TABLE ripcord_stand_in ("
            + column.name().quoted()
            + " "
            + column.type()
            + (column.notNull() ? " NOT NULL" : "")
            + ")");
    try {
      Snapshot.Table table =
          new Snapshot.Table(
              STAND_IN,
              new Kin.Alone(),
              List.of(column),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              0,
              0);
      ValueSource source = ValueSources.of(session, table).get(column.name());
      return source == null ? random -> null : source;
    } finally {
      session.execute("DROP TABLE " + STAND_IN.quoted());
    }
  }
}
