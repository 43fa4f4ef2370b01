package dev.ripcord.hazard;

import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why a new column's rows cannot share one stored value. Functions are known by name only, so what
 * is neither known to be volatile nor known not to be is reported as perhaps volatile.
 */
final class Volatility {
  private static final Set<String> VOLATILE =
      Set.of(
          "clock_timestamp",
          "timeofday",
          "gen_random_uuid",
          "uuidv4",
          "uuidv7",
          "uuid_generate_v1",
          "uuid_generate_v1mc",
          "uuid_generate_v4",
          "random",
          "random_normal",
          "gen_random_bytes",
          "gen_salt",
          "nextval",
          "currval",
          "lastval",
          "setval");
  private static final Set<String> NOT_VOLATILE =
      Set.of(
          ("now transaction_timestamp statement_timestamp current_timestamp localtimestamp"
                  + " current_time localtime current_setting timezone date_trunc date_part extract"
                  + " make_date make_time make_timestamp make_timestamptz make_interval"
                  + " to_timestamp to_date to_char to_number to_tsvector to_json to_jsonb"
                  + " json_build_object json_build_array jsonb_build_object jsonb_build_array"
                  + " json_object jsonb_object array array_fill coalesce nullif greatest least"
                  + " cast row lower upper initcap concat concat_ws md5 sha256 encode decode"
                  + " replace repeat substring substr left right trim btrim ltrim rtrim lpad rpad"
                  + " length format quote_literal abs round floor ceil ceiling power mod int4range"
                  + " int8range numrange tsrange tstzrange daterange point hstore"
                  + " numeric decimal varchar char character varying bit timestamp timestamptz time"
                  + " timetz interval float")
              .split(" "));
  private static final Set<String> SEQUENCES =
      Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");
  private static final Set<String> ENDS_DEFAULT =
      Set.of(
          "not",
          "null",
          "check",
          "unique",
          "primary",
          "references",
          "constraint",
          "generated",
          "collate",
          "deferrable");

  private Volatility() {}

  /** Why a column of this definition, type first, makes PostgreSQL write every row; or empty. */
  static Optional<String> reason(List<Token> definition) {
    if (!definition.isEmpty()
        && SEQUENCES.contains(definition.getFirst().text().toLowerCase(Locale.ROOT))) {
      return Optional.of("with a number from a sequence");
    }
    Words words = new Words(definition);
    if (words.has("as", "identity")) {
      return Optional.of("with a number from a sequence");
    }
    if (words.has("generated", "always", "as") && words.has("stored")) {
      return Optional.of("with a stored generated value");
    }
    return call(defaultOf(definition));
  }

  private static List<Token> defaultOf(List<Token> definition) {
    List<Token> expression = new ArrayList<>();
    boolean inside = false;
    int depth = 0;
    for (Token token : definition) {
      depth += Words.depthChange(token);
      boolean keyword = depth == 0 && token.kind() == Token.Kind.WORD;
      String word = token.text().toLowerCase(Locale.ROOT);
      if (keyword && word.equals("default")) {
        inside = true;
      } else if (keyword && ENDS_DEFAULT.contains(word)) {
        inside = false;
      } else if (inside) {
        expression.add(token);
      }
    }
    return expression;
  }

  private static Optional<String> call(List<Token> expression) {
    Optional<String> doubtful = Optional.empty();
    for (int i = 0; i + 1 < expression.size(); i++) {
      Token token = expression.get(i);
      boolean isType =
          i > 0 && (expression.get(i - 1).is("::") || expression.get(i - 1).isWord("as"));
      if (token.isName() && expression.get(i + 1).is("(") && !isType) {
        String name = token.text().toLowerCase(Locale.ROOT);
        if (VOLATILE.contains(name)) {
          return Optional.of("with the volatile default " + name + "()");
        }
        if (!NOT_VOLATILE.contains(name)) {
          doubtful = Optional.of("with the default " + token.text() + "(), if that is volatile,");
        }
      }
    }
    return doubtful;
  }
}
