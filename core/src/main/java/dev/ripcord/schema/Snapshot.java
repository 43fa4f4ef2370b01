package dev.ripcord.schema;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the planner needs to know of a database, read in one snapshot.
 *
 * @param serverVersion as {@code server_version_num}, such as 180006
 * @param tables ordinary and partitioned tables outside the system schemas and ripcord's own, by
 *     name
 * @param fingerprint of the schema at the same moment
 * @param views of all kinds in the same schemas, by name
 * @param enums enum types, likewise
 */
public record Snapshot(
    int serverVersion,
    List<Table> tables,
    SchemaFingerprint fingerprint,
    List<View> views,
    List<EnumType> enums) {
  /** A database without views and enum types. */
  public Snapshot(int serverVersion, List<Table> tables, SchemaFingerprint fingerprint) {
    this(serverVersion, tables, fingerprint, List.of(), List.of());
  }

  public Snapshot {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
    enums = List.copyOf(enums);
  }

  /** The view of this name. */
  public Optional<View> view(QualifiedName name) {
    return views.stream().filter(view -> view.name().equals(name)).findFirst();
  }

  /** The same database with tables that are larger or smaller. */
  public Snapshot withTables(List<Table> others) {
    return new Snapshot(serverVersion, others, fingerprint, views, enums);
  }

  /** The enum type of this name. */
  public Optional<EnumType> enumType(QualifiedName name) {
    return enums.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The table of this name. */
  public Optional<Table> table(QualifiedName name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /**
   * @param kin what tables share its columns
   * @param columns in their order
   * @param primaryKey columns of the primary key in its order; empty if there is none
   * @param estimatedRows {@code reltuples}, at least 0
   * @param bytes of the heap with TOAST
   * @param unlogged whether a crash empties it
   * @param dependents what depends on the table or its columns from outside: views, rules,
   *     materialized views, policies, publications with column lists
   * @param rowKey columns by which a row is found: the primary key, else those of a unique index
   *     that holds for every row at once and takes no NULL; empty if there is neither
   * @param comment as set by {@code COMMENT ON}
   * @param attached what must go along with a column
   */
  public record Table(
      QualifiedName name,
      Kin kin,
      List<Column> columns,
      List<Identifier> primaryKey,
      List<Index> indexes,
      List<Constraint> constraints,
      List<RowTrigger> triggers,
      List<Dependent> dependents,
      long estimatedRows,
      long bytes,
      List<Identifier> rowKey,
      Optional<String> comment,
      Attached attached,
      boolean unlogged) {
    /** A table without a comment, whose rows are found by its primary key, if at all. */
    public Table(
        QualifiedName name,
        Kin kin,
        List<Column> columns,
        List<Identifier> primaryKey,
        List<Index> indexes,
        List<Constraint> constraints,
        List<RowTrigger> triggers,
        List<Dependent> dependents,
        long estimatedRows,
        long bytes) {
      this(
          name,
          kin,
          columns,
          primaryKey,
          indexes,
          constraints,
          triggers,
          dependents,
          estimatedRows,
          bytes,
          primaryKey,
          Optional.empty(),
          Attached.NONE,
          false);
    }

    public Table {
      rowKey = List.copyOf(rowKey);
      columns = List.copyOf(columns);
      primaryKey = List.copyOf(primaryKey);
      indexes = List.copyOf(indexes);
      constraints = List.copyOf(constraints);
      triggers = List.copyOf(triggers);
      dependents = List.copyOf(dependents);
    }

    /** The same table, as large as another. */
    public Table sized(Table other) {
      return new Table(
          name,
          kin,
          columns,
          primaryKey,
          indexes,
          constraints,
          triggers,
          dependents,
          other.estimatedRows(),
          other.bytes(),
          rowKey,
          comment,
          attached,
          unlogged);
    }

    /** The same with other names of columns in its columns and its keys, and nowhere else. */
    public Table renamed(Map<Identifier, Identifier> names) {
      return new Table(
          name,
          kin,
          columns.stream()
              .map(column -> column.named(names.getOrDefault(column.name(), column.name())))
              .toList(),
          primaryKey.stream().map(column -> names.getOrDefault(column, column)).toList(),
          indexes,
          constraints,
          triggers,
          dependents,
          estimatedRows,
          bytes,
          rowKey.stream().map(column -> names.getOrDefault(column, column)).toList(),
          comment,
          attached,
          unlogged);
    }

    /**
     * Whether rows are told apart by the column, or referenced: then no two values may become one.
     */
    public boolean isKey(Identifier column) {
      boolean notNull = column(column).filter(Column::notNull).isPresent();
      return indexes.stream()
              .anyMatch(each -> notNull && each.unique() && each.columns().contains(column))
          || constraints.stream()
              .anyMatch(each -> each.kind() == 'f' && each.columns().contains(column));
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
   * @param settings what {@code ALTER COLUMN} is told: statistics target, storage, compression and
   *     options, where they are not the type's own
   * @param volatileDefault the default calls something that is not immutable or stable, so that
   *     adding it would rewrite the table
   * @param deterministic texts that its collation takes for equal are the same
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
      List<String> settings,
      boolean volatileDefault,
      boolean deterministic) {
    public Column {
      grants = List.copyOf(grants);
      settings = List.copyOf(settings);
    }

    /** The same column with another type. */
    public Column withType(String other) {
      return new Column(
          name,
          other,
          notNull,
          defaultValue,
          collation,
          generation,
          comment,
          grants,
          settings,
          volatileDefault,
          deterministic);
    }

    private Column named(Identifier other) {
      return new Column(
          other,
          type,
          notNull,
          defaultValue,
          collation,
          generation,
          comment,
          grants,
          settings,
          volatileDefault,
          deterministic);
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
   * @param beside what the definition does not say
   */
  public record Index(
      QualifiedName name,
      String definition,
      List<Identifier> columns,
      boolean unique,
      boolean valid,
      boolean constraint,
      BesideIndex beside) {
    /** An index of which the definition says all. */
    public Index(
        QualifiedName name,
        String definition,
        List<Identifier> columns,
        boolean unique,
        boolean valid,
        boolean constraint) {
      this(
          name,
          definition,
          columns,
          unique,
          valid,
          constraint,
          new BesideIndex(Optional.empty(), Optional.empty(), false, false, List.of()));
    }

    /** As set by {@code COMMENT ON INDEX}. */
    public Optional<String> comment() {
      return beside.comment();
    }

    /** What its definition does not say, such as {@code is the replica identity}. */
    public List<String> marks() {
      List<String> marks = new ArrayList<>();
      if (beside.replicaIdentity()) {
        marks.add("is the replica identity");
      }
      if (beside.clustered()) {
        marks.add("is what CLUSTER orders by");
      }
      beside.tablespace().ifPresent(name -> marks.add("is in tablespace " + name));
      if (!beside.statistics().isEmpty()) {
        marks.add("has statistics targets");
      }
      return marks;
    }

    public Index {
      columns = List.copyOf(columns);
    }
  }

  /**
   * What {@code pg_get_indexdef} does not print of an index.
   *
   * @param tablespace where it is not the database's
   * @param clustered whether {@code CLUSTER} orders the table by it
   * @param replicaIdentity whether logical replication finds rows by it
   * @param statistics targets, as {@code place: target} of its expressions
   */
  public record BesideIndex(
      Optional<String> tablespace,
      Optional<String> comment,
      boolean clustered,
      boolean replicaIdentity,
      List<String> statistics) {
    public BesideIndex {
      statistics = List.copyOf(statistics);
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

    /** Whether every row is known to meet it. */
    public boolean holds() {
      return !definition.endsWith(" NOT VALID") && !definition.endsWith(" NOT ENFORCED");
    }
  }

  /**
   * A trigger that users made.
   *
   * @param definition as {@code pg_get_triggerdef} prints it
   * @param columns those named in UPDATE OF
   * @param before the events before which it fires for each row, such as {@code INSERT}; none when
   *     it is disabled
   */
  public record RowTrigger(
      Identifier name, String definition, List<Identifier> columns, List<String> before) {
    public RowTrigger {
      columns = List.copyOf(columns);
      before = List.copyOf(before);
    }
  }

  /**
   * A view or a materialized view.
   *
   * @param definition as {@code pg_get_viewdef} prints it
   * @param options such as {@code security_barrier='true'}
   * @param beside statements that give another view of the same name the owner, the privileges and
   *     the triggers of this one
   * @param notCopied what it has besides, which no statement here gives to another
   * @param dependents what depends on it from outside
   */
  public record View(
      QualifiedName name,
      boolean materialized,
      String definition,
      Optional<String> comment,
      List<String> options,
      List<String> beside,
      List<String> notCopied,
      List<Dependent> dependents) {
    public View {
      options = List.copyOf(options);
      beside = List.copyOf(beside);
      notCopied = List.copyOf(notCopied);
      dependents = List.copyOf(dependents);
    }
  }
}
