package dev.ripcord.runbook;

import dev.ripcord.migration.Message;
import dev.ripcord.migration.Migration;
import dev.ripcord.runbook.Runbook.Communication;
import java.util.ArrayList;
import java.util.List;

/** Who is told what; facts that are known only later are explained instead of left open. */
final class CommunicationSection {
  private static final String PHASE = "the phase that the journal names";
  private static final String REASON = "the reason that the incident commander names";

  private CommunicationSection() {}

  static List<Communication> of(Migration migration) {
    return migration.communication().stream().map(each -> message(each, migration)).toList();
  }

  private static Communication message(Message message, Migration migration) {
    List<String> instructions = new ArrayList<>();
    if (message.template().contains("<phase>")) {
      instructions.add(
          "Before sending, write the name of the current phase (preparation, expand, migrate,"
              + " contract or cleanup) where the text says \""
              + PHASE
              + "\".");
    }
    if (message.template().contains("<reason>")) {
      instructions.add(
          "Before sending, write in one sentence what happened where the text says \""
              + REASON
              + "\".");
    }
    String text =
        message
            .template()
            .replaceAll("(?i)\\b(the )?phase <phase>", PHASE)
            .replace("<phase>", PHASE)
            .replace("<reason>", REASON)
            .replace("<migration>", migration.name());
    return new Communication(
        message.moment(), message.audience(), message.channel(), text, instructions);
  }
}
