package dev.ripcord.cli;

import static java.util.stream.Collectors.joining;

import dev.ripcord.cli.Table.Cell;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A plan for people. */
final class PlanText {
  private static final int TITLE_WIDTH = 46;
  private static final int NOTE_WIDTH = 92;
  private static final int BRIEF_HASH = 12;

  private final Paint paint;

  PlanText(Paint paint) {
    this.paint = paint;
  }

  String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    text.append(paint.bold("Plan of " + plan.migration().name()))
        .append("  ")
        .append(Words.count(plan.steps().size(), "step"))
        .append(", plan hash ")
        .append(plan.hash(), 0, BRIEF_HASH)
        .append(", PostgreSQL ")
        .append(plan.before().serverVersion() / 10_000)
        .append("\n");
    if (plan.nothingToDo()) {
      return text.append("\nNothing to do: every change is there already\n").toString();
    }
    for (Plan.PhasePlan phase : plan.phases()) {
      text.append('\n').append(paint.bold(phase.phase().name())).append('\n');
      text.append(phase.steps().isEmpty() ? "  nothing to do\n" : steps(phase.steps()));
    }
    text.append('\n').append(summary(plan));
    return text.toString();
  }

  private String steps(List<Step> steps) {
    Table table = new Table("  ");
    table.row(head("STEP"), head("WHAT"), head("LOCKS"), head("WAY BACK"), head("RISK"));
    for (Step step : steps) {
      table.row(
          Cell.of(step.id()),
          new Cell(Table.wrap(step.title(), TITLE_WIDTH), UnaryOperator.identity()),
          new Cell(locks(step.locks()), UnaryOperator.identity()),
          new Cell(List.of(step.reversibility().level().word()), colour(step.reversibility())),
          new Cell(List.of(step.risk().name()), colour(step.risk())));
    }
    return table.text() + notes(steps);
  }

  private Cell head(String title) {
    return new Cell(List.of(title), paint::faint);
  }

  private static List<String> locks(List<TableLock> locks) {
    return locks.isEmpty()
        ? List.of("none")
        : locks.stream().map(lock -> lock.table() + " " + lock.mode().words()).toList();
  }

  private String notes(List<Step> steps) {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      for (Hazard hazard : step.hazards()) {
        lines.addAll(note(paint.warning("! "), step.id() + " " + hazard.code(), hazard.message()));
      }
      if (step.reversibility().level() != Reversibility.Level.EXACT) {
        lines.addAll(
            note(
                paint.warning("↩ "),
                step.id() + " " + step.reversibility().level().word(),
                step.reversibility().what()));
      }
    }
    return lines.stream().map(line -> line + "\n").collect(joining());
  }

  private static List<String> note(String mark, String subject, String message) {
    List<String> wrapped = Table.wrap(subject + ": " + message, NOTE_WIDTH);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add("  " + (i == 0 ? mark : "  ") + wrapped.get(i));
    }
    return lines;
  }

  private String summary(Plan plan) {
    Reversibility.Level worst =
        plan.steps().stream()
            .map(step -> step.reversibility().level())
            .max(Reversibility.Level::compareTo)
            .orElse(Reversibility.Level.EXACT);
    StringBuilder text = new StringBuilder("The way back: " + worst.word() + "\n");
    if (!plan.migration().readiness().isEmpty()) {
      text.append("Not ready for a live run:\n");
      plan.migration().readiness().forEach(item -> text.append("  - ").append(item).append('\n'));
    }
    return text.toString();
  }

  private UnaryOperator<String> colour(Reversibility reversibility) {
    return switch (reversibility.level()) {
      case EXACT, EXACT_EXCEPT_COLUMN_ORDER -> paint::good;
      case LOSSY -> paint::warning;
      case IRREVERSIBLE -> paint::bad;
    };
  }

  private UnaryOperator<String> colour(Risk risk) {
    return switch (risk) {
      case LOW -> UnaryOperator.identity();
      case MEDIUM -> paint::warning;
      case HIGH, CRITICAL -> paint::bad;
    };
  }
}
