package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * One declared change. SQL expressions are kept as written; the server judges them. Every change
 * knows its place in the file, so that what the database says of it can be told with that place.
 */
public sealed interface Change
    permits ColumnChange,
        ConstraintChange,
        IndexChange,
        TableChange,
        EnumChange,
        ViewChange,
        Change.SetComment,
        Change.RawSql {
  /** Where the change stands in the user's file. */
  Place place();

  /** The tables that it names, by the names that they have before it. */
  List<QualifiedName> tables();

  /**
   * Another comment on a table or one of its columns.
   *
   * @param column the table itself if absent
   * @param comment absent to have none
   */
  record SetComment(
      Place place, QualifiedName table, Optional<Identifier> column, Optional<String> comment)
      implements Change {
    @Override
    public List<QualifiedName> tables() {
      return List.of(table);
    }
  }

  /**
   * Statements as written.
   *
   * @param name a short title
   * @param phase one of the five, in lower case
   * @param up run forward, in one transaction
   * @param down run back, in one transaction; absent makes the step irreversible
   */
  record RawSql(Place place, String name, Phase phase, String up, Optional<String> down)
      implements Change {
    @Override
    public List<QualifiedName> tables() {
      return List.of();
    }
  }
}
