package dev.ripcord.cli;

import dev.ripcord.plan.Plan;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.runbook.Runbook;
import java.util.Optional;

/** The runbook in its forms. */
final class Documents {
  private Documents() {}

  static Runbook runbook(Plan plan, Optional<Proof> proof) {
    return new Runbook(plan, proof);
  }

  /** A form, and the file that a rehearsal leaves in it. */
  enum Format {
    TEXT("runbook.txt"),
    MARKDOWN("runbook.md"),
    JSON("runbook.json");

    private final String fileName;

    Format(String fileName) {
      this.fileName = fileName;
    }

    String fileName() {
      return fileName;
    }

    String of(Runbook runbook) {
      return runbook.toString();
    }
  }
}
