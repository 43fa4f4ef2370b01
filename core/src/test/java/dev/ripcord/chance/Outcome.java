package dev.ripcord.chance;

/** What came of one seed. */
sealed interface Outcome {
  /** The rehearsal says proven, and the independent comparison agrees. */
  record Proven() implements Outcome {}

  /** Before anything was touched, with a reason and a place. */
  record Refused(String reason) implements Outcome {}

  /** No rows could be made for the schema, so nothing was tried. */
  record Unfilled(String reason) implements Outcome {}

  /** A defect of ours. */
  record Failed(String what) implements Outcome {}
}
