package dev.ripcord.cli;

import dev.ripcord.migration.Durations;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 7d}, which ends now, or two instants with a slash between them. */
final class PastConverter implements ITypeConverter<Past> {
  @Override
  public Past convert(String text) {
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<Past> lately =
        Durations.parse(text)
            .filter(time -> !time.isZero())
            .map(time -> new Past(now.minus(time), now));
    return lately
        .or(() -> between(text))
        .filter(past -> past.from().isBefore(past.until()))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is no past, expected 7d or"
                        + " 2026-11-20T00:00:00Z/2026-11-21T00:00:00Z"));
  }

  private static Optional<Past> between(String text) {
    String[] ends = text.split("/", -1);
    if (ends.length != 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Past(Instant.parse(ends[0]), Instant.parse(ends[1])));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
