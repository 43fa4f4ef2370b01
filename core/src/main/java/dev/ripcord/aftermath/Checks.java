package dev.ripcord.aftermath;

import dev.ripcord.journal.Entry;
import dev.ripcord.validate.Finding;
import dev.ripcord.validate.SignOff;
import dev.ripcord.validate.Validation;
import dev.ripcord.validate.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The validations after the rollback, in words.
 *
 * @param items the newest finding of each, by number
 */
record Checks(List<Item> items) {
  Checks {
    items = List.copyOf(items);
  }

  /**
   * One of the checklist.
   *
   * @param verdict {@code passed}, {@code failed} or {@code open}
   * @param why in words; empty where it passed
   * @param signed by whom; absent if by nobody
   */
  record Item(int number, String title, String verdict, String why, Optional<String> signed) {
    boolean settled() {
      return verdict.equals("passed") || signed.isPresent();
    }
  }

  static Checks of(List<Entry> entries) {
    Validation validation = Validation.of(entries);
    return new Checks(
        validation.findings().stream()
            .map(finding -> item(finding, validation.signOff(finding.number())))
            .toList());
  }

  private static Item item(Finding finding, Optional<SignOff> signed) {
    Optional<String> by = signed.map(Checks::words);
    return switch (finding.verdict()) {
      case Verdict.Passed it -> new Item(finding.number(), finding.title(), "passed", "", by);
      case Verdict.Failed it -> new Item(finding.number(), finding.title(), "failed", it.why(), by);
      case Verdict.Open it -> new Item(finding.number(), finding.title(), "open", it.why(), by);
    };
  }

  private static String words(SignOff signed) {
    return signed.who()
        + " at "
        + signed.at()
        + (signed.note().isEmpty() ? "" : ": " + signed.note())
        + signed.accepting().map(why -> ", accepted: " + why).orElse("");
  }

  /** What an entry of kind VALIDATION or SIGNED_OFF says, in one line. */
  static String line(Entry entry) {
    Validation one = Validation.of(List.of(entry));
    return one.findings().stream()
        .map(finding -> item(finding, Optional.empty()))
        .map(
            item ->
                item.title()
                    + ": "
                    + item.verdict()
                    + (item.why().isEmpty() ? "" : ": " + item.why()))
        .findFirst()
        .or(() -> one.signOffs().stream().map(it -> "signed off by " + words(it)).findFirst())
        .orElse("");
  }

  /** In one line. */
  String words() {
    if (items.isEmpty()) {
      return "No check of the post-rollback checklist has been made: ripcord validate makes them.";
    }
    long passed = items.stream().filter(item -> item.verdict().equals("passed")).count();
    List<String> left =
        items.stream()
            .filter(item -> !item.settled())
            .map(item -> item.number() + " (" + item.verdict() + ")")
            .toList();
    return "Of "
        + items.size()
        + " checks of the post-rollback checklist "
        + passed
        + " passed; "
        + (left.isEmpty()
            ? "the others are signed off."
            : "neither passed nor signed off: " + String.join(", ", left) + ".");
  }
}
