package dev.ripcord.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The name of a table, sequence or other object in its schema. */
public record QualifiedName(Identifier schema, Identifier name)
    implements Comparable<QualifiedName> {
  public QualifiedName {
    requireNonNull(schema, "schema is null");
    requireNonNull(name, "name is null");
  }

  /**
   * Reads {@code name} (then in schema {@code public}) or {@code schema.name}, each part by the
   * rules of {@link Identifier#parse}.
   *
   * @throws IllegalArgumentException in words for a person, if it is no such name
   */
  public static QualifiedName parse(String text) {
    List<Identifier> parts = Names.parts(text);
    return switch (parts.size()) {
      case 1 -> new QualifiedName(new Identifier("public"), parts.getFirst());
      case 2 -> new QualifiedName(parts.getFirst(), parts.getLast());
      default -> throw new IllegalArgumentException("more than schema and name: " + text);
    };
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
