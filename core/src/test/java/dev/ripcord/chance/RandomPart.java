package dev.ripcord.chance;

import dev.ripcord.sql.Identifier;
import java.util.List;
import java.util.Optional;

/**
 * What hangs on a table and that a migration may name.
 *
 * @param sql statements that make it
 * @param columns of the table, those that matter
 * @param parent what the columns refer to
 */
record RandomPart(
    Kind kind,
    Identifier name,
    List<Identifier> columns,
    Optional<RandomTable> parent,
    List<String> sql) {
  /** Of parts. */
  enum Kind {
    CHECK,
    UNIQUE,
    INDEX,
    FOREIGN_KEY,
    /** Columns as of a foreign key, without one: some rows have no parent. */
    REFERENCE,
    VIEW,
    OTHER
  }

  RandomPart {
    columns = List.copyOf(columns);
    sql = List.copyOf(sql);
  }

  static RandomPart of(Kind kind, Identifier name, Identifier column, String sql) {
    return new RandomPart(kind, name, List.of(column), Optional.empty(), List.of(sql));
  }

  static RandomPart of(Kind kind, Identifier name, String sql) {
    return new RandomPart(kind, name, List.of(), Optional.empty(), List.of(sql));
  }
}
