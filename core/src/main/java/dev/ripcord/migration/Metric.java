package dev.ripcord.migration;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A number that is watched.
 *
 * @param name as conditions name it
 * @param interval how often it is asked for
 * @param timeout how long an answer may take
 * @param staleAfter the age from which a value counts no more
 * @param minimumSamples the fewest values that a breach through a window needs
 * @param floor the least that its baseline may be; nothing where a baseline makes no sense without
 */
public record Metric(
    String name,
    Measure measure,
    Duration interval,
    Duration timeout,
    Duration staleAfter,
    int minimumSamples,
    OptionalDouble floor) {}
