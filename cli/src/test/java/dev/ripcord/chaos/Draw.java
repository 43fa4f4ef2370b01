package dev.ripcord.chaos;

import dev.ripcord.migration.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What one seed does: a migration that is brought to a phase, trouble on the way through that phase
 * or back from it, and what people do then.
 *
 * @param example the folder of a migration
 * @param forward whether the first trouble meets a run forward through the phase, or a rollback
 *     from its end
 * @param takenBack whether a run forward is taken back after the trouble, or goes on
 * @param troubles one for each command, from the first on
 */
record Draw(
    long seed,
    String example,
    boolean forward,
    Phase phase,
    boolean takenBack,
    List<Trouble> troubles) {
  /** What is drawn more often stands here more often. */
  private static final List<String> EXAMPLES =
      List.of(
          "user-management",
          "user-management",
          "user-management",
          "user-management",
          "changes/add-unique",
          "changes/backfill",
          "changes/backfill-without-key",
          "changes/change-primary-key",
          "changes/change-type",
          "changes/create-index",
          "changes/drop-column",
          "changes/drop-table",
          "changes/move-columns",
          "changes/rename-table",
          "changes/replace-enum",
          "changes/set-not-null",
          "changes/transform");

  private static final int LONGEST_MILLIS = 30;

  Draw {
    troubles = List.copyOf(troubles);
  }

  /**
   * @param phases those of a migration that have steps
   */
  static Draw of(long seed, Function<String, List<Phase>> phases) {
    // the first numbers of neighbouring seeds are much alike
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    String example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
    boolean forward = random.nextBoolean();
    List<Phase> any =
        phases.apply(example).stream()
            .filter(phase -> forward || phase != Phase.PREPARATION)
            .toList();
    Phase phase = any.get(random.nextInt(any.size()));
    boolean takenBack = forward && random.nextBoolean();
    List<Trouble> troubles = new ArrayList<>();
    troubles.add(trouble(random));
    if (random.nextInt(3) == 0) {
      troubles.add(trouble(random));
    }
    return new Draw(seed, example, forward, phase, takenBack, troubles);
  }

  private static Trouble trouble(Random random) {
    Trouble.Kind[] kinds = Trouble.Kind.values();
    Trouble.Kind kind = kinds[random.nextInt(kinds.length)];
    int most = kind.atCommit() ? 10 * LONGEST_MILLIS : LONGEST_MILLIS;
    // as often none at all: the very moment, or a server that notices at once
    int millis = random.nextBoolean() ? 0 : random.nextInt(most);
    return new Trouble(kind, random.nextDouble(), millis);
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + ": "
        + example
        + (forward ? " forward through " : " back from ")
        + phase.word()
        + (takenBack ? ", then taken back" : "")
        + ", "
        + troubles;
  }
}
