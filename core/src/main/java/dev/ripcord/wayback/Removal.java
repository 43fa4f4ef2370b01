package dev.ripcord.wayback;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;

/** Something that is there now and that the way back will drop, by the name that it has now. */
sealed interface Removal {
  record Column(QualifiedName table, Identifier name) implements Removal {}

  record Constraint(QualifiedName table, Identifier name) implements Removal {}

  record Trigger(QualifiedName table, Identifier name) implements Removal {}

  /**
   * A table, view or index.
   *
   * @param ifThere whether it may be missing
   * @param ifEmpty whether a table with rows stays what it is
   */
  record Relation(QualifiedName name, boolean ifThere, boolean ifEmpty) implements Removal {}

  record Type(QualifiedName name) implements Removal {}

  /** A trigger or policy that gets another definition. */
  record Redefinition(QualifiedName table, Identifier name) implements Removal {}

  /** All functions of a name, one of which gets another definition. */
  record FunctionDefinition(QualifiedName name) implements Removal {}

  /** A view that gets another definition: it depends on other things then. */
  record Definition(QualifiedName view) implements Removal {}
}
