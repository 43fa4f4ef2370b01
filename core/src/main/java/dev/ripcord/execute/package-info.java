/**
 * Owns the single engine: one unit at a time, forward or back, with lock timeouts, retries and
 * batches. Callers own which phase is wanted and when to turn round.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.execute;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
