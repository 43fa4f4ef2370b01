package dev.ripcord.plan;

import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.Optional;
import java.util.Set;

/** Which names are taken, by whatever. */
final class Taken {
  /** What shares one namespace in {@code pg_class}, and types, as every table brings one. */
  private static final Set<String> RELATIONS =
      Set.of("table", "foreign table", "view", "materialized view", "sequence", "index", "type");

  private Taken() {}

  /** What has the name already, such as {@code view public.a}. */
  static Optional<String> relation(Snapshot snapshot, QualifiedName name) {
    return snapshot.fingerprint().objects().keySet().stream()
        .filter(each -> RELATIONS.contains(each.kind()))
        .filter(each -> each.identity().equals(name.quoted()))
        .map(ObjectId::toString)
        .findFirst();
  }
}
