package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.Altered;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NULLs that only the new shape may have. The old shape has what {@code down} makes of the row, as
 * the row is now: whoever changes another column of it changes that as well.
 */
final class NullsOfNewShape {
  private NullsOfNewShape() {}

  /** Those of a row that a client has just updated; the server tells. */
  static List<Altered> of(Done update, Face face) {
    Map<Identifier, @Nullable String> stored = update.result().values();
    return face.relaxed().stream()
        .filter(each -> stored.containsKey(each.name()) && stored.get(each.name()) == null)
        .toList();
  }

  /**
   * Gives a row that is about to be inserted in the old shape its values there.
   *
   * @param known the row in the new shape
   * @param values of the old shape
   * @param kept gets the NULLs
   */
  static void inserted(
      Session session,
      Face face,
      Map<Identifier, @Nullable String> known,
      Map<Identifier, @Nullable String> values,
      Map<Identifier, @Nullable String> kept) {
    for (Altered column : face.relaxed()) {
      if (values.get(column.name()) == null) {
        String down = column.down().orElse("NULL");
        values.put(column.name(), Translation.removed(session, down, Translation.row(face, known)));
        kept.put(column.name(), null);
      }
    }
  }

  /** Makes the values of the old shape anew, over the row as it has become. */
  static void updated(Session session, Face face, List<String> key, List<Altered> nulls) {
    if (nulls.isEmpty()) {
      return;
    }
    WriteTable table = face.table();
    Map<Identifier, String> without = new HashMap<>();
    nulls.forEach(each -> without.put(each.name(), "NULL::" + table.column(each.name()).type()));
    List<String> sets = new ArrayList<>();
    for (Altered each : nulls) {
      String down = Expressions.substitute(each.down().orElse("NULL"), table.name(), without);
      sets.add(each.name().quoted() + " = (" + QuestionMarks.doubled(down) + "\n)");
    }
    session.execute("SET LOCAL session_replication_role = replica");
    SqlStatement.Result unused =
        new SqlStatement(
                table.name(),
                "UPDATE "
                    + table.name().quoted()
                    + " SET "
                    + String.join(", ", sets)
                    + Operation.where(table),
                new ArrayList<>(key),
                List.of())
            .run(session);
    session.execute("SET LOCAL session_replication_role = origin");
  }
}
