package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** A change of an index. */
public sealed interface IndexChange extends Change {
  /**
   * An index, built concurrently.
   *
   * @param columns column names or expressions (in parentheses), each with optional ordering, as in
   *     {@code CREATE INDEX}
   * @param method such as {@code btree}
   * @param where the predicate of a partial index
   */
  record CreateIndex(
      Place place,
      QualifiedName table,
      Identifier name,
      List<String> columns,
      boolean unique,
      String method,
      Optional<String> where)
      implements IndexChange {
    public CreateIndex {
      columns = List.copyOf(columns);
    }

    @Override
    public List<QualifiedName> tables() {
      return List.of(table);
    }
  }

  /**
   * An index that belongs to no constraint goes away; its definition is kept.
   *
   * @param index by its own name
   */
  record DropIndex(Place place, QualifiedName index) implements IndexChange {
    @Override
    public List<QualifiedName> tables() {
      return List.of();
    }
  }

  /** A new name for an index, in the same schema. */
  record RenameIndex(Place place, QualifiedName index, Identifier to) implements IndexChange {
    @Override
    public List<QualifiedName> tables() {
      return List.of();
    }
  }
}
