package dev.ripcord.cli;

import dev.ripcord.aftermath.State;
import dev.ripcord.aftermath.Task;
import dev.ripcord.aftermath.TaskList;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What follows a rollback, for a person who has no time. */
final class AftermathText {
  private static final int WIDTH = 92;
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Paint paint;

  AftermathText(Paint paint) {
    this.paint = paint;
  }

  String of(TaskList list) {
    StringBuilder text = new StringBuilder();
    text.append(paint.bold(list.run()))
        .append("\n  rolled back at ")
        .append(at(list.rolledBackAt()))
        .append(" UTC by ")
        .append(list.why())
        .append("\n  journal: ")
        .append(list.journal())
        .append("\n\n");
    Table table = new Table("");
    for (Task task : list.tasks()) {
      List<String> lines = new ArrayList<>(List.of(task.text()));
      lines.addAll(Table.wrap(words(task.state()), WIDTH));
      if (!task.done()) {
        for (String fact : task.facts()) {
          List<String> wrapped = Table.wrap(fact, WIDTH - 2);
          lines.add("- " + wrapped.getFirst());
          wrapped.subList(1, wrapped.size()).forEach(line -> lines.add("  " + line));
        }
      }
      table.row(
          Table.Cell.of(String.format(Locale.ROOT, "%2d", task.number())),
          new Table.Cell(List.of(mark(task)), mark -> paint(task, mark)),
          new Table.Cell(lines, line -> line));
    }
    text.append(table.text()).append('\n');
    long late = list.tasks().stream().filter(Task::overdue).count();
    text.append(
        list.open() == 0
            ? "All procedures are done.\n"
            : Words.of(list.open())
                + " of "
                + list.tasks().size()
                + " procedures are open"
                + (late == 0 ? "" : ", " + Words.of(late) + " overdue")
                + ".\n");
    if (!list.newlyAssigned().isEmpty()) {
      text.append("Assigned now, as the migration file says: ")
          .append(String.join(", ", list.newlyAssigned().stream().map(String::valueOf).toList()))
          .append(".\n");
    }
    return text.toString();
  }

  private static String mark(Task task) {
    return switch (task.state()) {
      case State.Done it -> "done";
      case State.UnderWay it -> it.overdue() ? "OVERDUE" : "under way";
      case State.Assigned it -> it.overdue() ? "OVERDUE" : "assigned";
      case State.Unassigned it -> it.overdue() ? "OVERDUE" : "UNASSIGNED";
    };
  }

  private String paint(Task task, String mark) {
    return task.done()
        ? paint.good(mark)
        : task.overdue() || task.state() instanceof State.Unassigned
            ? paint.bad(mark)
            : paint.warning(mark);
  }

  private static String words(State state) {
    return switch (state) {
      case State.Done it -> "by " + it.by() + " at " + at(it.at()) + " UTC: " + it.evidence();
      case State.UnderWay it -> it.missing() + "; due " + it.due();
      case State.Assigned it -> it.who() + ", due " + it.due();
      case State.Unassigned it ->
          it.why() + "; due " + it.due() + ": --assign gives it to somebody";
    };
  }

  private static String at(Instant at) {
    return AT.format(at);
  }
}
