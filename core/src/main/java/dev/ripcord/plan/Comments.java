package dev.ripcord.plan;

import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Properties of constraints and indexes that only the fingerprint tells. */
final class Comments {
  private Comments() {}

  /** The statements that give a constraint, and its index if it has one, their comments again. */
  static List<String> ofConstraint(Snapshot snapshot, QualifiedName table, Identifier name) {
    List<String> statements = new ArrayList<>();
    constraint(snapshot, table, name, "comment")
        .ifPresent(
            text ->
                statements.add(
                    "COMMENT ON CONSTRAINT " + name + " ON " + table + " IS " + Literal.of(text)));
    if (index(snapshot, new QualifiedName(table.schema(), name), "constraint").isPresent()) {
      statements.addAll(ofIndex(snapshot, new QualifiedName(table.schema(), name)));
    }
    return statements;
  }

  static List<String> ofIndex(Snapshot snapshot, QualifiedName index) {
    return index(snapshot, index, "comment").stream()
        .map(text -> "COMMENT ON INDEX " + index + " IS " + Literal.of(text))
        .toList();
  }

  static Optional<String> constraint(
      Snapshot snapshot, QualifiedName table, Identifier name, String property) {
    return property(snapshot, new ObjectId("constraint", table + "." + name), property);
  }

  static Optional<String> index(Snapshot snapshot, QualifiedName index, String property) {
    return property(snapshot, new ObjectId("index", index.quoted()), property);
  }

  private static Optional<String> property(Snapshot snapshot, ObjectId object, String property) {
    return Optional.ofNullable(
        snapshot.fingerprint().objects().getOrDefault(object, Map.of()).get(property));
  }
}
