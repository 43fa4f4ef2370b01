package dev.ripcord.validate;

import dev.ripcord.migration.Check;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL checks of the migration are asked. */
final class BusinessProcesses implements Item {
  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "Check all critical business processes are functioning";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    int asked = 0;
    for (Check check : scene.subject().watched().checks()) {
      if (check instanceof Check.Sql sql) {
        asked++;
        ask(scene, notes, sql);
      }
    }
    if (asked == 0) {
      notes.open("the migration has no SQL checks: try what the business lives on");
    }
  }

  private record Answer(@Nullable String value) {}

  private static void ask(Scene scene, Notes notes, Check.Sql check) {
    Optional<Answer> answer =
        scene.asked(notes, check.title(), in -> new Answer(in.scalar(check.query())));
    if (answer.isEmpty()) {
      return;
    }
    String said = String.valueOf(answer.get().value());
    notes.saw(check.title() + ": " + said, check.expected(), check.query());
    if (!check.expected().equals(answer.get().value())) {
      notes.failed(check.title() + ": it is " + said + ", expected " + check.expected());
    }
  }
}
