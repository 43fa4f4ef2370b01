package dev.ripcord.recover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a journal says of the backup that a run relies on.
 *
 * @param took how long it took; absent if it was there already
 */
public record BackupNote(Backup backup, Optional<Duration> took) {
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:taken in ([0-9]+) ms|there already): (.+), ([0-9]+) bytes, complete at (\\S+), needs"
              + " (.+)");

  /** As a journal has it. */
  public String words() {
    return took.map(time -> "taken in " + time.toMillis() + " ms").orElse("there already")
        + ": "
        + backup.label()
        + ", "
        + backup.size()
        + " bytes, complete at "
        + backup.taken()
        + ", needs "
        + String.join(" ", backup.chain());
  }

  /** Reads what {@link #words} writes; empty if it is none of these. */
  public static Optional<BackupNote> parse(String words) {
    Matcher matcher = WORDS.matcher(words);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupNote(
            new Backup(
                matcher.group(2),
                Instant.parse(matcher.group(4)),
                Long.parseLong(matcher.group(3)),
                List.of(matcher.group(5).split(" "))),
            Optional.ofNullable(matcher.group(1))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))));
  }
}
