package dev.ripcord.recover;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an inspection finds, one after the other. */
final class Findings {
  private static final long UNIT = 1024;

  private final List<String> facts = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  /** What a new backup would put right. */
  private final List<String> stale = new ArrayList<>();

  void fact(String words) {
    facts.add(words);
  }

  void refuse(String words) {
    refusals.add(words);
  }

  void stale(String words) {
    stale.add(words);
  }

  /** Whether a new backup is what would help. */
  boolean wantsNew() {
    return !stale.isEmpty();
  }

  Inspection inspection(Optional<Backup> newest) {
    List<String> all = new ArrayList<>(refusals);
    all.addAll(stale);
    return new Inspection(newest, facts, all, refusals.isEmpty() && !stale.isEmpty());
  }

  /** Whether the newest is young enough. */
  void age(Optional<Backup> newest, Instant now, Duration most, String none) {
    if (newest.isEmpty()) {
      stale(none);
      return;
    }
    Duration age = Duration.between(newest.get().taken(), now);
    String words =
        "the newest backup "
            + newest.get().label()
            + " is "
            + words(age)
            + " old ("
            + newest.get().taken()
            + ", "
            + bytes(newest.get().size())
            + ")";
    if (age.compareTo(most) > 0) {
      stale(
          words
              + ", more than the maximum_age of "
              + words(most)
              + ": take a new one, or let the run take it (recovery.take)");
    } else {
      fact(words);
    }
  }

  /**
   * Whether there is room.
   *
   * @param key of recovery that names the folder
   * @param why such as a restore
   */
  void room(long needed, Path folder, String key, FreeSpace space, String why) {
    Optional<Long> free = space.in(folder);
    if (free.isEmpty()) {
      refuse(
          "nobody can tell how much is free in "
              + folder
              + ", where "
              + why
              + " needs "
              + bytes(needed)
              + ": name another folder with recovery."
              + key);
    } else if (free.get() < needed) {
      refuse(
          "the disk is too small: "
              + why
              + " needs "
              + bytes(needed)
              + " in "
              + folder
              + ", where "
              + bytes(free.get())
              + " are free: make room, or name another folder with recovery."
              + key);
    } else {
      fact(bytes(free.get()) + " are free in " + folder + ", " + why + " needs " + bytes(needed));
    }
  }

  static String bytes(long count) {
    if (count < UNIT * UNIT) {
      return count + " bytes";
    }
    double size = count;
    String unit = "";
    for (String next : List.of("kB", "MB", "GB", "TB")) {
      if (size < UNIT) {
        break;
      }
      size /= UNIT;
      unit = next;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, unit);
  }

  static String words(Duration time) {
    if (time.isNegative()) {
      return "0 s";
    }
    if (time.toDays() > 1) {
      return time.toDays() + " days " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }
}
