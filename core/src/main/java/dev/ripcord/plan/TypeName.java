package dev.ripcord.plan;

import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A data type, however it was spelled: {@code int8} and {@code bigint} are equal.
 *
 * @param name as {@code format_type} prints it, without modifiers; types of schema {@code public}
 *     without the schema
 * @param modifiers such as 10 and 2 of {@code numeric(10,2)}
 * @param array whether it is an array; the number of dimensions means nothing to PostgreSQL
 */
public record TypeName(String name, List<String> modifiers, boolean array) {
  /** The manual's table of data types (chapter 8), and the pseudo-types that make a sequence. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("int", "integer"),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("serial", "integer"),
          Map.entry("serial2", "smallint"),
          Map.entry("serial4", "integer"),
          Map.entry("serial8", "bigint"),
          Map.entry("smallserial", "smallint"),
          Map.entry("bigserial", "bigint"),
          Map.entry("bool", "boolean"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("decimal", "numeric"),
          Map.entry("dec", "numeric"),
          Map.entry("varchar", "character varying"),
          Map.entry("char varying", "character varying"),
          Map.entry("char", "character"),
          Map.entry("bpchar", "character"),
          Map.entry("varbit", "bit varying"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timestamptz", "timestamp with time zone"),
          Map.entry("time", "time without time zone"),
          Map.entry("timetz", "time with time zone"));

  private static final int SINGLE_PRECISION = 24;

  public TypeName {
    modifiers = List.copyOf(modifiers);
  }

  /** Reads a type as it is written in SQL; never fails. */
  public static TypeName of(String text) {
    List<Token> tokens = SqlTokens.significant(text);
    StringBuilder name = new StringBuilder();
    List<String> modifiers = new ArrayList<>();
    boolean array = false;
    int depth = 0;
    for (Token token : tokens) {
      if (token.is("(")) {
        depth++;
      } else if (token.is(")")) {
        depth--;
      } else if (token.is("[") || token.isWord("array")) {
        array = true;
      } else if (depth > 0 && !token.is(",")) {
        boolean negative = !modifiers.isEmpty() && modifiers.getLast().equals("-");
        modifiers.add((negative ? modifiers.removeLast() : "") + token.text());
      } else if (depth == 0 && (token.isName() || token.is("."))) {
        append(name, token);
      }
    }
    return canonical(name.toString(), modifiers, array);
  }

  private static void append(StringBuilder name, Token token) {
    boolean joined = name.isEmpty() || token.is(".") || name.charAt(name.length() - 1) == '.';
    name.append(joined ? "" : " ")
        .append(
            token.kind() == Token.Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : token.text());
  }

  private static TypeName canonical(String written, List<String> modifiers, boolean array) {
    String plain = written.replaceFirst("^(pg_catalog|public)\\.", "");
    if (plain.equals("float")) {
      boolean single =
          !modifiers.isEmpty()
              && modifiers.getFirst().matches("\\d{1,2}")
              && Integer.parseInt(modifiers.getFirst()) <= SINGLE_PRECISION;
      return new TypeName(single ? "real" : "double precision", List.of(), array);
    }
    String name = ALIASES.getOrDefault(plain, plain);
    boolean single = name.equals("bit") || (name.equals("character") && !plain.equals("bpchar"));
    if (modifiers.isEmpty() && single) {
      return new TypeName(name, List.of("1"), array);
    }
    if (modifiers.size() == 1 && name.equals("numeric")) {
      return new TypeName(name, List.of(modifiers.getFirst(), "0"), array);
    }
    return new TypeName(name, modifiers, array);
  }
}
