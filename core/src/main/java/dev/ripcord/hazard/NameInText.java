package dev.ripcord.hazard;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.TableChange;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * PostgreSQL keeps what it has parsed by number, so that it follows a new name; bodies of functions
 * and constants of type text it keeps as text. What is found here is a guess: a word in a text.
 */
final class NameInText implements Rule {
  private static final String BODY = "\nAS $";

  @Override
  public String code() {
    return "name-in-text";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Change change : plan.migration().changes()) {
      if (Origin.of(change).equals(step.origin())) {
        hazards.addAll(look(change, step.phase(), plan));
      }
    }
    return hazards;
  }

  private List<Hazard> look(Change change, Phase phase, Plan plan) {
    if (change instanceof TableChange.RenameTable rename && phase == Phase.CLEANUP) {
      return table(rename, plan);
    }
    if (change instanceof TableChange.MoveTable move && phase == Phase.CLEANUP) {
      return table(move, plan);
    }
    if (change instanceof EnumChange.RenameEnumValue rename && phase == Phase.CONTRACT) {
      return value(rename.from(), plan);
    }
    return List.of();
  }

  private List<Hazard> table(TableChange change, Plan plan) {
    Pattern word =
        Pattern.compile(
            "(?<!\\w)" + Pattern.quote(change.table().name().value()) + "(?!\\w)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    return hazard(
        mentioning(plan, text -> word.matcher(text).find(), text -> false),
        "from here on no relation is called "
            + change.table()
            + " any more, which these may have in their text: ",
        "; instead let them use the new name, which works from 'expand' on");
  }

  private List<Hazard> value(String value, Plan plan) {
    String literal = Literal.of(value);
    return hazard(
        mentioning(plan, text -> text.contains(literal), text -> text.contains(literal + "::text")),
        "from here on there is no value " + literal + ", which these may have in their text: ",
        "; instead let them take both spellings first");
  }

  /**
   * @param body whether a function's body is meant
   * @param expression whether an expression that PostgreSQL printed is meant
   */
  private static List<String> mentioning(
      Plan plan, Predicate<String> body, Predicate<String> expression) {
    List<String> found = new ArrayList<>();
    plan.before()
        .fingerprint()
        .objects()
        .forEach(
            (object, properties) -> {
              boolean mentions =
                  object.kind().equals("function")
                      ? body.test(body(properties))
                      : properties.values().stream().anyMatch(expression);
              if (mentions) {
                found.add(object.toString());
              }
            });
    return found;
  }

  /** Empty for a body that was parsed when the function was made: it has no AS. */
  private static String body(Map<String, String> properties) {
    String definition = properties.getOrDefault("definition", "");
    int at = definition.indexOf(BODY);
    return at < 0 ? "" : definition.substring(at + BODY.length());
  }

  private List<Hazard> hazard(List<String> found, String why, String instead) {
    return found.isEmpty()
        ? List.of()
        : List.of(new Hazard(code(), why + String.join(", ", found) + instead));
  }
}
