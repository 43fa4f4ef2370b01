package dev.ripcord.wayback;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;

/** What a statement does to names. */
sealed interface Effect {
  /** Name spaces: tables, views and indexes share one. */
  enum Kind {
    RELATION,
    TYPE
  }

  record AddColumn(QualifiedName table, Identifier column) implements Effect {}

  record RenameColumn(QualifiedName table, Identifier from, Identifier to) implements Effect {}

  record DropColumn(QualifiedName table, Identifier column) implements Effect {}

  record AddConstraint(QualifiedName table, Identifier name) implements Effect {}

  record DropConstraint(QualifiedName table, Identifier name) implements Effect {}

  record RenameConstraint(QualifiedName table, Identifier from, Identifier to) implements Effect {}

  record CreateTrigger(QualifiedName table, Identifier name) implements Effect {}

  record DropTrigger(QualifiedName table, Identifier name) implements Effect {}

  /** Of all functions of the name. */
  record RedefineFunction(QualifiedName name) implements Effect {}

  /** Of a trigger or a policy, which is something else then. */
  record Redefine(QualifiedName table, Identifier name) implements Effect {}

  /**
   * @param replaces whether it may be there, and stays what it is for all that depend on it
   */
  record Create(Kind kind, QualifiedName name, boolean replaces) implements Effect {}

  record Rename(Kind kind, QualifiedName from, QualifiedName to) implements Effect {}

  /**
   * @param ifThere whether it may be missing
   * @param ifEmpty whether a table with rows is left alone
   */
  record Drop(Kind kind, QualifiedName name, boolean ifThere, boolean ifEmpty) implements Effect {}
}
