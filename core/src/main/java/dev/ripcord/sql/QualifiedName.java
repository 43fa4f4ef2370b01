package dev.ripcord.sql;

import static java.util.Objects.requireNonNull;

/** The name of a table, sequence or other object in its schema. */
public record QualifiedName(Identifier schema, Identifier name)
    implements Comparable<QualifiedName> {
  public QualifiedName {
    requireNonNull(schema, "schema is null");
    requireNonNull(name, "name is null");
  }

  /** For names that are known to fit. */
  public static QualifiedName of(String schema, String name) {
    return new QualifiedName(new Identifier(schema), new Identifier(name));
  }

  /**
   * As it stands in SQL: always with the schema, so that no search_path can change what it means.
   */
  public String quoted() {
    return schema.quoted() + "." + name.quoted();
  }

  @Override
  public int compareTo(QualifiedName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return quoted();
  }
}
