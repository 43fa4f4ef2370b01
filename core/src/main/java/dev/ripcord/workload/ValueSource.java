package dev.ripcord.workload;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values for one column, in the text form that its type reads, so fit for a parameter {@code
 * ?::type} or for COPY. The same random numbers give the same values.
 */
@FunctionalInterface
public interface ValueSource {
  /** The next value; null is NULL, and comes only where the column takes it. */
  @Nullable String next(RandomGenerator random);
}
