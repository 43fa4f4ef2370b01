package dev.ripcord.cli;

import dev.ripcord.runbook.Runbook;
import dev.ripcord.runbook.RunbookJson;
import dev.ripcord.runbook.RunbookMarkdown;
import dev.ripcord.runbook.RunbookText;

/** A form of the runbook, and the file that a rehearsal leaves in it. */
enum RunbookFormat {
  TEXT("runbook.txt"),
  MARKDOWN("runbook.md"),
  JSON("runbook.json");

  private final String fileName;

  RunbookFormat(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  String of(Runbook runbook) {
    return switch (this) {
      case TEXT -> RunbookText.of(runbook);
      case MARKDOWN -> RunbookMarkdown.of(runbook);
      case JSON -> RunbookJson.of(runbook);
    };
  }
}
