package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.sql.Identifier;

/** Whether something may be put into a schema. */
final class Schemas {
  private Schemas() {}

  /** False, with a problem, when there is no such schema or it is not the users' own. */
  static boolean allow(Draft draft, Change change, Identifier schema) {
    boolean ours = schema.equals(Names.SCHEMA) || schema.equals(Names.KEPT_SCHEMA);
    if (ours) {
      draft.problem(change, "schema " + schema + " is ripcord's own", "another schema");
      return false;
    }
    ObjectId id = new ObjectId("schema", schema.quoted());
    if (!draft.snapshot().fingerprint().objects().containsKey(id)) {
      draft.problem(
          change,
          "schema " + schema + " does not exist, or is PostgreSQL's own",
          "one of "
              + draft.snapshot().fingerprint().objects().keySet().stream()
                  .filter(each -> each.kind().equals("schema"))
                  .map(ObjectId::identity)
                  .toList());
      return false;
    }
    return true;
  }
}
