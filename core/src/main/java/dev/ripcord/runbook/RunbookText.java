package dev.ripcord.runbook;

import dev.ripcord.migration.Phase;
import dev.ripcord.runbook.Runbook.Checkpoint;
import dev.ripcord.runbook.Runbook.Communication;
import dev.ripcord.runbook.Runbook.DataRecovery;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain text form, for terminals and printers, in the layout of the reference runbook.
 *
 * <p>The scripts can be taken out of it again exactly: after a line that is {@code Script:} behind
 * eight blanks, every line that starts with ten blanks belongs to the script without these ten, and
 * so does every empty line that has such a line after it; the first other line ends it.
 */
public final class RunbookText {
  private static final int SCRIPT_INDENT = 8;
  private static final String SCRIPT = " ".repeat(SCRIPT_INDENT) + "Script:";
  private static final String INDENT = " ".repeat(SCRIPT_INDENT + 2);
  private static final Pattern PHASE = Pattern.compile("\\d+\\. ROLLBACK_([A-Z]+)");

  private RunbookText() {}

  /** The runbook as text; the same runbook is the same text. */
  public static String of(Runbook runbook) {
    TextLines lines = new TextLines();
    TextHead.write(lines, runbook);
    TextPhases.write(lines, runbook);
    recovery(lines, runbook.recovery());
    lines.section("POST-ROLLBACK VALIDATION CHECKLIST");
    numbered(lines, "☐ ", runbook.aftermath().validations());
    lines.section("POST-ROLLBACK PROCEDURES");
    numbered(lines, "", runbook.aftermath().procedures());
    lines.section("COMMUNICATION");
    if (runbook.communication().isEmpty()) {
      lines.line(0, "No messages are configured.");
    }
    for (int i = 0; i < runbook.communication().size(); i++) {
      if (i > 0) {
        lines.blank();
      }
      message(lines, runbook.communication().get(i));
    }
    return lines.toString();
  }

  /**
   * Takes the scripts out of the text again.
   *
   * @return for each phase that has one, the whole script; in the order of the text
   */
  public static Map<Phase, String> scripts(String text) {
    Map<Phase, String> scripts = new LinkedHashMap<>();
    Phase phase = Phase.CLEANUP;
    List<String> lines = List.of(text.split("\n", -1));
    for (int i = 0; i < lines.size(); i++) {
      Matcher heading = PHASE.matcher(lines.get(i));
      if (heading.matches()) {
        phase = Phase.valueOf(heading.group(1));
      } else if (lines.get(i).equals(SCRIPT)) {
        scripts.merge(phase, script(lines, i + 1), (one, other) -> one + "\n" + other);
      }
    }
    return Collections.unmodifiableMap(scripts);
  }

  private static String script(List<String> lines, int from) {
    StringBuilder script = new StringBuilder();
    int empty = 0;
    for (String line : lines.subList(from, lines.size())) {
      if (line.startsWith(INDENT)) {
        script.append("\n".repeat(empty)).append(line.substring(INDENT.length())).append('\n');
        empty = 0;
      } else if (line.isEmpty()) {
        empty++;
      } else {
        break;
      }
    }
    return script.toString();
  }

  /** Of a whole recovery, with how it is known. */
  static String time(Runbook.Timing timing) {
    return timing.duration().isPresent() ? timing.words() : "not measured: " + timing.note();
  }

  private static void recovery(TextLines lines, DataRecovery recovery) {
    lines.section("DATA RECOVERY PLAN");
    lines.line(0, "Recovery Method: " + recovery.method());
    lines.line(0, "Backup Location: " + recovery.location());
    lines.line(0, "Estimated Recovery Time: " + time(recovery.duration()));
    lines.line(0, recovery.scripts().isEmpty() ? "Recovery Scripts: none" : "Recovery Scripts:");
    recovery.scripts().forEach(script -> lines.line(2, "• " + script));
    lines.line(
        0, recovery.validations().isEmpty() ? "Validation Queries: none" : "Validation Queries:");
    recovery.validations().forEach(query -> checkpoint(lines, 2, "•", query));
  }

  static void checkpoint(TextLines lines, int indent, String bullet, Checkpoint point) {
    lines.line(indent, bullet + " " + point.title());
    point.query().ifPresent(query -> lines.field(indent + 2, "Query", Words.query(query)));
    point.expected().ifPresent(expected -> lines.field(indent + 2, "Expected", expected));
  }

  private static void numbered(TextLines lines, String mark, List<String> items) {
    for (int i = 0; i < items.size(); i++) {
      String number = Integer.toString(i + 1);
      String line = number + ". " + mark + Words.oneLine(items.get(i));
      lines.line(number.length() < 2 ? 1 : 0, line);
    }
    if (items.isEmpty()) {
      lines.line(0, "Nothing is configured.");
    }
  }

  private static void message(TextLines lines, Communication message) {
    String channel = message.channel().isEmpty() ? "no channel" : message.channel();
    lines.line(0, "• " + message.moment() + ", " + message.audience() + " (" + channel + ")");
    lines.field(2, "Message", message.text().strip());
    message.instructions().forEach(instruction -> lines.line(2, instruction));
  }
}
