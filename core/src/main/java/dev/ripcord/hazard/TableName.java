package dev.ripcord.hazard;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A table as a statement names it.
 *
 * @param parts its schema, if that was written, and its name
 */
record TableName(List<Identifier> parts) {
  TableName {
    parts = List.copyOf(parts);
  }

  /**
   * The table that is meant; empty if there is none, so that it must be one that the migration
   * makes. Without a schema it is the one in {@code public}, else any of this name: the search path
   * is not known.
   */
  Optional<Snapshot.Table> in(Snapshot snapshot) {
    if (parts.size() > 1) {
      return snapshot.table(
          new QualifiedName(parts.get(parts.size() - 2), parts.get(parts.size() - 1)));
    }
    Identifier name = parts.getFirst();
    return snapshot
        .table(new QualifiedName(new Identifier("public"), name))
        .or(
            () ->
                snapshot.tables().stream()
                    .filter(table -> table.name().name().equals(name))
                    .findFirst());
  }

  @Override
  public String toString() {
    return parts.stream().map(Identifier::quoted).collect(joining("."));
  }
}
