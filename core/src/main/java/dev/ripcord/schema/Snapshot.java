package dev.ripcord.schema;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * What the planner needs to know of a database, read in one snapshot.
 *
 * @param serverVersion as {@code server_version_num}, such as 180006
 * @param tables ordinary and partitioned tables outside the system schemas and ripcord's own, by
 *     name
 * @param fingerprint of the schema at the same moment
 */
public record Snapshot(int serverVersion, List<Table> tables, SchemaFingerprint fingerprint) {
  public Snapshot {
    tables = List.copyOf(tables);
  }

  /** The table of this name. */
  public Optional<Table> table(QualifiedName name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /**
   * @param partitioned whether it is a partitioned table or a partition, or inherits
   * @param columns in their order
   * @param primaryKey columns of the primary key in its order; empty if there is none
   * @param estimatedRows {@code reltuples}, at least 0
   * @param bytes of the heap with TOAST
   * @param unlogged whether a crash empties it
   * @param dependents what depends on the table or its columns from outside: views, rules,
   *     materialized views, policies, publications with column lists
   */
  public record Table(
      QualifiedName name,
      boolean partitioned,
      List<Column> columns,
      List<Identifier> primaryKey,
      List<Index> indexes,
      List<Constraint> constraints,
      List<RowTrigger> triggers,
      List<Dependent> dependents,
      long estimatedRows,
      long bytes,
      boolean unlogged) {
    public Table {
      columns = List.copyOf(columns);
      primaryKey = List.copyOf(primaryKey);
      indexes = List.copyOf(indexes);
      constraints = List.copyOf(constraints);
      triggers = List.copyOf(triggers);
      dependents = List.copyOf(dependents);
    }

    /** The column of this name. */
    public Optional<Column> column(Identifier column) {
      return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }
  }

  /**
   * @param type as {@code format_type} prints it
   * @param defaultValue as {@code pg_get_expr} prints it; absent for generated columns
   * @param collation quoted and qualified, where it is not the type's default
   * @param generation none, or how the value comes to be
   * @param comment as set by {@code COMMENT ON}
   * @param grants column privileges as {@code GRANT} statements without the final semicolon
   * @param volatileDefault the default calls something that is not immutable or stable, so that
   *     adding it would rewrite the table
   */
  public record Column(
      Identifier name,
      String type,
      boolean notNull,
      Optional<String> defaultValue,
      Optional<String> collation,
      Generation generation,
      Optional<String> comment,
      List<String> grants,
      boolean volatileDefault) {
    public Column {
      grants = List.copyOf(grants);
    }
  }

  /** How a column's value comes to be. */
  public enum Generation {
    NONE,
    STORED,
    VIRTUAL,
    IDENTITY_ALWAYS,
    IDENTITY_BY_DEFAULT
  }

  /**
   * @param definition as {@code pg_get_indexdef} prints it
   * @param columns the table's columns that it uses anywhere: keys, expressions, predicate, INCLUDE
   * @param constraint whether it belongs to a constraint
   * @param comment as set by {@code COMMENT ON INDEX}
   * @param marks what its definition does not say, such as {@code is the replica identity}
   */
  public record Index(
      QualifiedName name,
      String definition,
      List<Identifier> columns,
      boolean unique,
      boolean valid,
      boolean constraint,
      Optional<String> comment,
      List<String> marks) {
    public Index {
      columns = List.copyOf(columns);
      marks = List.copyOf(marks);
    }
  }

  /**
   * @param kind as {@code contype}: c, f, n, p, u, x, t
   * @param definition as {@code pg_get_constraintdef} prints it
   * @param columns the table's columns that it uses
   * @param references the other table of a foreign key
   * @param incoming a foreign key of another table that references this one; {@code references} is
   *     then the other table
   * @param comment as set by {@code COMMENT ON CONSTRAINT}
   */
  public record Constraint(
      Identifier name,
      char kind,
      String definition,
      List<Identifier> columns,
      Optional<QualifiedName> references,
      boolean incoming,
      Optional<String> comment) {
    public Constraint {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A trigger that users made.
   *
   * @param definition as {@code pg_get_triggerdef} prints it
   * @param columns those named in UPDATE OF
   */
  public record RowTrigger(Identifier name, String definition, List<Identifier> columns) {
    public RowTrigger {
      columns = List.copyOf(columns);
    }
  }

  /**
   * @param what as {@code pg_describe_object} prints it, such as {@code view active_users}
   * @param columns the table's columns on which it depends; empty when it depends on the table
   */
  public record Dependent(String what, List<Identifier> columns) {
    public Dependent {
      columns = List.copyOf(columns);
    }
  }
}
