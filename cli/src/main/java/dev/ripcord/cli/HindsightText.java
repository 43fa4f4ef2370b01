package dev.ripcord.cli;

import dev.ripcord.metric.Baseline;
import dev.ripcord.run.Retrospect;
import dev.ripcord.watch.Replay;
import java.util.Locale;

/** What would have been, for whoever tunes triggers before they trust them. */
final class HindsightText {
  private HindsightText() {}

  static String of(Retrospect.Hindsight hindsight) {
    StringBuilder text =
        new StringBuilder("From ")
            .append(hindsight.from())
            .append(" to ")
            .append(hindsight.until())
            .append(":\n");
    for (Baseline baseline : hindsight.baselines()) {
      text.append("  baseline of ")
          .append(baseline.metric())
          .append(": ")
          .append(figure(baseline.value()))
          .append(baseline.floored() ? " (its floor)" : "")
          .append(", ")
          .append(baseline.samples())
          .append(" samples\n");
    }
    for (Replay.Report report : hindsight.triggers()) {
      trigger(text, report);
    }
    hindsight.problems().forEach(problem -> text.append(problem).append('\n'));
    return text.toString();
  }

  private static void trigger(StringBuilder text, Replay.Report report) {
    text.append('\n')
        .append(report.trigger().key())
        .append(": ")
        .append(report.trigger().condition())
        .append('\n');
    text.append(
        report.firings().isEmpty()
            ? "  would not have fired\n"
            : report.trigger().autoExecute() && !report.trigger().shadow()
                ? "  would have rolled back:\n"
                : "  would have asked:\n");
    for (Replay.Firing firing : report.firings()) {
      text.append("    ")
          .append(firing.at())
          .append(", until ")
          .append(firing.until())
          .append(": ")
          .append(firing.detail())
          .append('\n');
    }
    for (Replay.Closest closest : report.closest()) {
      text.append("  closest: ")
          .append(closest.condition())
          .append(": ")
          .append(figure(closest.value()))
          .append(" against ")
          .append(figure(closest.threshold()))
          .append(" at ")
          .append(closest.at())
          .append('\n');
    }
    for (Replay.Longest longest : report.longest()) {
      if (longest.lasted().isZero()) {
        continue;
      }
      text.append("  held longest: ")
          .append(longest.condition())
          .append(": ")
          .append(Words.of(longest.lasted()))
          .append(" of ")
          .append(Words.of(longest.of()))
          .append(", until ")
          .append(longest.until())
          .append('\n');
    }
    if (!report.blind().isZero()) {
      text.append("  blind for ").append(Words.of(report.blind())).append('\n');
    }
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
