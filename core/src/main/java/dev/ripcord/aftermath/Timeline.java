package dev.ripcord.aftermath;

import dev.ripcord.journal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happened, from the journal alone. */
final class Timeline {
  /** What says nothing that the timings do not say better. */
  private static final Set<Entry.Kind> ELSEWHERE =
      Set.of(
          Entry.Kind.STARTED,
          Entry.Kind.DONE,
          Entry.Kind.UNIT_UNDONE,
          Entry.Kind.UNDONE,
          Entry.Kind.MEASURED,
          Entry.Kind.BASELINE,
          Entry.Kind.START,
          Entry.Kind.PROCEDURE,
          Entry.Kind.ASSIGNED,
          Entry.Kind.WATCHED,
          Entry.Kind.ARCHIVED);

  private static final Pattern BY = Pattern.compile(" by (.+)$");

  private final List<Entry> entries;

  Timeline(List<Entry> entries) {
    this.entries = entries;
  }

  /** One that is worth a line. */
  record Event(Instant at, String kind, String unit, String words) {}

  List<Event> events() {
    return entries.stream()
        .filter(entry -> !ELSEWHERE.contains(entry.kind()))
        .map(
            entry ->
                new Event(
                    Instant.parse(entry.at()),
                    entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    entry.unit(),
                    words(entry)))
        .toList();
  }

  private static String words(Entry entry) {
    if (entry.kind() == Entry.Kind.BEGUN) {
      return Facts.brief(entry);
    }
    return entry.kind() == Entry.Kind.VALIDATION || entry.kind() == Entry.Kind.SIGNED_OFF
        ? Checks.line(entry)
        : Marks.words(entry);
  }

  /**
   * An alert.
   *
   * @param what as people were told it
   * @param answered by whom and when; absent if by nobody
   */
  record Alerted(
      String id, Instant raised, String what, Optional<String> answered, Optional<Instant> over) {}

  List<Alerted> alerts() {
    Map<String, Alerted> alerts = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.kind() != Entry.Kind.ALERT || !entry.unit().startsWith("alert ")) {
        continue;
      }
      Instant at = Instant.parse(entry.at());
      String words = Marks.words(entry);
      Alerted known =
          alerts.computeIfAbsent(
              entry.unit(), id -> new Alerted(id, at, words, Optional.empty(), Optional.empty()));
      if (words.contains(" is acknowledged")) {
        Matcher by = BY.matcher(words);
        String who = (by.find() ? by.group(1) : "somebody") + " at " + Words.of(at);
        alerts.put(
            entry.unit(),
            new Alerted(known.id(), known.raised(), known.what(), Optional.of(who), known.over()));
      } else if (words.endsWith(" is over")) {
        alerts.put(
            entry.unit(),
            new Alerted(
                known.id(), known.raised(), known.what(), known.answered(), Optional.of(at)));
      }
    }
    return List.copyOf(alerts.values());
  }

  /**
   * A time in which a trigger was breached.
   *
   * @param until absent where the journal ends first
   */
  record Breach(String trigger, Instant from, Optional<Instant> until, String figures) {}

  List<Breach> breaches() {
    List<Breach> breaches = new ArrayList<>();
    Map<String, Breach> open = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.kind() != Entry.Kind.WATCH) {
        continue;
      }
      Instant at = Instant.parse(entry.at());
      Breach known = open.remove(entry.unit());
      if (known != null) {
        breaches.add(new Breach(known.trigger(), known.from(), Optional.of(at), known.figures()));
      }
      String words = Marks.words(entry);
      if (words.startsWith("breached")) {
        open.put(
            entry.unit(),
            new Breach(
                entry.unit(), at, Optional.empty(), words.replaceFirst("^breached:? ?", "")));
      }
    }
    breaches.addAll(open.values());
    return breaches;
  }
}
