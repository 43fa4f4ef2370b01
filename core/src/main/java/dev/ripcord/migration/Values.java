package dev.ripcord.migration;

import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values of one file. What cannot be read adds a problem and returns nothing. */
record Values(String file, Problems problems) {
  static final String EXPRESSION = "an SQL expression";

  Place place(Node node) {
    return Problems.place(file, node);
  }

  void refuse(Node node, String what, String expected) {
    problems.add(file, node, what, expected);
  }

  /** A scalar as text: {@code 0} and {@code true} too, but neither nothing nor blank. */
  Optional<String> text(Node node, String what, String expected) {
    if (!(node instanceof ScalarNode scalar)) {
      refuse(node, what + " is " + describe(node), expected);
      return Optional.empty();
    }
    if (isNull(node) || scalar.getValue().isBlank()) {
      String hint = expected.equals(EXPRESSION) ? " (\"NULL\" in quotes for null)" : "";
      refuse(node, what + " is empty", expected + hint);
      return Optional.empty();
    }
    return Optional.of(scalar.getValue().strip());
  }

  /** SQL that a statement can be built around: strings end, brackets match, no semicolon. */
  Optional<String> sql(Node node, String what, String expected) {
    Optional<String> text = text(node, what, expected);
    Optional<String> flaw = text.flatMap(Values::flaw);
    flaw.ifPresent(found -> refuse(node, what + " " + found, expected));
    return flaw.isPresent() ? Optional.empty() : text;
  }

  private static Optional<String> flaw(String sql) {
    List<Token> tokens = SqlTokens.of(sql);
    Token open = SqlTokens.unterminated(tokens);
    if (open != null) {
      String kind =
          open.text().startsWith("/*")
              ? "comment"
              : open.text().endsWith("\"") || open.text().startsWith("\"") ? "name" : "string";
      return Optional.of("has a " + kind + " that never ends: " + shortened(open.text()));
    }
    Deque<String> closing = new ArrayDeque<>();
    for (Token token : tokens) {
      if (token.is(";")) {
        return Optional.of("contains a semicolon");
      } else if (token.is("(")) {
        closing.push(")");
      } else if (token.is("[")) {
        closing.push("]");
      } else if ((token.is(")") || token.is("]"))
          && (closing.isEmpty() || !closing.pop().equals(token.text()))) {
        return Optional.of("has a " + token.text() + " that nothing opened");
      }
    }
    if (!closing.isEmpty()) {
      return Optional.of("lacks a closing " + closing.peek());
    }
    return tokens.stream().noneMatch(Token::significant)
        ? Optional.of("is only a comment")
        : Optional.empty();
  }

  Optional<Identifier> name(Node node, String what) {
    return parsed(node, what, "a name such as user_id or \"Odd Name\"", Identifier::parse);
  }

  /** A text read by something that throws IllegalArgumentException with words for people. */
  <T> Optional<T> parsed(Node node, String what, String expected, Function<String, T> parser) {
    Optional<String> text = text(node, what, expected);
    try {
      return text.map(parser);
    } catch (IllegalArgumentException e) {
      refuse(node, what + " is " + e.getMessage(), expected);
      return Optional.empty();
    }
  }

  Optional<Boolean> flag(Node node, String what) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.valueOf(scalar.getValue()));
    }
    refuse(node, what + " is " + describe(node), "true or false");
    return Optional.empty();
  }

  Optional<Integer> number(Node node, String what, int least, int most) {
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(scalar.getValue());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    refuse(node, what + " is " + describe(node), "a whole number from " + least + " to " + most);
    return Optional.empty();
  }

  <T> Optional<T> choice(Node node, String what, List<T> choices, Function<T, String> word) {
    List<String> words = choices.stream().map(word).toList();
    String expected = words.stream().collect(joining(", ", "one of ", ""));
    Optional<String> text = text(node, what, expected);
    Optional<T> chosen =
        text.flatMap(
            found -> choices.stream().filter(one -> word.apply(one).equals(found)).findFirst());
    if (text.isPresent() && chosen.isEmpty()) {
      refuse(node, what + " is " + text.get() + Suggestions.phrase(text.get(), words), expected);
    }
    return chosen;
  }

  /** The items of a list that has at least one. */
  List<Node> items(Node node, String what) {
    if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue();
    }
    refuse(node, what + " is " + describe(node), "a list with at least one item");
    return List.of();
  }

  /** A mapping of columns to expressions, with at least one. */
  Map<Identifier, String> expressions(Node node, String what) {
    return columns(
        node,
        what,
        (key, value) -> sql(value, what + " of " + key, EXPRESSION),
        "column: expression");
  }

  /** A mapping of columns to whatever is read for each, with at least one. */
  <T> Map<Identifier, T> columns(
      Node node, String what, BiFunction<String, Node, Optional<T>> read, String expected) {
    Mapping in = Mapping.open(this, node, what);
    Map<Identifier, T> found = new LinkedHashMap<>();
    in.nodes()
        .forEach(
            (key, value) -> {
              Optional<Identifier> column = name(in.keyNode(key), "the key");
              Optional<T> one = read.apply(key, value);
              if (column.isPresent()
                  && one.isPresent()
                  && found.putIfAbsent(column.get(), one.get()) != null) {
                refuse(
                    in.keyNode(key),
                    "the column " + column.get() + " stands here again",
                    "it once");
              }
            });
    if (found.isEmpty() && !in.broken()) {
      refuse(node, what + " is empty", expected);
    }
    return found;
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** What a node is, for the sentence "x is …". */
  static String describe(Node node) {
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().isEmpty() ? "an empty list" : "a list";
    }
    if (node instanceof ScalarNode scalar && !isNull(node) && !scalar.getValue().isBlank()) {
      return shortened(scalar.getValue());
    }
    return "empty";
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= 60
        ? line
        : line.substring(0, line.offsetByCodePoints(0, 57)) + "…";
  }
}
