package dev.ripcord.validate;

import dev.ripcord.schema.SchemaFingerprint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every foreign key from and to the affected tables is looked through again: the server trusts what
 * it validated once, and rows that came while triggers were off are not seen by it.
 */
final class ReferentialIntegrity implements Item {
  @Override
  public int number() {
    return 12;
  }

  @Override
  public String title() {
    return "Confirm referential integrity constraints";
  }

  /**
   * @param skipped whether equality does not tell who the parent is, or nobody enforces it
   * @param disabled tables whose triggers of it are off; null if none
   */
  private record Key(
      String name, boolean validated, boolean skipped, String query, @Nullable String disabled) {}

  @Override
  public void look(Scene scene, Notes notes) {
    String sql = scene.sql("foreign-keys");
    List<Key> keys =
        scene
            .rows(
                notes,
                "foreign keys",
                sql,
                row ->
                    new Key(
                        row.text("name"),
                        row.flag("validated"),
                        row.flag("skipped"),
                        row.text("query"),
                        row.textOrNull("disabled")))
            .orElse(List.of());
    notes.saw(Words.count(keys.size(), "foreign key"), "each is looked through", sql);
    keys.forEach(key -> look(scene, notes, key));
    triggers(scene, notes);
  }

  private static void look(Scene scene, Notes notes, Key key) {
    Map<String, String> before =
        scene
            .subject()
            .before()
            .objects()
            .getOrDefault(new SchemaFingerprint.ObjectId("constraint", key.name()), Map.of());
    boolean neverValidated = "false".equals(before.get("validated"));
    if (!key.validated()) {
      judge(
          notes,
          neverValidated,
          key.name() + " is NOT VALID: rows of before it were never looked at");
    }
    if (key.disabled() != null) {
      judge(
          notes,
          before.containsKey("triggers"),
          key.name() + " is not enforced: its triggers are disabled on " + key.disabled());
    }
    if (key.skipped()) {
      notes.open(key.name() + " is a key over periods, or not enforced: nobody looked it through");
      return;
    }
    scene
        .rows(notes, key.name(), key.query(), row -> row.number("orphans"))
        .ifPresent(
            found -> {
              long orphans = found.getFirst();
              notes.saw(
                  key.name() + ": " + Words.count(orphans, "row") + " without a parent",
                  "0",
                  key.query());
              if (orphans > 0) {
                judge(
                    notes,
                    neverValidated,
                    key.name() + " has " + Words.count(orphans, "row") + " without a parent");
              }
            });
  }

  /** What was so before the run is not of the run, but somebody should know. */
  private static void judge(Notes notes, boolean already, String what) {
    if (already) {
      notes.open(what + ", as before the run");
    } else {
      notes.failed(what);
    }
  }

  private static void triggers(Scene scene, Notes notes) {
    String sql = scene.sql("triggers-disabled");
    scene
        .rows(notes, "disabled triggers", sql, row -> row.text("name"))
        .ifPresent(
            found -> {
              List<String> fresh =
                  found.stream().filter(name -> !wasDisabled(scene.subject(), name)).toList();
              notes.saw(
                  Words.count(fresh.size(), "trigger") + " disabled since the start", "0", sql);
              if (!fresh.isEmpty()) {
                notes.failed("triggers are disabled: " + Words.some(fresh));
              }
            });
  }

  private static boolean wasDisabled(Subject subject, String name) {
    return "no"
        .equals(
            subject
                .before()
                .objects()
                .getOrDefault(new SchemaFingerprint.ObjectId("trigger", name), Map.of())
                .get("enabled"));
  }
}
