package dev.ripcord.cli;

import dev.ripcord.migration.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as migration files have them. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .filter(time -> !time.isZero())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no time, expected one such as 30m or 2 hours"));
  }
}
