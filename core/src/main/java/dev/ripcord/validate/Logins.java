package dev.ripcord.validate;

import java.util.Map;
import java.util.Optional;

/** Roles that could connect at the start still can, as far as the database decides it. */
final class Logins implements Item {
  @Override
  public int number() {
    return 10;
  }

  @Override
  public String title() {
    return "Confirm user authentication and authorization working";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    Optional<Map<String, String>> before =
        scene.subject().start().map(start -> start.of(Start.LOGIN));
    if (before.isEmpty()) {
      notes.open("the journal does not have the roles of the start: try to sign in");
      return;
    }
    Optional<Map<String, String>> now = Start.now(scene, notes, Start.LOGIN);
    if (now.isEmpty()) {
      return;
    }
    int may = 0;
    for (Map.Entry<String, String> role : before.get().entrySet()) {
      if (role.getValue().equals("yes")) {
        may++;
        String is = now.get().getOrDefault(role.getKey(), "no: the role is gone");
        if (!is.equals("yes")) {
          notes.failed("role " + role.getKey() + " could connect, " + is.replace("no:", "and now"));
        }
      }
    }
    notes.saw(
        Words.count(may, "role") + " could connect at the start",
        "each still may",
        "pg_roles and has_database_privilege, compared with the start");
  }
}
