package dev.ripcord.postgres;

import dev.ripcord.schema.Attached;
import dev.ripcord.schema.Attached.Bound;
import dev.ripcord.schema.Attached.ExtendedStatistics;
import dev.ripcord.schema.Attached.Kind;
import dev.ripcord.schema.Attached.OwnedSequence;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what must go along when a column is replaced, by the table's OID. */
final class AttachedReader {
  private final Map<Long, List<Bound>> bound;
  private final Map<Long, List<OwnedSequence>> sequences;
  private final Map<Long, List<ExtendedStatistics>> statistics;

  AttachedReader(SnapshotReader reader) {
    this.bound = reader.byTable("bound", AttachedReader::bound);
    this.sequences = reader.byTable("sequence", AttachedReader::sequence);
    this.statistics = reader.byTable("statistics", AttachedReader::statistics);
  }

  Attached of(long oid) {
    return new Attached(
        bound.getOrDefault(oid, List.of()),
        sequences.getOrDefault(oid, List.of()),
        statistics.getOrDefault(oid, List.of()));
  }

  private static Bound bound(Row row) {
    return new Bound(
        Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        row.text("what"),
        identifiers(row),
        row.flag("direct"),
        row.flag("keyed"),
        Optional.ofNullable(row.textOrNull("obstacle")),
        Optional.ofNullable(row.textOrNull("drop_obstacle")),
        row.textOrNull("name") == null ? Optional.empty() : Optional.of(name(row)),
        Optional.ofNullable(row.textOrNull("lock")),
        row.texts("again"),
        row.texts("create"));
  }

  private static OwnedSequence sequence(Row row) {
    return new OwnedSequence(
        new Identifier(row.text("column_name")),
        name(row),
        row.flag("identity"),
        row.text("type"),
        row.text("options"),
        row.flag("whole"),
        row.texts("more"),
        row.texts("used_by"));
  }

  private static ExtendedStatistics statistics(Row row) {
    return new ExtendedStatistics(
        name(row), identifiers(row), row.text("definition"), row.texts("more"));
  }

  private static QualifiedName name(Row row) {
    return QualifiedName.of(row.text("schema"), row.text("name"));
  }

  private static List<Identifier> identifiers(Row row) {
    return row.texts("columns").stream().map(Identifier::new).toList();
  }
}
