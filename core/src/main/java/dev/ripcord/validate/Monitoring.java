package dev.ripcord.validate;

import dev.ripcord.journal.Entry;
import dev.ripcord.metric.Knock;
import dev.ripcord.metric.Reading;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import java.time.Duration;
import java.util.Optional;

/** Each source answers, with a value that is not stale; each channel took its last message. */
final class Monitoring implements Item {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String title() {
    return "Verify monitoring and alerting systems are operational";
  }

  @Override
  public boolean settles() {
    return true;
  }

  @Override
  public void look(Scene scene, Notes notes) {
    boolean theirs = false;
    for (Metric metric : scene.subject().watched().metrics()) {
      theirs |= !(metric.measure() instanceof Measure.Known);
      if (metric.measure() instanceof Measure.Probe probe) {
        probe(scene, notes, metric, probe);
      } else {
        source(scene, notes, metric);
      }
    }
    if (!theirs) {
      notes.open("no trigger has a source of metrics but ripcord itself: look at your monitoring");
    }
    scene.subject().watched().channels().forEach(channel -> channel(scene, notes, channel));
    if (scene.subject().watched().channels().isEmpty()) {
      notes.open("the migration has no channels: see that alerts reach people");
    }
  }

  /** What it answers is for the health checks to judge. */
  private static void probe(Scene scene, Notes notes, Metric metric, Measure.Probe probe) {
    String source = Rates.source(metric);
    switch (Knock.at(probe.target(), scene.around().secrets())) {
      case Knock.Heard.Status it ->
          notes.saw(metric.name() + ": HTTP " + it.status(), "an answer", source);
      case Knock.Heard.Silent it -> notes.saw(metric.name() + ": " + it.why(), "a probe", source);
      case Knock.Heard.NotAsked it -> {
        notes.saw(metric.name() + ": " + it.why(), "a probe that leaves this machine", source);
        away(scene, notes, "the probe of " + metric.name() + " does not get out: " + it.why());
      }
    }
  }

  private static void source(Scene scene, Notes notes, Metric metric) {
    String threshold = "a value that is at most " + Words.time(metric.staleAfter()) + " old";
    String source = Rates.source(metric);
    switch (scene.sources().of(metric.name()).read(scene.now())) {
      case Reading.Value it -> {
        Duration age = Duration.between(it.at(), scene.now());
        notes.saw(
            "%s is %s, %s old"
                .formatted(metric.name(), Words.number(it.value()), Words.time(age.abs())),
            threshold,
            source);
        if (age.compareTo(metric.staleAfter()) > 0) {
          away(scene, notes, metric.name() + " is stale: its value is " + Words.time(age) + " old");
        }
      }
      case Reading.Idle it ->
          notes.saw(metric.name() + " has nothing to measure: " + it.why(), threshold, source);
      case Reading.NoData it -> {
        notes.saw(metric.name() + ": " + it.why(), threshold, source);
        away(scene, notes, metric.name() + " has no value: " + it.why());
      }
      case Reading.Down it -> {
        notes.saw(metric.name() + ": " + it.why(), threshold, source);
        away(scene, notes, "the source of " + metric.name() + " does not answer: " + it.why());
      }
    }
  }

  /** A person who let phases begin blindly knows of it. */
  private static void away(Scene scene, Notes notes, String what) {
    scene
        .subject()
        .blind()
        .ifPresentOrElse(accepted -> notes.open(what + "; " + accepted), () -> notes.failed(what));
  }

  private static void channel(Scene scene, Notes notes, String channel) {
    Optional<Entry> last =
        scene.subject().journal().reversed().stream()
            .filter(entry -> entry.kind() == Entry.Kind.ALERT && entry.unit().equals(channel))
            .findFirst();
    if (last.isEmpty()) {
      notes.open(
          "nothing was sent on the channel "
              + channel
              + " yet: ripcord contacts test sends something");
      return;
    }
    notes.saw(last.get().detail(), "sent", "the journal, " + last.get().at());
    if (last.get().detail().contains(": given up after ")) {
      notes.failed("the last message did not get out: " + last.get().detail());
    }
  }
}
