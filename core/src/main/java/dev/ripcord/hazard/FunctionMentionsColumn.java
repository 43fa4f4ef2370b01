package dev.ripcord.hazard;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableShape;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function whose body is a string names a column that leaves sight. PostgreSQL does not track
 * what stands in such bodies ("Dependency Tracking" in the manual), so this is a guess by words.
 */
final class FunctionMentionsColumn implements Rule {
  @Override
  public String code() {
    return "function-mentions-column";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    if (step.phase() == Phase.CONTRACT && step.forward() instanceof Action.Transaction it) {
      for (TableShape shape : plan.shapes()) {
        leaving(shape)
            .filter(column -> retires(it, shape.table(), column))
            .forEach(column -> look(shape.table(), column, plan.before(), hazards));
      }
    }
    return hazards;
  }

  /** A column that only gets another type keeps its name. */
  private static Stream<Identifier> leaving(TableShape shape) {
    return Stream.concat(
        shape.removed().keySet().stream(),
        shape.replacements().stream()
            .filter(each -> !each.inPlace())
            .flatMap(each -> each.old().stream()));
  }

  private static boolean retires(
      Action.Transaction transaction, QualifiedName table, Identifier column) {
    String rename = "ALTER TABLE " + table + " RENAME COLUMN " + column + " TO ";
    return transaction.statements().stream()
        .anyMatch(each -> each.startsWith(rename) && each.contains("ripcord_retired_"));
  }

  private void look(QualifiedName table, Identifier column, Snapshot before, List<Hazard> hazards) {
    for (Map.Entry<ObjectId, Map<String, String>> entry :
        before.fingerprint().objects().entrySet()) {
      ObjectId object = entry.getKey();
      String definition = entry.getValue().getOrDefault("definition", "");
      if (object.kind().equals("function") && mentions(body(definition), column)) {
        if (mentions(body(definition), table.name()) || triggers(before, table, object)) {
          hazards.add(hazard(table, column, object));
        }
      }
    }
  }

  /** What stands in strings: the rest is PostgreSQL's to track. */
  private static String body(String definition) {
    return SqlTokens.significant(definition).stream()
        .filter(Token::isString)
        .map(Token::text)
        .collect(Collectors.joining("\n"));
  }

  private static boolean mentions(String text, Identifier name) {
    String word = Pattern.quote(name.value());
    String quoted = Pattern.quote('"' + name.value().replace("\"", "\"\"") + '"');
    boolean plain = name.quoted().equals(name.value());
    if (Pattern.compile(quoted).matcher(text).find()) {
      return true;
    }
    String bare = "(?<![\\w\"$])" + word + "(?![\\w\"$])";
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS;
    return plain && Pattern.compile(bare, flags).matcher(text).find();
  }

  private static boolean triggers(Snapshot before, QualifiedName table, ObjectId function) {
    String call = " EXECUTE FUNCTION " + function.identity().replaceFirst("\\(.*", "") + "(";
    return before.table(table).stream()
        .flatMap(each -> each.triggers().stream())
        .anyMatch(each -> each.definition().contains(call));
  }

  private Hazard hazard(QualifiedName table, Identifier column, ObjectId function) {
    return new Hazard(
        code(),
        function
            + " seems to mention column "
            + column
            + " of "
            + table
            + " in its body, which PostgreSQL does not track; if it does, it fails from this step on"
            + " and works again after the way back: let it stand both names, or change it with this"
            + " step");
  }
}
