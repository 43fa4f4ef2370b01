/**
 * Owns the checks after a rollback: what each asks, its evidence, and how the journal keeps it.
 * Callers own when they are made, what a failed one means for the run, and where the journal is.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.validate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
