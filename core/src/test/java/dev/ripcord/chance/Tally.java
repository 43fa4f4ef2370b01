package dev.ripcord.chance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of many seeds. */
final class Tally {
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Integer> provenKinds = new TreeMap<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final Map<String, Integer> unfilled = new TreeMap<>();
  private final List<String> failed = new ArrayList<>();
  private int seeds;
  private int proven;

  /** Judges one; what goes wrong in an unexpected way is a defect like any other. */
  void add(long seed, Path folder, Judge judge) {
    Chance chance = new Chance(seed, folder);
    Outcome outcome;
    try {
      outcome = judge.of(chance);
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed("exception: " + e);
    }
    seeds++;
    chance.kinds().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
    switch (outcome) {
      case Outcome.Proven it -> {
        proven++;
        chance.kinds().forEach(kind -> provenKinds.merge(kind, 1, Integer::sum));
      }
      case Outcome.Refused it -> refused.merge(general(it.reason()), 1, Integer::sum);
      case Outcome.Unfilled it -> unfilled.merge(general(it.reason()), 1, Integer::sum);
      case Outcome.Failed it ->
          failed.add("seed " + seed + " " + chance.kinds() + ": " + shortened(it.what()));
    }
  }

  /** How one seed is judged. */
  interface Judge {
    Outcome of(Chance chance);
  }

  /** Reasons without the names in them, so that the same reason counts as one. */
  private static String general(String reason) {
    String first = reason.lines().findFirst().orElse("");
    return first
        .replaceAll("\"(?:[^\"]|\"\")*\"", "…")
        .replaceAll("'[^']*'", "…")
        .replaceAll("\\b(public\\.)?(plain)(_\\d+)?\\b", "…")
        .replaceAll("\\b(table|column|view|index|policy|constraint|key|of) [^ ,:]+", "$1 …")
        .replaceAll("\\bpublic\\.\\S*[^ ,:]", "…")
        .replaceAll("(…[.\\s]*)+…", "…");
  }

  private static String shortened(String text) {
    return text.length() <= 1_500 ? text : text.substring(0, 1_500) + " …";
  }

  List<String> failed() {
    return failed;
  }

  int proven() {
    return proven;
  }

  String markdown(long first, Duration took) {
    StringBuilder text = new StringBuilder("# Migrations by chance\n\n");
    text.append(
        "Written by `ChanceLongRun` (see [CONTRIBUTING.md](../CONTRIBUTING.md)): each seed makes a"
            + " schema, rows and a migration.\n\n");
    text.append("| seeds | proven | refused | no rows made | failed | minutes |\n");
    text.append("|---|---|---|---|---|---|\n");
    text.append(
        "| %d to %d | %d | %d | %d | %d | %d |\n"
            .formatted(
                first,
                first + seeds - 1,
                proven,
                sum(refused),
                sum(unfilled),
                failed.size(),
                took.toMinutes()));
    text.append("\n| kind | migrations with it | proven |\n|---|---|---|\n");
    kinds.forEach(
        (kind, count) ->
            text.append(
                "| %s | %d | %d |\n".formatted(kind, count, provenKinds.getOrDefault(kind, 0))));
    table(text, "refused because", refused);
    table(text, "no rows because", unfilled);
    if (!failed.isEmpty()) {
      text.append("\n## Failed\n\n");
      failed.forEach(each -> text.append("- ").append(each.replace("\n", " ")).append("\n"));
    }
    return text.toString();
  }

  private static void table(StringBuilder text, String title, Map<String, Integer> counts) {
    if (counts.isEmpty()) {
      return;
    }
    text.append("\n| ").append(title).append(" | seeds |\n|---|---|\n");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            each ->
                text.append(
                    "| %s | %d |\n".formatted(each.getKey().replace("|", "\\|"), each.getValue())));
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
