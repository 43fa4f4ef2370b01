package dev.ripcord.validate;

import static java.util.Objects.requireNonNull;

/**
 * What was seen.
 *
 * @param measured with its unit, in words; without secrets
 * @param threshold what it must be, in words
 * @param source the query, or the address without what may be secret
 * @param at when it was seen, by our clock: an ISO instant in UTC
 */
public record Evidence(String measured, String threshold, String source, String at) {
  public Evidence {
    requireNonNull(measured, "measured is null");
    requireNonNull(threshold, "threshold is null");
    requireNonNull(source, "source is null");
    requireNonNull(at, "at is null");
  }
}
