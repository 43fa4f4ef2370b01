package dev.ripcord.validate;

import dev.ripcord.schema.ObjectDifference;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The part of what differs from the start that one item is about. */
final class Differences {
  private static final String SOURCE = "the catalogue, compared with the fingerprint of the start";

  private Differences() {}

  /** The properties that tell who may do what. */
  private static final Set<String> CONTROLS =
      Set.of("owner", "grants", "row security", "row security forced");

  private static final Set<String> CONTROLLING =
      Set.of("policy", "default privileges", "system grants", "security label");

  private static final Set<String> LEADING =
      Set.of(
          "publication",
          "publication table",
          "publication schema",
          "subscription",
          "subscription connection",
          "foreign data wrapper",
          "server",
          "user mapping",
          "foreign table",
          "event trigger");

  static boolean isControl(ObjectDifference difference) {
    return CONTROLLING.contains(difference.object().kind())
        || (difference instanceof ObjectDifference.Changed changed
            && CONTROLS.contains(changed.property()));
  }

  static boolean isIntegration(ObjectDifference difference) {
    return LEADING.contains(difference.object().kind());
  }

  static boolean leads(String kind) {
    return LEADING.contains(kind);
  }

  /** Judges those; what a person has accepted is for a person to sign off. */
  static void judge(Scene scene, Notes notes, String what, Predicate<ObjectDifference> which) {
    List<String> found =
        scene.differences().stream().filter(which).map(ObjectDifference::toString).toList();
    notes.saw(
        found.isEmpty() ? what + " as at the start" : Words.some(found), "no difference", SOURCE);
    if (!found.isEmpty()) {
      scene
          .subject()
          .accepted()
          .ifPresentOrElse(
              why -> notes.open("differences were accepted: " + why + ": " + Words.some(found)),
              () -> notes.failed(Words.some(found)));
    }
  }
}
