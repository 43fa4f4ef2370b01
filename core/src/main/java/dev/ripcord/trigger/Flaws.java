package dev.ripcord.trigger;

import dev.ripcord.trigger.ConditionReader.Flaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Collects what is wrong with one text. */
final class Flaws {
  private static final int SHOWN = 40;

  private final List<Flaw> found = new ArrayList<>();

  void add(int offset, String what, String expected) {
    found.add(new Flaw(offset + 1, what, expected));
  }

  void add(Token token, String what, String expected) {
    add(token.getStartIndex(), what, expected);
  }

  void add(ParserRuleContext tree, String what, String expected) {
    add(tree.getStart(), what, expected);
  }

  boolean none() {
    return found.isEmpty();
  }

  /** Once each, and no more than one at a place: the first is the cause. */
  List<Flaw> inOrder() {
    List<Flaw> sorted = new ArrayList<>();
    for (Flaw flaw : found) {
      if (sorted.stream().noneMatch(other -> other.column() == flaw.column())) {
        sorted.add(flaw);
      }
    }
    sorted.sort(Comparator.comparingInt(Flaw::column));
    return List.copyOf(sorted);
  }

  static String shown(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHOWN - 1)) + "…";
  }
}
