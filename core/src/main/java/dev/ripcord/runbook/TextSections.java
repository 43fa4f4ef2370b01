package dev.ripcord.runbook;

/** x */
final class TextSections {
  static final String UNASSIGNED = "UNASSIGNED - a live run refuses to start";

  private TextSections() {}
}
