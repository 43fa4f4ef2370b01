package dev.ripcord.chaos;

/** What became of one seed. */
sealed interface Outcome {
  /** How many commands it took, and how many of the troubles met one. */
  int commands();

  int met();

  /** Exactly as an undisturbed run leaves it, and exactly as before once it was taken back. */
  record After(int commands, int met) implements Outcome {}

  /** Exactly as before, with every acknowledged write. */
  record Before(int commands, int met) implements Outcome {}

  /** A defect. */
  record Failed(int commands, int met, String what) implements Outcome {}
}
