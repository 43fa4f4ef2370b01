package dev.ripcord.wayback;

import dev.ripcord.execute.Progress;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.plan.Look;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Goes the way back in thought, and asks at each unit what that unit will ask. */
final class Survey {
  private static final int MOST_EXAMPLES = 10;

  private final Foreseen foreseen;
  private final Progress progress;
  private final Counting counting;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Obstacle> obstacles = new ArrayList<>();

  Survey(Foreseen foreseen, Progress progress, Counting counting) {
    this.foreseen = foreseen;
    this.progress = progress;
    this.counting = counting;
  }

  Foreseen foreseen() {
    return foreseen;
  }

  List<Finding> findings() {
    return findings;
  }

  List<Obstacle> obstacles() {
    return obstacles;
  }

  void pass(Step step) {
    for (int unit = 1; unit <= step.back().size(); unit++) {
      if (!progress.undone(step, unit)) {
        pass(step, unit);
      }
    }
  }

  private void pass(Step step, int unit) {
    Action action = step.back().get(unit - 1);
    List<Look> looks = step.looks().stream().filter(look -> look.unit() == unit).toList();
    for (Look look : looks) {
      findings.add(finding(step, look));
    }
    if (action instanceof Action.Verify verify) {
      verify.criteria().stream()
          .filter(each -> looks.stream().noneMatch(look -> covers(look, each)))
          .filter(each -> !asksCatalogue(each))
          .forEach(this::check);
    }
    foreseen.pass(action);
    step.restored().stream().filter(each -> each.unit() == unit).forEach(foreseen::restore);
  }

  /** What the catalogue will say by then follows from the units before, which make it so. */
  private static boolean asksCatalogue(Criterion criterion) {
    return criterion.query().contains("to_regclass(");
  }

  private static boolean covers(Look look, Criterion criterion) {
    return criterion.query().contains(look.condition());
  }

  private Finding finding(Step step, Look look) {
    if (foreseen.now(look.table()).isEmpty()) {
      Count gone = new Count.Unknown("table " + look.table() + " is gone");
      return new Finding(step.id(), look, gone, List.of());
    }
    String from = "FROM " + look.table().quoted() + " AS t WHERE (" + look.condition() + ")";
    Count rows = counting.count(foreseen.nowadays(from));
    if (rows.none()) {
      return new Finding(step.id(), look, rows, List.of());
    }
    try {
      List<String> examples =
          counting.ask(
              foreseen.nowadays(
                  "SELECT " + look.example() + " " + from + " LIMIT " + MOST_EXAMPLES),
              row -> row.text(1));
      boolean full = examples.size() == MOST_EXAMPLES;
      Count seen = rows instanceof Count.Unknown && full ? new Count.AtLeast(MOST_EXAMPLES) : rows;
      return new Finding(step.id(), look, seen, examples);
    } catch (DatabaseException e) {
      Count known = rows instanceof Count.Exactly ? rows : new Count.Unknown(counting.reason(e));
      return new Finding(step.id(), look, known, List.of());
    }
  }

  /** What the way back verifies before it goes on holds now or it does not. */
  private void check(Criterion criterion) {
    try {
      List<String> answer =
          counting.ask(
              foreseen.nowadays(criterion.query()),
              row -> Objects.requireNonNullElse(row.textOrNull(1), ""));
      if (!answer.equals(List.of(criterion.expected()))) {
        obstacles.add(new Obstacle(Obstacle.Kind.UNFIT, "it does not hold: " + criterion.title()));
      }
    } catch (DatabaseException e) {
      String reason = counting.reason(e);
      // what takes too long to look at now is no obstacle: the way back takes its time for it
      if (!counting.ranOutOfTime(e)) {
        obstacles.add(new Obstacle(Obstacle.Kind.UNFIT, criterion.title() + ": " + reason));
      }
    }
  }
}
