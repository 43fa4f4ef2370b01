package dev.ripcord.chaos;

import dev.ripcord.migration.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What came of many seeds. */
final class ChaosTally {
  private record Row(Draw draw, Outcome outcome) {}

  private final List<Row> rows = new ArrayList<>();

  void add(Draw draw, Outcome outcome) {
    rows.add(new Row(draw, outcome));
  }

  List<String> failed() {
    return rows.stream()
        .filter(row -> row.outcome() instanceof Outcome.Failed)
        .map(row -> row.draw() + "\n" + ((Outcome.Failed) row.outcome()).what())
        .toList();
  }

  String markdown(String serverVersion, Duration took) {
    StringBuilder text = new StringBuilder("# Runs with trouble\n\n");
    text.append(
        "Written by `ChaosLongRun` (see [CONTRIBUTING.md](../CONTRIBUTING.md)). Each seed brings a"
            + " migration on a live database\nto a phase, under clients of both shapes, and then"
            + " runs the real command line through that phase or back from its end\nwhile"
            + " something happens to it at a moment that the seed chooses; one in three meets"
            + " trouble again in the command after\nthat. Then `ripcord resume` or `ripcord"
            + " rollback` until it is at an end. *After* means: the schema is exactly that of an"
            + "\nundisturbed run, and once it is rolled back everything is exactly as before."
            + " *Before* means: schema and rows are exactly\nthose of a control database that got"
            + " every acknowledged write and no migration, values that only the new shape can hold"
            + "\nare kept, the journal is exported, and nothing of ripcord is left.\n\n");
    text.append("| seeds | PostgreSQL | exactly after | exactly before | failed | minutes |\n");
    text.append("|---|---|---|---|---|---|\n");
    text.append(
        "| %d to %d | %s | %d | %d | %d | %d |\n\n"
            .formatted(
                rows.getFirst().draw().seed(),
                rows.getLast().draw().seed(),
                serverVersion,
                count(row -> row.outcome() instanceof Outcome.After),
                count(row -> row.outcome() instanceof Outcome.Before),
                count(row -> row.outcome() instanceof Outcome.Failed),
                took.toMinutes()));
    troubles(text);
    migrations(text);
    return text.append(failures()).toString();
  }

  private void troubles(StringBuilder text) {
    text.append(
        "Troubles that met a command, by the phase that they met it in. A trouble whose moment"
            + " comes after the command's end meets\nnothing; those seeds are in the last"
            + " column.\n\n| first trouble |");
    for (Phase phase : Phase.values()) {
      text.append(" forward ").append(phase.word()).append(" |");
    }
    for (Phase phase : Phase.values()) {
      if (phase != Phase.PREPARATION) {
        text.append(" back from ").append(phase.word()).append(" |");
      }
    }
    text.append(" after | before | failed | met nothing |\n|---|");
    text.append("---|".repeat(Phase.values().length * 2 + 3)).append("\n");
    for (Trouble.Kind kind : Trouble.Kind.values()) {
      Predicate<Row> of = row -> row.draw().troubles().getFirst().kind() == kind;
      Predicate<Row> met = of.and(row -> row.outcome().met() > 0);
      text.append("| ").append(kind.words()).append(" |");
      for (Phase phase : Phase.values()) {
        text.append(cell(met, true, phase));
      }
      for (Phase phase : Phase.values()) {
        if (phase != Phase.PREPARATION) {
          text.append(cell(met, false, phase));
        }
      }
      text.append(" ").append(count(met.and(row -> row.outcome() instanceof Outcome.After)));
      text.append(" | ").append(count(met.and(row -> row.outcome() instanceof Outcome.Before)));
      text.append(" | ").append(count(met.and(row -> row.outcome() instanceof Outcome.Failed)));
      text.append(" | ").append(count(of.and(met.negate()))).append(" |\n");
    }
    text.append("\nSeeds that met trouble twice: ")
        .append(count(row -> row.outcome().met() > 1))
        .append(". Commands until the end: ");
    Map<Integer, Integer> commands = new TreeMap<>();
    rows.forEach(row -> commands.merge(row.outcome().commands(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    commands.forEach((many, seeds) -> words.add(many + " for " + seeds));
    text.append(String.join(", ", words)).append(" seeds.\n");
  }

  private String cell(Predicate<Row> of, boolean forward, Phase phase) {
    return " "
        + count(of.and(row -> row.draw().forward() == forward && row.draw().phase() == phase))
        + " |";
  }

  private void migrations(StringBuilder text) {
    Map<String, Integer> seeds = new TreeMap<>();
    rows.forEach(row -> seeds.merge(row.draw().example(), 1, Integer::sum));
    text.append("\n| migration | seeds |\n|---|---|\n");
    seeds.forEach(
        (example, many) ->
            text.append("| [%s](../examples/%s) | %d |\n".formatted(example, example, many)));
  }

  private String failures() {
    StringBuilder text = new StringBuilder();
    List<String> failed = failed();
    if (!failed.isEmpty()) {
      text.append("\n## Failed\n\n");
      failed.forEach(
          each -> text.append("- ").append(each.lines().findFirst().orElse("")).append("\n"));
    }
    return text.toString();
  }

  private long count(Predicate<Row> which) {
    return rows.stream().filter(which).count();
  }
}
