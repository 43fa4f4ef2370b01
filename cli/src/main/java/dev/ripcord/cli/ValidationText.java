package dev.ripcord.cli;

import dev.ripcord.validate.Evidence;
import dev.ripcord.validate.Finding;
import dev.ripcord.validate.SignOff;
import dev.ripcord.validate.Validation;
import dev.ripcord.validate.Verdict;
import java.util.Optional;

/** The checklist after a rollback, in words. */
final class ValidationText {
  private ValidationText() {}

  /** One item in one line. */
  static String line(Finding finding) {
    return finding.number()
        + ". "
        + finding.title()
        + switch (finding.verdict()) {
          case Verdict.Passed passed -> ": passed";
          case Verdict.Failed failed -> ": FAILED: " + failed.why();
          case Verdict.Open open -> ": open: " + open.why();
        };
  }

  /** All items with what was seen. */
  static String of(Validation validation, String journal) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : validation.findings()) {
      Optional<SignOff> signOff = validation.signOff(finding.number());
      text.append(mark(finding, signOff)).append(' ').append(line(finding)).append('\n');
      signOff.ifPresent(it -> text.append("      ").append(words(it)).append('\n'));
      for (Evidence evidence : finding.evidence()) {
        text.append("      ")
            .append(evidence.measured())
            .append("; expected ")
            .append(evidence.threshold())
            .append("\n        by ")
            .append(evidence.source())
            .append(", ")
            .append(evidence.at())
            .append('\n');
      }
    }
    int left = validation.unsigned().size();
    long failed = validation.unsigned().stream().filter(Finding::failed).count();
    text.append(
        validation.complete()
            ? "Complete: every item passed or is signed off"
            : "Not complete: "
                + (failed > 0 ? Words.of(failed) + " failed, " : "")
                + Words.of(left - failed)
                + " for a person to sign off");
    return text.append(". The journal is in ").append(journal).append('\n').toString();
  }

  private static String mark(Finding finding, Optional<SignOff> signOff) {
    return signOff.isPresent() || !(finding.failed() || finding.open()) ? "[x]" : "[ ]";
  }

  private static String words(SignOff signOff) {
    return "signed off by "
        + signOff.who()
        + " at "
        + signOff.at()
        + (signOff.note().isBlank() ? "" : ": " + signOff.note())
        + signOff.accepting().map(why -> "; accepted although it failed: " + why).orElse("");
  }
}
