package dev.ripcord.aftermath;

import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Trigger;
import dev.ripcord.run.Retrospect;
import dev.ripcord.watch.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Procedure 9 of the reference: what fired, what would have fired on what was recorded, and how far
 * each threshold was from the worst value seen. It suggests no figure: whether a threshold is right
 * is for people to judge.
 */
final class ThresholdReview {
  private final Migration migration;
  private final Incident incident;
  private final Retrospect.Hindsight hindsight;
  private final List<Timeline.Breach> fired;

  private ThresholdReview(Migration migration, Incident incident, Retrospect.Hindsight hindsight) {
    this.migration = migration;
    this.incident = incident;
    this.hindsight = hindsight;
    this.fired = new Timeline(incident.ofTheRun()).breaches();
  }

  /**
   * @param in where recorded metrics are asked for
   */
  static Written of(Migration migration, Incident incident, Surroundings in) {
    Retrospect.Hindsight hindsight =
        new Retrospect(migration, in).look(incident.began(), incident.over());
    return new ThresholdReview(migration, incident, hindsight).write();
  }

  private Written write() {
    Markdown text = new Markdown("Thresholds, reviewed after " + incident.run());
    text.paragraph(
        "From "
            + Words.of(incident.began())
            + " to "
            + Words.of(incident.over())
            + " UTC, the time of the run and its rollback.");
    List<String> fires = new ArrayList<>();
    List<String> blind = new ArrayList<>();
    for (Trigger trigger : migration.triggers()) {
      text.section(trigger.key());
      text.item("Condition: " + trigger.condition());
      List<Timeline.Breach> own =
          fired.stream().filter(each -> each.trigger().equals(trigger.key())).toList();
      own.forEach(
          each -> text.item("Fired at " + Words.of(each.from()) + " UTC: " + each.figures()));
      if (own.isEmpty()) {
        text.item("Did not fire in the run.");
      }
      Optional<Replay.Report> report =
          hindsight.triggers().stream()
              .filter(each -> each.trigger().key().equals(trigger.key()))
              .findFirst();
      report.ifPresent(each -> replayed(text, each));
      if (report.isEmpty()) {
        text.item("Nobody has recorded its metrics: what would have been is not known.");
      }
      boolean one = !own.isEmpty() || report.filter(it -> !it.firings().isEmpty()).isPresent();
      if (one) {
        fires.add(trigger.key());
      } else if (report.isEmpty() || !report.get().blind().isZero()) {
        blind.add(trigger.key());
      }
    }
    if (!hindsight.problems().isEmpty()) {
      text.section("What is not recorded");
      hindsight.problems().forEach(text::item);
    }
    String says =
        (fires.isEmpty()
                ? "no trigger fired or would have fired"
                : "fired or would have fired: " + String.join(", ", fires))
            + (blind.isEmpty() ? "" : "; not fully recorded: " + String.join(", ", blind));
    return new Written(text.text(), says, !fires.isEmpty() || !blind.isEmpty());
  }

  private static void replayed(Markdown text, Replay.Report report) {
    for (Replay.Firing firing : report.firings()) {
      text.item(
          "Would have fired at "
              + Words.of(firing.at())
              + ", until "
              + Words.of(firing.until())
              + " UTC: "
              + firing.detail());
    }
    if (report.firings().isEmpty()) {
      text.item("Would not have fired on what was recorded.");
    }
    for (Replay.Closest closest : report.closest()) {
      text.item(
          "Worst value against `"
              + closest.condition()
              + "`: "
              + figure(closest.value())
              + " against "
              + figure(closest.threshold())
              + ", a margin of "
              + figure(Math.abs(closest.threshold() - closest.value()))
              + ", at "
              + Words.of(closest.at())
              + " UTC.");
    }
    for (Replay.Longest longest : report.longest()) {
      if (!longest.lasted().isZero()) {
        text.item(
            "Held longest: `"
                + longest.condition()
                + "` for "
                + Words.of(longest.lasted())
                + " of "
                + Words.of(longest.of())
                + ".");
      }
    }
    if (!report.blind().isZero()) {
      text.item("Could not be judged for " + Words.of(report.blind()) + ".");
    }
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
