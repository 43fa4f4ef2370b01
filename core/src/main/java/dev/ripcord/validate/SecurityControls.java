package dev.ripcord.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Owners, grants, row security, default privileges and the powers of roles, as at the start. */
final class SecurityControls implements Item {
  @Override
  public int number() {
    return 7;
  }

  @Override
  public String title() {
    return "Validate security controls are functioning properly";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    Differences.judge(scene, notes, "owners, grants and row security", Differences::isControl);
    Optional<Map<String, String>> before =
        scene.subject().start().map(start -> start.of(Start.POWERS));
    if (before.isEmpty()) {
      notes.open("the journal does not have the roles of the start");
      return;
    }
    Optional<Map<String, String>> now = Start.now(scene, notes, Start.POWERS);
    if (now.isEmpty()) {
      return;
    }
    List<String> changed = new ArrayList<>();
    before
        .get()
        .forEach(
            (role, powers) -> {
              String is = now.get().getOrDefault(role, "gone");
              if (!is.equals(powers)) {
                changed.add("role " + role + " was: " + powers + ", is: " + is);
              }
            });
    notes.saw(
        changed.isEmpty()
            ? Words.count(before.get().size(), "role") + " as at the start"
            : Words.some(changed),
        "no role gained or lost a power",
        "pg_roles and pg_auth_members, compared with the start");
    if (!changed.isEmpty()) {
      notes.failed(Words.some(changed));
    }
  }
}
